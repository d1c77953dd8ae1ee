/// The changes of a preset as a table, each with the line that asks for it.
///
/// Cells, rows and their parts are not closed: HTML does so by itself, and a page may have thousands of them.
struct ChangesHTML {
  let operation: Operation
  let before: Preset?
  let after: Preset?
  /// Whether it is known where changes come from.
  let isLabelled: Bool

  /// The table; nothing where nothing changes.
  var html: HTML {
    guard !operation.changes.isEmpty else { return "" }
    let groups = Dictionary(grouping: operation.changes) { FieldGroupHTML($0.field) }
    let origin: HTML = isLabelled ? "<th>Why" : ""
    return """
      <table class=changes><caption>\(counted(operation.changes.count, "change"))\(rest)</caption>
      <thead><tr><th>What<th>Before<th>After<th>Effect\(origin)<th>Written in
      \(FieldGroupHTML.allCases.map { body($0, groups[$0] ?? []) })</table>

      """
  }

  /// How much of the preset stays as it is.
  private var rest: String {
    before.flatMap(operation.rest).map { "; \($0)" } ?? ""
  }

  private func body(_ group: FieldGroupHTML, _ changes: [FieldChange]) -> HTML {
    guard !changes.isEmpty else { return "" }
    let style: HTML = group == .colours ? " class=colours" : ""
    return """
      <tbody\(style)><tr class=group><th scope=rowgroup colspan=\(isLabelled ? 6 : 5)>\(group.title)
      \(changes.map { row($0, group) })
      """
  }

  private func row(_ change: FieldChange, _ group: FieldGroupHTML) -> HTML {
    let colour = RoomColour(change.field)
    let classes = change.effects.map(\.rawValue) + [colour?.rawValue].compactMap(\.self)
    let origin: HTML = isLabelled ? "<td>\(change.origin?.words ?? "")" : ""
    return """
      <tr\(HTML.classes(classes))><th>\(group.briefLabel(of: change.field))\(cells(change, colour))<td>\(EffectHTML.badges(change.effects))\(origin)\(place(change.location))

      """
  }

  /// The values. Whether a colour is hard to read matters where it comes, not where it goes.
  private func cells(_ change: FieldChange, _ colour: RoomColour?) -> HTML {
    guard let colour else {
      return """
        <td>\(ValueHTML.value(change.before, at: change.field))<td>\(ValueHTML.value(change.after, at: change.field))
        """
    }
    return """
      \(ColourHTML.cell(change.before, colour, in: before))\(ColourHTML.cell(change.after, colour, in: after))\
      \(ColourHTML.warning(change.after, colour, in: after))
      """
  }

  /// The line, and the file unless it is the operation's own.
  private func place(_ location: Location?) -> HTML {
    guard let location else { return "<td class=file>" }
    return location.file == operation.location?.file
      ? "<td>\(location.line)" : "<td class=file><code>\(location.file):\(location.line)</code>"
  }
}
