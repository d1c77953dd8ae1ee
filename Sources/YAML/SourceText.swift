/// A text that is valid UTF-8 and within the size limit.
///
/// Lines end where libyaml ends them (LF, CR, CR LF, NEL, LS, and PS), so that every mark refers to the right line.
package struct SourceText: Sendable {
  /// The bytes, without a byte order mark.
  package let bytes: [UInt8]
  /// Whether all characters are known to be ASCII.
  let isASCII: Bool

  /// Throws if there are more than `limit` bytes, or if they are not valid UTF-8.
  package init(_ bytes: [UInt8], limit: Int) throws(YAMLError) {
    guard bytes.count <= limit else { throw YAMLError(.tooLarge(limit: limit), at: .start) }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let bytes = hasMark ? Array(bytes.dropFirst(3)) : bytes
    do {
      isASCII = try UTF8Span(validating: bytes.span).isKnownASCII
    } catch {
      throw YAMLError(.notUTF8, at: MarkIndex(bytes).mark(at: error.byteOffsets.lowerBound))
    }
    self.bytes = bytes
  }

  /// Returns the lines with the given numbers, counted from 1, without their line breaks.
  package func lines(_ numbers: Set<Int>) -> [Int: String] {
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

  /// Returns the first character that is not allowed in YAML: one that libyaml rejects, or a byte order mark, which
  /// libyaml accepts anywhere.
  func firstForbiddenCharacter() -> YAMLError? {
    // Most texts are ASCII.
    guard var offset = bytes.firstIndex(where: { !Self.isPlain($0) }) else { return nil }
    for scalar in String(decoding: bytes[offset...], as: UTF8.self).unicodeScalars {
      guard Self.isAllowed(scalar) else {
        return YAMLError(.forbiddenCharacter(scalar), at: MarkIndex(bytes).mark(at: offset))
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

  /// Returns the length in bytes of the line break at `index`; 0 if there is no line break.
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
