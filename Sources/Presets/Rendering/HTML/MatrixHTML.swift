/// A permission matrix as a table.
struct MatrixHTML {
  let matrix: PermissionMatrix
  let caption: String

  /// The table, within a frame that scrolls where it is too wide.
  ///
  /// Cells, rows and their parts are not closed: HTML does so by itself, and a page may have thousands of them.
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
    let action: HTML = column.action.map { "<small>\(column.isBlocked ? "blocked" : $0.future)</small>" } ?? ""
    // A long name breaks where its words end.
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

  /// The value of a permission; the style puts a sign before it.
  private func cell(_ cell: PermissionMatrix.Cell, _ field: FieldPath) -> HTML {
    let words = JSON.permissionWords(cell.value)
    guard let change = cell.change else {
      return "<td\(HTML.classes(PermissionExtent(cell.value, of: field).classes))>\(words)"
    }
    let effects = change.effects.map { effect -> HTML in " \(effect.sign) \(effect.rawValue)" }
    let style = change.effects.first?.rawValue ?? "changed"
    return "<td class=\(style)>\(JSON.permissionWords(change.before)) → <b>\(words)</b>\(effects)"
  }
}

extension PermissionExtent {
  /// The classes of a cell in the style: the fewer, the smaller is the page.
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
  /// The attribute `class`; nothing where there are no classes.
  static func classes(_ names: [String]) -> HTML {
    names.count > 1 ? " class=\"\(names.joined(separator: " "))\"" : names.first.map { " class=\($0)" } ?? ""
  }
}

extension String {
  /// A sentence without the period at its end.
  var withoutPeriod: String { hasSuffix(".") ? String(dropLast()) : self }
}
