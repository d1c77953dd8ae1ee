/// A Cloudflare API token. No output contains it, not even in part.
package struct APIToken: Sendable {
  /// The number of consecutive characters that count as a part of the token.
  private static let partLength = 8

  /// The value of the `Authorization` header.
  let authorization: String
  /// Every part of the token, with its bytes packed into an integer.
  private let parts: Set<UInt64>
  /// Whether two bytes, packed into an index, follow each other in the token. This rules out most of a text without a set lookup.
  private let isPair: [Bool]
  private let length: Int

  /// Trims whitespace around a token; nil if it is empty or is not valid in a header.
  package init?(_ text: String) {
    let token = text.split(whereSeparator: \.isWhitespace)
    guard token.count == 1, let token = token.first, token.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
    else { return nil }
    authorization = "Bearer \(token)"
    let bytes = Array(token.utf8)
    let length = min(Self.partLength, bytes.count)
    self.length = length
    parts = Set((length...bytes.count).map { end in Self.packed(bytes[(end - length)..<end]) })
    var isPair = [Bool](repeating: false, count: 1 << 16)
    for part in parts {
      for offset in 0..<max(1, length - 1) { isPair[Int(truncatingIfNeeded: part >> (8 * offset) & 0xFFFF)] = true }
    }
    self.isPair = isPair
  }

  /// Whether a text contains the whole token. False for tokens that are too short to be real.
  package func isContained(in text: String) -> Bool {
    length == Self.partLength && text.contains(authorization.dropFirst("Bearer ".count))
  }

  /// Returns a text from the server with every part of the token masked.
  func masked(_ text: String) -> String {
    masked(Array(text.utf8), as: .text).map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// Returns the JSON of a response with every part of the token masked; nil if it contains none. Tokens that are too short to be
  /// real are not masked, since they would match in any response.
  func masked(json: [UInt8]) -> [UInt8]? {
    length < Self.partLength ? nil : masked(json, as: .json)
  }

  /// A mask for the bits of a window that one part takes.
  private var filter: UInt64 { length < Self.partLength ? 1 << (8 * UInt64(length)) - 1 : .max }

  /// The encoding of characters: plain bytes, or bytes with JSON escapes.
  private enum Spelling { case text, json }

  private func masked(_ bytes: [UInt8], as spelling: Spelling) -> [UInt8]? {
    guard needsSearch(bytes, as: spelling) else { return nil }
    var result: [UInt8]?
    var window: UInt64 = 0
    // The indices at which the characters of the window start.
    var starts = [Int](repeating: 0, count: Self.partLength)
    var (index, count) = (0, 0)
    while index < bytes.count {
      let (character, width) = spelling == .json ? Self.unescaped(bytes, at: index) : (bytes[index], 1)
      starts[count % Self.partLength] = index
      count += 1
      index += width
      window = (window << 8 | UInt64(character)) & filter
      guard isPair[Int(truncatingIfNeeded: window & 0xFFFF)], count >= length, parts.contains(window) else { continue }
      let range = starts[(count - length) % Self.partLength]..<index
      result = result ?? bytes
      result?.replaceSubrange(range, with: repeatElement(UInt8(ascii: "*"), count: range.count))
    }
    return result
  }

  /// Whether bytes contain a part of the token, or escapes, which need the slower search.
  private func needsSearch(_ bytes: [UInt8], as spelling: Spelling) -> Bool {
    // No early exit, so that the compiler can vectorize the loop.
    var escapes: UInt8 = 0
    for byte in bytes { escapes |= byte == UInt8(ascii: "\\") ? 1 : 0 }
    if length < 2 || spelling == .json && escapes != 0 { return true }
    // Every part covers two adjacent characters at one of these indices.
    for index in stride(from: length - 2, to: bytes.count - 1, by: length - 1)
    where isPair[Int(bytes[index]) << 8 | Int(bytes[index + 1])] {
      let starts = max(0, index + 2 - length)...index
      if starts.contains(where: { parts.contains(Self.packed(bytes[$0...].prefix(length))) }) { return true }
    }
    return false
  }

  private static func packed(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

  /// Returns the character that JSON encodes at an index, or 0 if no token can contain it, and its length in bytes.
  private static func unescaped(_ bytes: [UInt8], at index: Int) -> (UInt8, Int) {
    guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else { return (bytes[index], 1) }
    let next = bytes[index + 1]
    guard next == UInt8(ascii: "u") else { return (#"/"\"#.utf8.contains(next) ? next : 0, 2) }
    let digits = bytes[min(index + 2, bytes.count)..<min(index + 6, bytes.count)]
    let code = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    return (code.flatMap { UInt8(exactly: $0) } ?? 0, 2 + digits.count)
  }
}

extension APIToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "APIToken" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
