/// Builds the result of parsing JSON: plain values for API responses, nodes with locations for manifests.
package protocol JSONBuilder {
  associatedtype Value
  associatedtype Members

  /// Returns a null, Boolean, number, or string at a range of bytes.
  mutating func scalar(_ value: JSON, at range: Range<Int>) -> Value
  /// Returns the empty members of a new object.
  mutating func members() -> Members
  /// Adds a member. `range` is the range of its key.
  mutating func insert(_ value: Value, _ key: String, at range: Range<Int>, into members: inout Members)
  mutating func object(_ members: Members, at range: Range<Int>) -> Value
  mutating func array(_ items: [Value], at range: Range<Int>) -> Value
}

/// The reason why a text is not JSON.
package struct JSONError: Error, Hashable, Sendable {
  package let message: String
  /// The location, in bytes from the start.
  package let offset: Int
  /// Whether the nesting depth exceeds the limit.
  package var isTooDeep = false
}

/// A strict parser for JSON (RFC 8259) in bytes that are known to be valid UTF-8.
///
/// The project has its own parser because no available library keeps both the spelling of numbers and the location of
/// every value.
package struct JSONParser<Builder: JSONBuilder> {
  private let bytes: [UInt8]
  private let maximumDepth: Int
  private var index = 0
  private var depth = 0
  package private(set) var builder: Builder

  package init(_ bytes: [UInt8], maximumDepth: Int, builder: Builder) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    self.builder = builder
  }

  /// Parses the text, which must be a single value.
  package mutating func parse() throws(JSONError) -> Builder.Value {
    skipSpace()
    let value = try value()
    skipSpace()
    guard index == bytes.count else { throw error("unexpected text after the value") }
    return value
  }

  private mutating func value() throws(JSONError) -> Builder.Value {
    guard index < bytes.count else { throw error("unexpected end of the text: expected a value") }
    let start = index
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return builder.scalar(.string(try string()), at: start..<index)
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return try number()
    }
  }

  private mutating func object() throws(JSONError) -> Builder.Value {
    let start = index
    try enter()
    var members = builder.members()
    var isFirst = true
    while try !close(UInt8(ascii: "}"), isFirst: isFirst) {
      isFirst = false
      let keyStart = index
      let key = try key()
      let keyRange = keyStart..<index
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else {
        throw error("expected ':' after the key")
      }
      index += 1
      skipSpace()
      builder.insert(try value(), key, at: keyRange, into: &members)
    }
    depth -= 1
    return builder.object(members, at: start..<index)
  }

  private mutating func key() throws(JSONError) -> String {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
      throw error("expected a key in double quotes")
    }
    return try string()
  }

  private mutating func array() throws(JSONError) -> Builder.Value {
    let start = index
    try enter()
    var items: [Builder.Value] = []
    while try !close(UInt8(ascii: "]"), isFirst: items.isEmpty) { items.append(try value()) }
    depth -= 1
    return builder.array(items, at: start..<index)
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= maximumDepth else {
      throw JSONError(
        message: "values are nested more than \(maximumDepth) levels deep", offset: index, isTooDeep: true)
    }
    index += 1
  }

  /// Skips the closing bracket and returns true, or skips the comma before the next item and returns false.
  private mutating func close(_ bracket: UInt8, isFirst: Bool) throws(JSONError) -> Bool {
    skipSpace()
    guard index < bytes.count else { throw error("unexpected end of the text: a bracket is not closed") }
    if bytes[index] == bracket {
      index += 1
      return true
    }
    guard !isFirst else { return false }
    guard bytes[index] == UInt8(ascii: ",") else {
      throw error("expected ',' or '\(Character(Unicode.Scalar(bracket)))'")
    }
    index += 1
    skipSpace()
    if index < bytes.count, bytes[index] == bracket { throw error("trailing commas are not allowed") }
    return false
  }

  private mutating func literal(_ word: String, _ value: JSON) throws(JSONError) -> Builder.Value {
    var end = index
    for byte in word.utf8 {
      guard end < bytes.count, bytes[end] == byte else { throw error("expected a value") }
      end += 1
    }
    defer { index = end }
    return builder.scalar(value, at: index..<end)
  }

  private mutating func number() throws(JSONError) -> Builder.Value {
    var scanner = NumberScanner(bytes[index...])
    guard scanner.skipNumber(),
      let number = JSON.Number(String(decoding: bytes[index..<scanner.index], as: UTF8.self))
    else { throw error("expected a value") }
    defer { index = scanner.index }
    return builder.scalar(.number(number), at: index..<scanner.index)
  }

  private mutating func string() throws(JSONError) -> String {
    index += 1
    let start = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        defer { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw error("control characters in a string must be escaped")
      default: index += 1
      }
    }
    throw error("unexpected end of the text: a string is not closed")
  }

  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var text = Array(bytes[start..<index])
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += String(try escape()).utf8
      case 0..<0x20: throw error("control characters in a string must be escaped")
      default:
        text.append(byte)
        index += 1
      }
    }
    throw error("unexpected end of the text: a string is not closed")
  }

  private mutating func escape() throws(JSONError) -> Character {
    guard index + 1 < bytes.count else { throw error("unexpected end of the text: a string is not closed") }
    let letter = bytes[index + 1]
    index += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return Character(Unicode.Scalar(letter))
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return Character(try unicodeEscape())
    default:
      index -= 2
      throw error("unknown escape sequence")
    }
  }

  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let high = try hexadecimal()
    guard (0xD800..<0xDC00).contains(high) else {
      guard let scalar = Unicode.Scalar(high) else { throw error("unpaired surrogate") }
      return scalar
    }
    guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
    else { throw error("unpaired surrogate") }
    index += 2
    let low = try hexadecimal()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw error("unpaired surrogate") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    let end = min(index + 4, bytes.count)
    let digits = bytes[index..<end]
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("expected four hexadecimal digits after '\\u'") }
    index = end
    return value
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default: return
      }
    }
  }

  private func error(_ message: String) -> JSONError {
    JSONError(message: message, offset: index)
  }
}
