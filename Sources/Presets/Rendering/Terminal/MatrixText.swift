/// A matrix as text: as many columns beside each other as there is room for, then the next ones.
package struct MatrixText {
  private let ink: Ink
  private let width: Int?

  /// Creates a renderer.
  /// - Parameter width: The columns of the terminal; nil where lines may be as long as they like.
  package init(ink: Ink, width: Int?) {
    self.ink = ink
    self.width = width
  }

  /// A line of a table: a row, or the head of those that follow.
  private struct Line {
    let label: String
    let row: Matrix.Row?
  }

  /// The whole matrix.
  package func text(_ matrix: Matrix) -> String {
    let lines = lines(matrix)
    let labels = max(lines.map(\.label.columns).max() ?? 0, matrix.group.description.columns)
    let widths = matrix.presets.indices.map { index in
      max(
        matrix.presets[index].text.visible.columns, matrix.rows.map { Self.word($0.values[index]).columns }.max() ?? 0)
    }
    let tables = chunks(widths, beside: labels).map { columns in
      let head = columns.map { matrix.presets[$0].text.visible.padded(to: widths[$0]) }
      return [line(matrix.group.description.padded(to: labels), head, .bold)]
        + lines.map { entry in
          guard let row = entry.row else { return ink(entry.label, .bold) }
          let cells = columns.map { cell(row.values[$0], widths[$0]) }
          return line(entry.label.padded(to: labels), cells, nil)
        }
    }
    let body = tables.flatMap { $0 + [""] }
    return (body + [matrix.words]).joined(separator: "\n") + "\n"
  }

  /// The rows, with those of a group below each other under its name, unless there is but one.
  private func lines(_ matrix: Matrix) -> [Line] {
    let groups = matrix.rows.map { FieldPath(Array(matrix.label(of: $0).components.dropLast())) }
    let counts = Dictionary(groups.map { ($0, 1) }, uniquingKeysWith: +)
    var lines: [Line] = []
    var last = FieldPath.root
    for (row, group) in zip(matrix.rows, groups) {
      let label = matrix.label(of: row)
      guard group != .root, counts[group, default: 0] > 1 else {
        lines.append(Line(label: label.description, row: row))
        continue
      }
      if group != last { lines.append(Line(label: group.description, row: nil)) }
      last = group
      lines.append(Line(label: "  " + (label.components.last?.text ?? ""), row: row))
    }
    return lines
  }

  private func line(_ label: String, _ cells: [String], _ style: Ink.Style?) -> String {
    let text = ([label] + cells).joined(separator: "  ")
    let end = text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex
    return style.map { ink(String(text[..<end]), $0) } ?? String(text[..<end])
  }

  private func cell(_ value: JSON?, _ width: Int) -> String {
    let word = Self.word(value)
    let padding = String(repeating: " ", count: max(0, width - word.columns))
    return switch value {
    case false, "NOT_ALLOWED", nil: ink(word, .faint) + padding
    case true, "ALLOWED": ink(word, .green) + padding
    default: word + padding
    }
  }

  private static func word(_ value: JSON?) -> String {
    switch value {
    case nil: ""
    case true: "yes"
    case false: "-"
    case .string(let text): text.visible
    case let value?: value.text().visible.shortened(to: 24)
    }
  }

  /// The columns that fit beside each other; at least one, however wide.
  private func chunks(_ widths: [Int], beside labels: Int) -> [[Int]] {
    var chunks: [[Int]] = []
    var used = 0
    for (index, column) in widths.enumerated() {
      used += 2 + column
      if chunks.isEmpty || width.map({ labels + used > $0 }) == true {
        chunks.append([])
        used = 2 + column
      }
      chunks[chunks.count - 1].append(index)
    }
    return chunks
  }
}
