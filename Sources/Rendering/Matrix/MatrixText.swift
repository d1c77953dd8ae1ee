import Diagnostics
import JSONValue
package import Planning
import Schema

/// A permission matrix as text, split into several tables if the presets do not fit the width of the terminal.
struct MatrixText {
  private static let indent = 2
  /// The maximum length of a permission name on the same line as its values.
  private static let longestLabel = 38
  /// The maximum length of a value on a terminal, so that several presets fit.
  private static let longestValue = 24

  let style: TextStyler
  /// The width of the terminal; nil for lines of any length.
  let width: Int?

  /// Returns the tables and the summary of a matrix.
  func text(_ matrix: PermissionMatrix) -> String {
    guard !matrix.groups.isEmpty else { return "\(style(matrix.headline, .bold))\n" }
    let labels = matrix.groups.flatMap(\.rows).map { $0.label.columns }.filter { $0 <= Self.longestLabel }
    let start = Self.indent + (labels.max() ?? 0) + 2
    let tables = parts(matrix, from: start).map { table(matrix, $0, from: start) }
    return (tables + [style(matrix.headline, .bold)]).joined(separator: "\n\n") + "\n"
  }

  /// The index, name, and width of a preset's column.
  private struct Column {
    let index: Int
    let name: String
    let width: Int
  }

  /// Returns the columns in groups that fit the width, with at least one column each.
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
    var lines = [String(repeating: " ", count: start) + style(names.withoutSpacesAtEnd, .bold)]
    for group in matrix.groups {
      lines.append(style(group.title, .bold))
      lines += group.rows.flatMap { row($0, columns, from: start) }
    }
    return lines.joined(separator: "\n")
  }

  private func row(_ row: PermissionMatrix.Row, _ columns: [Column], from start: Int) -> [String] {
    let label = (String(repeating: " ", count: Self.indent) + row.label).shortened(to: max(12, width ?? .max))
    let cells = columns.enumerated().map { position, column in
      let words = words(row, column.index, from: start)
      let padded = position == columns.count - 1 ? words : words.padded(to: column.width)
      return paint(padded, PermissionLevel(row.cells[column.index].value, of: row.field))
    }.joined(separator: "  ")
    return label.columns + 2 <= start
      ? [label.padded(to: start) + cells] : [label, String(repeating: " ", count: start) + cells]
  }

  /// Returns the maximum width of a column in a table of its own.
  private func longest(from start: Int) -> Int { max(12, (width ?? .max) - start) }

  private func words(_ row: PermissionMatrix.Row, _ index: Int, from start: Int) -> String {
    row.cells[index].words(of: row.field)
      .shortened(to: width == nil ? .max : min(Self.longestValue, longest(from: start)))
  }

  private func paint(_ text: String, _ level: PermissionLevel) -> String {
    switch level {
    case .all: style(text, .green)
    case .some: style(text, .yellow)
    case .nothing, .unknown: style(text, .faint)
    }
  }
}

extension PermissionMatrix {
  /// A one-line summary.
  package var headline: String {
    guard !columns.isEmpty else { return "No presets." }
    let presets = counted(columns.count, "preset")
    let differing = counted(differingCount, "permission")
    return columns.count == 1
      ? "\(presets)." : "\(presets), \(differing) \(differingCount == 1 ? "differs" : "differ")."
  }
}

extension PermissionMatrix.Row {
  /// The field's path without its section.
  var label: String { field.components.dropFirst().map(\.text).joined(separator: ".").visible }
}

extension PermissionMatrix.Cell {
  /// Returns the symbol and the text of the value.
  func words(of field: FieldPath) -> String {
    "\(PermissionLevel(value, of: field).symbol) \(JSON.permissionText(value).visible)"
  }
}

extension String {
  fileprivate var withoutSpacesAtEnd: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
