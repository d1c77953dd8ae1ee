/// Lays blocks of operations and paragraphs out for the width of a terminal.
struct BlockLayout {
  let ink: Ink
  /// The columns of the terminal; nil where lines may be as long as they like.
  let width: Int?

  /// The lines of blocks, in columns that they share, or each by itself where that does not fit.
  func lines(_ blocks: [PlanBlock]) -> [String] {
    isAligned(blocks) ? aligned(blocks) : blocks.flatMap { isAligned([$0]) ? aligned([$0]) : stacked($0) }
  }

  /// A paragraph, broken between words where a line would be wider than the terminal.
  /// - Parameter paint: Colours the first word.
  func wrapped(_ text: String, indent: Int, _ paint: (String) -> String = { $0 }) -> [String] {
    var lines = text.wrapped(to: width, indent: indent)
    if let first = lines.first, let word = first.split(separator: " ").first {
      let rest = first.drop { $0 == " " }.dropFirst(word.count)
      lines[0] = first.prefix { $0 == " " } + paint(String(word)) + rest
    }
    return lines
  }

  /// The columns that rows share, so that they stand below each other in the whole plan.
  private struct Columns {
    var field = 0
    var values = 0
    var labels = 0
    var place = 0

    init(_ blocks: [PlanBlock]) {
      let rows = blocks.flatMap(\.rows)
      field = rows.map(\.field.columns).max() ?? 0
      values = rows.map(\.values.columns).max() ?? 0
      labels = rows.map(\.labelWords.columns).max() ?? 0
      let rowEnd = rows.isEmpty ? 0 : 4 + field + 2 + values + (labels > 0 ? 2 + labels : 0)
      place = max(rowEnd, blocks.map(\.title.columns).max() ?? 0) + 2
    }
  }

  private func isAligned(_ blocks: [PlanBlock]) -> Bool {
    guard let width else { return true }
    let places = blocks.flatMap { [$0.place] + $0.rows.map(\.place) }
    return Columns(blocks).place + (places.map(\.columns).max() ?? 0) <= width
  }

  private func aligned(_ blocks: [PlanBlock]) -> [String] {
    let columns = Columns(blocks)
    return blocks.flatMap { block in
      [line(title(block), block.title, block.place, at: columns.place)]
        + block.rows.map { row in
          let field = "    \(row.field.padded(to: columns.field))  "
          if row.labelWords.isEmpty, row.place.isEmpty { return field + row.paintedValues }
          let plain = field + row.values.padded(to: columns.values)
          let start = field + row.paintedValues + plain.dropFirst(field.count + row.values.count)
          guard columns.labels > 0 else { return line(start, plain, row.place, at: columns.place) }
          return line(
            "\(start)  \(labels(row))", "\(plain)  \(row.labelWords)", row.place, at: columns.place)
        } + rest(block)
    }
  }

  private func stacked(_ block: PlanBlock) -> [String] {
    let field = block.rows.map(\.field.columns).max() ?? 0
    return lines(title(block), block.title, block.place, indent: 2)
      + block.rows.flatMap { stacked($0, field: field) } + rest(block)
  }

  private func rest(_ block: PlanBlock) -> [String] {
    block.rest.map { ["    " + ink($0, .faint)] } ?? []
  }

  /// A change in one line where that fits, its values below those of the others where they have room for that; else its place,
  /// or whatever is too much, stands below it.
  private func stacked(_ row: PlanBlock.Row, field: Int) -> [String] {
    let labels = row.labelWords.isEmpty ? "" : "  "
    let plain = "\(row.values)\(labels)\(row.labelWords)"
    let painted = "\(row.paintedValues)\(labels)\(self.labels(row))"
    let starts = [row.field.padded(to: field), row.field].map { "    \($0)  " }
    if let start = starts.first(where: { fits($0 + plain) }) {
      return lines(start + painted, start + plain, row.place, indent: 8)
    }
    let indent = String(repeating: " ", count: 8)
    guard !fits(indent + plain) else {
      return ["    \(row.field)"] + lines(indent + painted, indent + plain, row.place, indent: 8)
    }
    let place = row.place.isEmpty ? "" : ink("at " + row.place, .faint)
    return ["    \(row.field)"]
      + [row.paintedValues, self.labels(row), place].filter { !$0.isEmpty }.map { "        " + $0 }
  }

  /// A line with a place behind it, or below it where it is too wide. `plain` is the text without colours, whose width counts.
  private func lines(_ text: String, _ plain: String, _ place: String, indent: Int) -> [String] {
    if place.isEmpty { return [text] }
    let (space, below) = ("  ", String(repeating: " ", count: indent))
    return fits(plain + space + place)
      ? [text + space + ink(place, .faint)] : [text, below + ink("at " + place, .faint)]
  }

  private func fits(_ line: String) -> Bool {
    width.map { line.columns <= $0 } ?? true
  }

  /// The most characters of a value that are shown, so that both fit one line of a narrow terminal.
  var valueLength: Int {
    min(48, max(12, ((width ?? .max) - 11) / 2))
  }

  /// A line with a place in a column. `plain` is the text without colours, whose width counts.
  private func line(_ text: String, _ plain: String, _ place: String, at column: Int) -> String {
    guard !place.isEmpty else { return text }
    return text + String(repeating: " ", count: max(2, column - plain.columns)) + ink(place, .faint)
  }

  private func title(_ block: PlanBlock) -> String {
    switch block.action {
    case .create: ink(block.title, .bold, .green)
    case .update, .rename: ink(block.title, .bold, .yellow)
    case .delete: ink(block.title, .bold, .red)
    }
  }

  private func labels(_ row: PlanBlock.Row) -> String {
    let effects = row.effects.map { effect in
      switch effect {
      case .widens: ink(effect.rawValue, .bold, .red)
      case .narrows: ink(effect.rawValue, .green)
      case .bills: ink(effect.rawValue, .magenta)
      }
    }
    let origin = row.origin.map { $0 == .drift ? ink($0.rawValue, .bold, .cyan) : $0.rawValue }
    return (effects + [origin].compactMap(\.self)).joined(separator: ", ")
  }
}
