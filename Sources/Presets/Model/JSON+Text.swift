extension JSON {
  /// How a value is written as text.
  public enum Layout: Sendable {
    /// On one line, members in their own order.
    case compact
    /// On one line, members sorted by key: the same bytes for equal documents of one spelling.
    case canonical
    /// Indented by two spaces, members sorted by key, with a line break at the end.
    case pretty
    /// Indented by two spaces, members in their own order, with a line break at the end.
    case faithful
  }

  /// The value as JSON text. What a terminal or a page could take for a command is escaped.
  public func text(_ layout: Layout = .compact) -> String {
    var writer = JSONWriter(layout: layout)
    writer.write(self, depth: 0)
    return layout.isIndented ? writer.text + "\n" : writer.text
  }
}

extension JSON.Layout {
  fileprivate var isIndented: Bool { self == .pretty || self == .faithful }
  fileprivate var isSorted: Bool { self == .canonical || self == .pretty }
}

private struct JSONWriter {
  let layout: JSON.Layout
  var text = ""

  init(layout: JSON.Layout) {
    self.layout = layout
  }

  mutating func write(_ value: JSON, depth: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let number): text += number.text
    case .string(let string): write(string)
    case .array(let items): write(items, depth: depth)
    case .object(let members): write(members, depth: depth)
    }
  }

  private mutating func write(_ items: [JSON], depth: Int) {
    text += "["
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      breakLine(depth: depth + 1)
      write(item, depth: depth + 1)
    }
    if !items.isEmpty { breakLine(depth: depth) }
    text += "]"
  }

  private mutating func write(_ members: JSON.Object, depth: Int) {
    let entries = layout.isSorted ? members.sorted { $0.key < $1.key } : Array(members)
    text += "{"
    for (index, entry) in entries.enumerated() {
      if index > 0 { text += "," }
      breakLine(depth: depth + 1)
      write(entry.key.text)
      text += layout.isIndented ? ": " : ":"
      write(entry.value, depth: depth + 1)
    }
    if !entries.isEmpty { breakLine(depth: depth) }
    text += "}"
  }

  private mutating func breakLine(depth: Int) {
    guard layout.isIndented else { return }
    text += "\n" + String(repeating: "  ", count: depth)
  }

  private mutating func write(_ string: String) {
    text += "\""
    defer { text += "\"" }
    if string.utf8.allSatisfy(\.isPlainInJSON) { return text += string }
    var last: Unicode.Scalar?
    for scalar in string.unicodeScalars {
      defer { last = scalar }
      switch scalar {
      // Pipelines take `##[` for a command, wherever it stands.
      case "#" where last == "#": text += scalar.jsonEscape
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default:
        if scalar.isUnsafeToShow { text += scalar.jsonEscape } else { text.unicodeScalars.append(scalar) }
      }
    }
  }
}

extension UInt8 {
  /// Whether the byte is an ASCII character that always stands for itself in a JSON string.
  fileprivate var isPlainInJSON: Bool {
    switch self {
    // The quotation mark, `#` and the backslash.
    case 0x22, 0x23, 0x5C: false
    default: self >= 0x20 && self < 0x7F
    }
  }
}

extension Unicode.Scalar {
  /// Whether showing the character as it is could move the cursor, colour the text or turn its direction.
  package var isUnsafeToShow: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }

  fileprivate var jsonEscape: String {
    String(self).utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }
}
