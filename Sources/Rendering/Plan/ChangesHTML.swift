import Diagnostics
import Planning
import Schema

/// A table of a preset's changes, each with its line in a manifest.
///
/// Tags that HTML closes implicitly are not closed, because a page can have thousands of cells.
struct ChangesHTML {
  let operation: Operation
  let before: Preset?
  let after: Preset?
  /// Whether changes have origins.
  let isLabeled: Bool

  /// The table; empty without changes.
  var html: HTML {
    guard !operation.changes.isEmpty else { return "" }
    let groups = Dictionary(grouping: operation.changes) { FieldGroupHTML($0.field) }
    let origin: HTML = isLabeled ? "<th>Origin" : ""
    return """
      <table class=changes><caption>\(counted(operation.changes.count, "change"))\(rest)</caption>
      <thead><tr><th>Field<th>Before<th>After<th>Effect\(origin)<th>Manifest
      \(FieldGroupHTML.allCases.map { body($0, groups[$0] ?? []) })</table>

      """
  }

  /// The number of unchanged fields, as text.
  private var rest: String {
    before.flatMap(operation.unchangedFields).map { "; \($0)" } ?? ""
  }

  private func body(_ group: FieldGroupHTML, _ changes: [FieldChange]) -> HTML {
    guard !changes.isEmpty else { return "" }
    let style: HTML = group == .colors ? " class=colors" : ""
    return """
      <tbody\(style)><tr class=group><th scope=rowgroup colspan=\(isLabeled ? 6 : 5)>\(group.title)
      \(changes.map { row($0, group) })
      """
  }

  private func row(_ change: FieldChange, _ group: FieldGroupHTML) -> HTML {
    let color = RoomColor(change.field)
    let classes = change.effects.map(\.rawValue) + [color?.rawValue].compactMap(\.self)
    let origin: HTML = isLabeled ? "<td>\(change.origin?.words ?? "")" : ""
    return """
      <tr\(HTML.classes(classes))><th>\(group.briefLabel(of: change.field))\(cells(change, color))<td>\(EffectHTML.badges(change.effects))\(origin)\(place(change.location))

      """
  }

  /// Returns the cells of both values. Only the new value of a color can have a contrast warning.
  private func cells(_ change: FieldChange, _ color: RoomColor?) -> HTML {
    guard let color else {
      return """
        <td>\(ValueHTML.value(change.before, at: change.field))<td>\(ValueHTML.value(change.after, at: change.field))
        """
    }
    return """
      \(ColorHTML.cell(change.before, color, in: before))\(ColorHTML.cell(change.after, color, in: after))\
      \(ColorHTML.warning(change.after, color, in: after))
      """
  }

  /// Returns the cell of a location: the line, and the file if it is not the operation's file.
  private func place(_ location: Location?) -> HTML {
    guard let location else { return "<td class=file>" }
    return location.file == operation.location?.file
      ? "<td>\(location.line)" : "<td class=file><code>\(location.file):\(location.line)</code>"
  }
}
