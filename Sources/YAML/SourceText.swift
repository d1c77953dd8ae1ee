/// A text whose bytes are known to be UTF-8 of allowed size, and its lines.
///
/// Lines break where libyaml breaks them, so that a mark always finds its line: at LF, CR, CR LF, NEL, LS and PS.
public struct SourceText: Sendable {
  /// The bytes, without a byte order mark.
  public let bytes: [UInt8]
  /// Whether all characters are known to be ASCII.
  let isASCII: Bool

  /// Takes bytes of at most `limit` bytes that are valid UTF-8.
  public init(_ bytes: [UInt8], limit: Int) throws(Problem) {
    guard bytes.count <= limit else { throw Problem(.tooLarge(limit: limit), at: .start) }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let bytes = hasMark ? Array(bytes.dropFirst(3)) : bytes
    do {
      isASCII = try UTF8Span(validating: bytes.span).isKnownASCII
    } catch {
      throw Problem(.notUTF8, at: MarkIndex(bytes).mark(at: error.byteOffsets.lowerBound))
    }
    self.bytes = bytes
  }

  /// The text of the given lines, counted from 1, without their breaks.
  public func lines(_ numbers: Set<Int>) -> [Int: String] {
    var found: [Int: String] = [:]
    var number = 1
    var lineStart = 0
    var index = 0
    while index < bytes.count {
      let length = Self.breakLength(at: index, in: bytes)
      if length == 0 {
        index += 1
        continue
      }
      if numbers.contains(number) { found[number] = text(lineStart..<index) }
      index += length
      lineStart = index
      number += 1
    }
    if numbers.contains(number) { found[number] = text(lineStart..<bytes.count) }
    return found
  }

  /// The first character that must not stand in a YAML text, with its place: one that libyaml's reader refuses, or a byte order
  /// mark, which it lets pass anywhere.
  func firstForbiddenCharacter() -> Problem? {
    // Most texts have nothing but ASCII.
    guard var offset = bytes.firstIndex(where: { !Self.isPlain($0) }) else { return nil }
    for scalar in String(decoding: bytes[offset...], as: UTF8.self).unicodeScalars {
      guard Self.isAllowed(scalar) else {
        return Problem(.forbiddenCharacter(scalar), at: MarkIndex(bytes).mark(at: offset))
      }
      offset += UTF8.width(scalar)
    }
    return nil
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// Whether a byte is an ASCII character that is allowed.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
      0x10000...0x10FFFF:
      true
    default: false
    }
  }

  /// The length in bytes of the line break at `index`; 0 where there is none.
  static func breakLength(at index: Int, in bytes: [UInt8]) -> Int {
    func byte(_ distance: Int) -> UInt8? {
      index + distance < bytes.count ? bytes[index + distance] : nil
    }
    switch bytes[index] {
    case 0x0A: return 1
    case 0x0D: return byte(1) == 0x0A ? 2 : 1
    case 0xC2: return byte(1) == 0x85 ? 2 : 0
    case 0xE2: return byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9) ? 3 : 0
    default: return 0
    }
  }
}
