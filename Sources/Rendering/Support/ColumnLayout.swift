import Planning
import Schema

/// Formats operations and paragraphs for the width of a terminal.
struct ColumnLayout {
  let style: TextStyler
  /// The width of the terminal; nil for lines of any length.
  let width: Int?

  /// Returns the lines of blocks, aligned in common columns, or aligned by block if the common columns do not fit.
  func lines(_ blocks: [PlanBlock]) -> [String] {
    isAligned(blocks) ? aligned(blocks) : blocks.flatMap { isAligned([$0]) ? aligned([$0]) : stacked($0) }
  }

  /// Returns a paragraph, wrapped between words.
  /// - Parameter paint: Adds a color to the first word.
  func wrapped(_ text: String, indent: Int, _ paint: (String) -> String = { $0 }) -> [String] {
    var lines = text.wrapped(to: width, indent: indent)
    if let first = lines.first, let word = first.split(separator: " ").first {
      let rest = first.drop { $0 == " " }.dropFirst(word.count)
      lines[0] = first.prefix { $0 == " " } + paint(String(word)) + rest
    }
    return lines
  }

  /// The widths of the columns of all rows.
  private struct Columns {
    var field = 0
    var values = 0
    var labels = 0
    var location = 0

    init(_ blocks: [PlanBlock]) {
      let rows = blocks.flatMap(\.rows)
      field = rows.map(\.field.columns).max() ?? 0
      values = rows.map(\.values.columns).max() ?? 0
      labels = rows.map(\.labelWords.columns).max() ?? 0
      let rowEnd = rows.isEmpty ? 0 : 4 + field + 2 + values + (labels > 0 ? 2 + labels : 0)
      location = max(rowEnd, blocks.map(\.title.columns).max() ?? 0) + 2
    }
  }

  private func isAligned(_ blocks: [PlanBlock]) -> Bool {
    guard let width else { return true }
    let locations = blocks.flatMap { [$0.location] + $0.rows.map(\.location) }
    return Columns(blocks).location + (locations.map(\.columns).max() ?? 0) <= width
  }

  private func aligned(_ blocks: [PlanBlock]) -> [String] {
    let columns = Columns(blocks)
    return blocks.flatMap { block in
      [line(painted(block.title, block.action), block.title, block.location, at: columns.location)]
        + block.rows.map { row in
          let field = "    \(row.field.padded(to: columns.field))  "
          if row.labelWords.isEmpty, row.location.isEmpty { return field + row.paintedValues }
          let plain = field + row.values.padded(to: columns.values)
          let start = field + row.paintedValues + plain.dropFirst(field.count + row.values.count)
          guard columns.labels > 0 else { return line(start, plain, row.location, at: columns.location) }
          return line(
            "\(start)  \(labels(row))", "\(plain)  \(row.labelWords)", row.location, at: columns.location)
        } + rest(block)
    }
  }

  private func stacked(_ block: PlanBlock) -> [String] {
    let field = block.rows.map(\.field.columns).max() ?? 0
    let title = block.title.wrapped(to: width, indent: 2)
    let end = title[title.count - 1]
    return title.dropLast().map { painted($0, block.action) }
      + lines(painted(end, block.action), end, block.location, indent: 2)
      + block.rows.flatMap { stacked($0, field: field) } + rest(block)
  }

  private func rest(_ block: PlanBlock) -> [String] {
    block.rest.map { ["    " + style($0, .faint)] } ?? []
  }

  /// Returns a change in one line if it fits. Otherwise its location, or each part, has its own line.
  private func stacked(_ row: PlanBlock.Row, field: Int) -> [String] {
    let labels = row.labelWords.isEmpty ? "" : "  "
    let plain = "\(row.values)\(labels)\(row.labelWords)"
    let painted = "\(row.paintedValues)\(labels)\(self.labels(row))"
    let starts = [row.field.padded(to: field), row.field].map { "    \($0)  " }
    if let start = starts.first(where: { fits($0 + plain) }) {
      return lines(start + painted, start + plain, row.location, indent: 8)
    }
    let indent = String(repeating: " ", count: 8)
    guard !fits(indent + plain) else {
      return ["    \(row.field)"] + lines(indent + painted, indent + plain, row.location, indent: 8)
    }
    let location = row.location.isEmpty ? "" : style("at " + row.location, .faint)
    return ["    \(row.field)"]
      + [row.paintedValues, self.labels(row), location].filter { !$0.isEmpty }.map { "        " + $0 }
  }

  /// Returns a line followed by its location, on the same line if it fits.
  /// - Parameter plain: The text without colors, to measure its width.
  private func lines(_ text: String, _ plain: String, _ location: String, indent: Int) -> [String] {
    if location.isEmpty { return [text] }
    let (space, below) = ("  ", String(repeating: " ", count: indent))
    return fits(plain + space + location)
      ? [text + space + style(location, .faint)] : [text, below + style("at " + location, .faint)]
  }

  private func fits(_ line: String) -> Bool {
    width.map { line.columns <= $0 } ?? true
  }

  /// The maximum number of characters of a value, so that two values fit on one line of a narrow terminal.
  var valueLength: Int {
    min(48, max(12, ((width ?? .max) - 11) / 2))
  }

  /// Returns a line with its location in a column.
  /// - Parameter plain: The text without colors, to measure its width.
  private func line(_ text: String, _ plain: String, _ location: String, at column: Int) -> String {
    guard !location.isEmpty else { return text }
    return text + String(repeating: " ", count: max(2, column - plain.columns)) + style(location, .faint)
  }

  /// Returns a title in the color of its action.
  private func painted(_ title: String, _ action: Operation.Action) -> String {
    switch action {
    case .create: style(title, .bold, .green)
    case .update, .rename: style(title, .bold, .yellow)
    case .delete: style(title, .bold, .red)
    }
  }

  private func labels(_ row: PlanBlock.Row) -> String {
    let effects = row.effects.map { effect in
      switch effect {
      case .widens: style(effect.rawValue, .bold, .red)
      case .narrows: style(effect.rawValue, .green)
      case .bills: style(effect.rawValue, .magenta)
      }
    }
    let origin = row.origin.map { $0 == .drift ? style($0.rawValue, .bold, .cyan) : $0.rawValue }
    return (effects + [origin].compactMap(\.self)).joined(separator: ", ")
  }
}
