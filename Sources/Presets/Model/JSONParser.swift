/// What a JSON text is built into: plain values for what the API says, nodes with places for what a person wrote.
protocol JSONBuilder {
  associatedtype Value
  associatedtype Members

  /// A null, Boolean, number or string at a range of bytes.
  mutating func scalar(_ value: JSON, at range: Range<Int>) -> Value
  /// An object's members before the first is read.
  mutating func members() -> Members
  /// The key of the next member, and where it ends, if it is known without being read letter by letter.
  mutating func knownKey(in bytes: [UInt8], at index: Int, after members: inout Members) -> (key: String, end: Int)?
  /// Hears the key of the next member that was not known, before its value is read.
  mutating func meet(_ key: String, after members: inout Members)
  /// Adds a member whose key stands at a range of bytes.
  mutating func insert(_ value: Value, _ key: String, at range: Range<Int>, into members: inout Members)
  mutating func object(_ members: Members, at range: Range<Int>) -> Value
  mutating func array(_ items: [Value], at range: Range<Int>) -> Value
}

extension JSONBuilder {
  func knownKey(in bytes: [UInt8], at index: Int, after members: inout Members) -> (key: String, end: Int)? { nil }
  func meet(_ key: String, after members: inout Members) {}
}

/// Why a text is not JSON.
public struct JSONProblem: Error, Hashable, Sendable {
  /// What was expected or found, in words.
  public let message: String
  /// Where, in bytes from the start.
  public let offset: Int
  /// Whether values are nested more deeply than allowed.
  public var isTooDeep = false
}

/// Reads JSON (RFC 8259) strictly, over bytes already known to be UTF-8.
///
/// The project reads JSON itself because it promises two things that no library at hand keeps: numbers survive as they
/// were written, and every value of a manifest knows its place.
struct JSONParser<Builder: JSONBuilder> {
  private let bytes: [UInt8]
  private let maximumDepth: Int
  private var index = 0
  private var depth = 0
  private(set) var builder: Builder

  init(_ bytes: [UInt8], maximumDepth: Int, builder: Builder) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    self.builder = builder
  }

  /// Reads the one value that the text consists of.
  mutating func parse() throws(JSONProblem) -> Builder.Value {
    skipSpace()
    let value = try value()
    skipSpace()
    guard index == bytes.count else { throw problem("found more text after the value") }
    return value
  }

  private mutating func value() throws(JSONProblem) -> Builder.Value {
    guard index < bytes.count else { throw problem("the text ends where a value is expected") }
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

  private mutating func object() throws(JSONProblem) -> Builder.Value {
    let start = index
    try enter()
    var members = builder.members()
    var isFirst = true
    while try !close(UInt8(ascii: "}"), isFirst: isFirst) {
      isFirst = false
      let keyStart = index
      let key = try key(after: &members)
      let keyRange = keyStart..<index
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else {
        throw problem("expected ':' after the key")
      }
      index += 1
      skipSpace()
      builder.insert(try value(), key, at: keyRange, into: &members)
    }
    depth -= 1
    return builder.object(members, at: start..<index)
  }

  private mutating func key(after members: inout Builder.Members) throws(JSONProblem) -> String {
    if let known = builder.knownKey(in: bytes, at: index, after: &members) {
      index = known.end
      return known.key
    }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
      throw problem("expected a key in double quotes")
    }
    let key = try string()
    builder.meet(key, after: &members)
    return key
  }

  private mutating func array() throws(JSONProblem) -> Builder.Value {
    let start = index
    try enter()
    var items: [Builder.Value] = []
    while try !close(UInt8(ascii: "]"), isFirst: items.isEmpty) { items.append(try value()) }
    depth -= 1
    return builder.array(items, at: start..<index)
  }

  private mutating func enter() throws(JSONProblem) {
    depth += 1
    guard depth <= maximumDepth else {
      throw JSONProblem(
        message: "values are nested more than \(maximumDepth) deep", offset: index, isTooDeep: true)
    }
    index += 1
  }

  /// Passes the closing bracket, or else the comma before the next item.
  private mutating func close(_ bracket: UInt8, isFirst: Bool) throws(JSONProblem) -> Bool {
    skipSpace()
    guard index < bytes.count else { throw problem("the text ends within a collection") }
    if bytes[index] == bracket {
      index += 1
      return true
    }
    guard !isFirst else { return false }
    guard bytes[index] == UInt8(ascii: ",") else {
      throw problem("expected ',' or '\(Character(Unicode.Scalar(bracket)))'")
    }
    index += 1
    skipSpace()
    if index < bytes.count, bytes[index] == bracket { throw problem("found a comma before the end") }
    return false
  }

  private mutating func literal(_ word: String, _ value: JSON) throws(JSONProblem) -> Builder.Value {
    var end = index
    for byte in word.utf8 {
      guard end < bytes.count, bytes[end] == byte else { throw problem("expected a value") }
      end += 1
    }
    defer { index = end }
    return builder.scalar(value, at: index..<end)
  }

  private mutating func number() throws(JSONProblem) -> Builder.Value {
    var scanner = NumberScanner(bytes[index...])
    guard scanner.skipNumber(),
      let number = JSON.Number(String(decoding: bytes[index..<scanner.index], as: UTF8.self))
    else { throw problem("expected a value") }
    defer { index = scanner.index }
    return builder.scalar(.number(number), at: index..<scanner.index)
  }

  private mutating func string() throws(JSONProblem) -> String {
    index += 1
    let start = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        defer { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw problem("a control character must be escaped within a string")
      default: index += 1
      }
    }
    throw problem("the text ends within a string")
  }

  private mutating func escapedString(from start: Int) throws(JSONProblem) -> String {
    var text = Array(bytes[start..<index])
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += String(try escape()).utf8
      case 0..<0x20: throw problem("a control character must be escaped within a string")
      default:
        text.append(byte)
        index += 1
      }
    }
    throw problem("the text ends within a string")
  }

  private mutating func escape() throws(JSONProblem) -> Character {
    guard index + 1 < bytes.count else { throw problem("the text ends within a string") }
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
      throw problem("unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(JSONProblem) -> Unicode.Scalar {
    let high = try hexadecimal()
    guard (0xD800..<0xDC00).contains(high) else {
      guard let scalar = Unicode.Scalar(high) else { throw problem("half of a surrogate pair") }
      return scalar
    }
    guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
    else { throw problem("half of a surrogate pair") }
    index += 2
    let low = try hexadecimal()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw problem("half of a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONProblem) -> UInt32 {
    let end = min(index + 4, bytes.count)
    let digits = bytes[index..<end]
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw problem("expected four hexadecimal digits") }
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

  private func problem(_ message: String) -> JSONProblem {
    JSONProblem(message: message, offset: index)
  }
}
