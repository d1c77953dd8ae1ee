/// A permission matrix as text: a table as wide as the terminal, and further ones for presets that it has no room for.
package struct MatrixText {
  private static let indent = 2
  /// Longer names of permissions stand on a line of their own.
  private static let longestLabel = 38
  /// Of longer values a terminal shows no more than this, so that there is room for other presets.
  private static let longestValue = 24

  private let ink: Ink
  private let width: Int?

  /// Creates a renderer.
  /// - Parameter width: The columns of the terminal; nil where lines may be as long as they like.
  package init(ink: Ink, width: Int?) {
    self.ink = ink
    self.width = width
  }

  /// The tables, ended by a line that sums them up.
  package func text(_ matrix: PermissionMatrix) -> String {
    guard !matrix.groups.isEmpty else { return "\(ink(matrix.words, .bold))\n" }
    let labels = matrix.groups.flatMap(\.rows).map { $0.label.columns }.filter { $0 <= Self.longestLabel }
    let start = Self.indent + (labels.max() ?? 0) + 2
    let tables = parts(matrix, from: start).map { table(matrix, $0, from: start) }
    return (tables + [ink(matrix.words, .bold)]).joined(separator: "\n\n") + "\n"
  }

  /// A preset's column: where it stands among all, its name, and how wide it is.
  private struct Column {
    let index: Int
    let name: String
    let width: Int
  }

  /// The columns in groups that fit the width, at least one in each.
  private func parts(_ matrix: PermissionMatrix, from start: Int) -> [[Column]] {
    var parts: [[Column]] = []
    var room = 0
    for (index, column) in matrix.columns.enumerated() {
      let name = column.name.text.visible.shortened(to: longest(from: start))
      let cells = matrix.groups.flatMap(\.rows).map { words($0, index, from: start).columns }
      let column = Column(index: index, name: name, width: max(name.columns, cells.max() ?? 0))
      if parts.isEmpty || room < column.width {
        parts.append([])
        room = width.map { $0 - start } ?? .max
      }
      parts[parts.count - 1].append(column)
      room -= column.width + 2
    }
    return parts
  }

  private func table(_ matrix: PermissionMatrix, _ columns: [Column], from start: Int) -> String {
    let names = columns.map { $0.name.padded(to: $0.width) }.joined(separator: "  ")
    var lines = [String(repeating: " ", count: start) + ink(names.withoutSpacesAtEnd, .bold)]
    for group in matrix.groups {
      lines.append(ink(group.title, .bold))
      lines += group.rows.flatMap { row($0, columns, from: start) }
    }
    return lines.joined(separator: "\n")
  }

  private func row(_ row: PermissionMatrix.Row, _ columns: [Column], from start: Int) -> [String] {
    let label = (String(repeating: " ", count: Self.indent) + row.label).shortened(to: max(12, width ?? .max))
    let cells = columns.enumerated().map { place, column in
      let words = words(row, column.index, from: start)
      let padded = place == columns.count - 1 ? words : words.padded(to: column.width)
      return paint(padded, PermissionExtent(row.cells[column.index].value, of: row.field))
    }.joined(separator: "  ")
    return label.columns + 2 <= start
      ? [label.padded(to: start) + cells] : [label, String(repeating: " ", count: start) + cells]
  }

  /// The room for a column that stands alone.
  private func longest(from start: Int) -> Int { max(12, (width ?? .max) - start) }

  private func words(_ row: PermissionMatrix.Row, _ index: Int, from start: Int) -> String {
    row.cells[index].words(of: row.field)
      .shortened(to: width == nil ? .max : min(Self.longestValue, longest(from: start)))
  }

  private func paint(_ text: String, _ extent: PermissionExtent) -> String {
    switch extent {
    case .all: ink(text, .green)
    case .some: ink(text, .yellow)
    case .nothing, .unknown: ink(text, .faint)
    }
  }
}

extension PermissionMatrix {
  /// What the table amounts to, in one line.
  package var words: String {
    guard !columns.isEmpty else { return "No presets." }
    let presets = counted(columns.count, "preset")
    let differing = counted(differingCount, "permission")
    return columns.count == 1
      ? "\(presets)." : "\(presets), \(differing) \(differingCount == 1 ? "differs" : "differ") among them."
  }

  /// The number of permissions in which the presets differ.
  var differingCount: Int { groups.flatMap(\.rows).count(where: \.differs) }
}

extension PermissionMatrix.Row {
  /// The field's path, as short as its group allows.
  var label: String { field.components.dropFirst().map(\.text).joined(separator: ".").visible }
}

extension PermissionMatrix.Cell {
  /// The value with its sign.
  func words(of field: FieldPath) -> String {
    "\(PermissionExtent(value, of: field).sign) \(JSON.permissionWords(value).visible)"
  }
}

extension String {
  fileprivate var withoutSpacesAtEnd: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
