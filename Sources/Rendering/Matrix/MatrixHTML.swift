import JSONValue
import Planning
import Schema

/// A permission matrix as an HTML table.
struct MatrixHTML {
  let matrix: PermissionMatrix
  let caption: String

  /// The table, in a container that scrolls if it is too wide.
  ///
  /// Tags that HTML closes implicitly are not closed, because a page can have thousands of cells.
  var html: HTML {
    """
    <div class="scroll" role="region" aria-label="\(caption)" tabindex="0">
    <table class=matrix>
    <caption>\(caption)</caption>
    <thead><tr><th>Permission\(matrix.columns.map(head))
    \(matrix.groups.map(group))</table>
    </div>

    """
  }

  private func head(_ column: PermissionMatrix.Column) -> HTML {
    let action: HTML = column.action.map { "<small>\(column.isBlocked ? "blocked" : $0.plannedLabel)</small>" } ?? ""
    // Allows line breaks after underscores in long names.
    let words = column.name.text.split(separator: "_", omittingEmptySubsequences: false).map { "\(String($0))" as HTML }
    return "<th>\(HTML.joined(words, by: "_<wbr>"))\(action)"
  }

  private func group(_ group: PermissionMatrix.Group) -> HTML {
    """
    <tbody><tr class=group><th scope=rowgroup colspan=\(matrix.columns.count + 1)><span>\(group.title)</span>
    \(group.rows.map(row))
    """
  }

  private func row(_ row: PermissionMatrix.Row) -> HTML {
    let changes = row.cells.compactMap(\.change)
    let classes =
      (changes.isEmpty ? [] : ["changed"]) + (changes.contains { $0.effects.contains(.widens) } ? ["widens"] : [])
    return """
      <tr\(HTML.classes(classes))><th>\(FieldGroupHTML.permissions.label(of: row.field))\
      \(row.cells.map { cell($0, row.field) })

      """
  }

  /// Returns the cell of a permission. CSS adds the symbol.
  private func cell(_ cell: PermissionMatrix.Cell, _ field: FieldPath) -> HTML {
    let words = JSON.permissionText(cell.value)
    guard let change = cell.change else {
      return "<td\(HTML.classes(PermissionLevel(cell.value, of: field).classes))>\(words)"
    }
    let effects = change.effects.map { effect -> HTML in " \(effect.symbol) \(effect.rawValue)" }
    let style = change.effects.first?.rawValue ?? "changed"
    return "<td class=\(style)>\(JSON.permissionText(change.before)) → <b>\(words)</b>\(effects)"
  }
}

extension PermissionLevel {
  /// The CSS classes of a cell. The most common level has none, to keep pages small.
  fileprivate var classes: [String] {
    switch self {
    case .nothing: []
    case .unknown: ["unset"]
    case .some: ["some"]
    case .all: ["yes"]
    }
  }
}

extension HTML {
  /// Returns a `class` attribute, or nothing if there are no classes.
  static func classes(_ names: [String]) -> HTML {
    names.count > 1 ? " class=\"\(names.joined(separator: " "))\"" : names.first.map { " class=\($0)" } ?? ""
  }
}
