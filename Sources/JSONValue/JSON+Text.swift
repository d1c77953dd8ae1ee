extension JSON {
  /// The layout of a value as text.
  package enum Layout: Sendable {
    /// On one line, members in document order.
    case compact
    /// On one line, members sorted by key. Equal documents give equal bytes if their numbers are spelled the same.
    case canonical
    /// Indented by two spaces, members sorted by key, with a line break at the end.
    case pretty
    /// Indented by two spaces, members in document order, with a line break at the end.
    case prettyInDocumentOrder
  }

  /// Returns the value as JSON text. Characters that a terminal or a CI system could interpret are escaped.
  package func text(_ layout: Layout = .compact) -> String {
    String(decoding: bytes(layout), as: UTF8.self)
  }

  /// Returns the value as JSON text in UTF-8.
  package func bytes(_ layout: Layout = .compact) -> [UInt8] {
    var writer = JSONWriter(layout: layout)
    writer.write(self, depth: 0)
    if layout.isIndented { writer.add("\n") }
    return writer.bytes
  }
}

extension JSON.Layout {
  fileprivate var isIndented: Bool { self == .pretty || self == .prettyInDocumentOrder }
  fileprivate var isSorted: Bool { self == .canonical || self == .pretty }
}

private struct JSONWriter {
  let layout: JSON.Layout
  private(set) var bytes: [UInt8] = []

  init(layout: JSON.Layout) {
    self.layout = layout
  }

  mutating func add(_ text: String) { bytes += text.utf8 }

  mutating func write(_ value: JSON, depth: Int) {
    switch value {
    case .null: add("null")
    case .bool(let value): add(value ? "true" : "false")
    case .number(let number): add(number.text)
    case .string(let string): write(string)
    case .array(let items): write(items, depth: depth)
    case .object(let members): write(members, depth: depth)
    }
  }

  private mutating func write(_ items: [JSON], depth: Int) {
    add("[")
    for (index, item) in items.enumerated() {
      if index > 0 { add(",") }
      breakLine(depth: depth + 1)
      write(item, depth: depth + 1)
    }
    if !items.isEmpty { breakLine(depth: depth) }
    add("]")
  }

  private mutating func write(_ members: JSON.Object, depth: Int) {
    let entries = layout.isSorted ? members.sorted { $0.key < $1.key } : Array(members)
    add("{")
    for (index, entry) in entries.enumerated() {
      if index > 0 { add(",") }
      breakLine(depth: depth + 1)
      write(entry.key.text)
      add(layout.isIndented ? ": " : ":")
      write(entry.value, depth: depth + 1)
    }
    if !entries.isEmpty { breakLine(depth: depth) }
    add("}")
  }

  private mutating func breakLine(depth: Int) {
    guard layout.isIndented else { return }
    add("\n" + String(repeating: "  ", count: depth))
  }

  private mutating func write(_ string: String) {
    add("\"")
    if string.isPlainInJSON { add(string) } else { writeEscaped(string) }
    add("\"")
  }

  private mutating func writeEscaped(_ string: String) {
    var last: Unicode.Scalar?
    for scalar in string.unicodeScalars {
      defer { last = scalar }
      switch scalar {
      // CI systems read `##[` as a command anywhere in a line.
      case "#" where last == "#": add(scalar.jsonEscape)
      case "\"": add("\\\"")
      case "\\": add("\\\\")
      case "\n": add("\\n")
      case "\r": add("\\r")
      case "\t": add("\\t")
      default: add(scalar.isUnsafeToPrint ? scalar.jsonEscape : String(scalar))
      }
    }
  }
}

extension String {
  /// Whether every character is ASCII and needs no escape in a JSON string.
  fileprivate var isPlainInJSON: Bool {
    var last: UInt8 = 0
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): return false
      case UInt8(ascii: "#") where last == byte: return false
      case 0x20..<0x7F: last = byte
      default: return false
      }
    }
    return true
  }
}

extension Unicode.Scalar {
  /// Whether printing the character could move the cursor, color the text, or change its direction.
  package var isUnsafeToPrint: Bool {
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
