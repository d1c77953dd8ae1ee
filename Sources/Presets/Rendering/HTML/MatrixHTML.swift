/// A permission matrix as a table.
struct MatrixHTML {
  let matrix: PermissionMatrix
  let caption: String

  /// The table, within a frame that scrolls where it is too wide.
  var html: HTML {
    """
    <div class="scroll" role="region" aria-label="\(caption)" tabindex="0">
    <table class="matrix">
    <caption>\(caption)</caption>
    <thead><tr><th scope="col">Permission</th>\(matrix.columns.map(head))</tr></thead>
    \(matrix.groups.map(group))</table>
    </div>

    """
  }

  private func head(_ column: PermissionMatrix.Column) -> HTML {
    let action: HTML = column.action.map { "<span class=\"note\">\($0.future)</span>" } ?? ""
    return "<th scope=\"col\">\(column.name.text)\(action)</th>"
  }

  private func group(_ group: PermissionMatrix.Group) -> HTML {
    """
    <tbody>
    <tr class="group"><th scope="rowgroup" colspan="\(matrix.columns.count + 1)"><span>\(group.title)</span></th></tr>
    \(group.rows.map(row))</tbody>

    """
  }

  private func row(_ row: PermissionMatrix.Row) -> HTML {
    let changes = row.cells.compactMap(\.change)
    let classes =
      (changes.isEmpty ? [] : ["changed"]) + (changes.contains { $0.effects.contains(.widens) } ? ["widens"] : [])
    let name = row.field.components.dropFirst().map(\.text).joined(separator: ".")
    let title: HTML = row.meaning.isEmpty ? "" : "\(row.meaning.withoutPeriod) "
    return """
      <tr\(HTML.classes(classes))><th scope="row">\(title)<code>\(name)</code></th>\
      \(row.cells.map { cell($0, row.field) })</tr>

      """
  }

  private func cell(_ cell: PermissionMatrix.Cell, _ field: FieldPath) -> HTML {
    let extent = PermissionExtent(cell.value, of: field)
    let words = "\(extent.sign) \(JSON.permissionWords(cell.value))"
    guard let change = cell.change else { return "<td\(HTML.classes(extent.classes))>\(words)</td>" }
    let effects = change.effects.map { EffectHTML.badge($0) }
    let before = JSON.permissionWords(change.before)
    return """
      <td\(HTML.classes(change.effects.isEmpty ? ["changed"] : change.effects.map(\.rawValue)))><del>\(before)</del> → <ins>\(words)</ins> \
      \(effects)</td>
      """
  }
}

extension PermissionExtent {
  /// The classes of a cell in the style: the fewer, the smaller is the page.
  fileprivate var classes: [String] {
    switch self {
    case .nothing, .unknown: []
    case .some: ["some"]
    case .all: ["all"]
    }
  }
}

extension HTML {
  /// The attribute `class`; nothing where there are no classes.
  static func classes(_ names: [String]) -> HTML {
    names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
  }
}

extension String {
  /// A sentence without the period at its end.
  var withoutPeriod: String { hasSuffix(".") ? String(dropLast()) : self }
}
