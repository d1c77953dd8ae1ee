/// A Cloudflare API token. It is shown nowhere, not even in part.
public struct APIToken: Sendable {
  /// How many characters in a row already count as a part of the token.
  private static let partLength = 8

  /// The value of the `Authorization` header.
  let authorization: String
  /// Every part of the token, its bytes packed into a number.
  private let parts: Set<UInt64>
  /// Whether two characters follow each other in the token, by their number. Most do not, and so nothing is looked up for most of
  /// a text.
  private let isPair: [Bool]
  private let length: Int

  /// Takes a token without the white space around it; nil where nothing remains or it cannot be sent in a header.
  public init?(_ text: String) {
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
      for place in 0..<max(1, length - 1) { isPair[Int(truncatingIfNeeded: part >> (8 * place) & 0xFFFF)] = true }
    }
    self.isPair = isPair
  }

  /// Whether a text holds the whole token, which is to be long enough to be one.
  public func isHeld(by text: String) -> Bool {
    length == Self.partLength && text.contains(authorization.dropFirst("Bearer ".count))
  }

  /// A text from the server with every part of the token masked.
  func masked(_ text: String) -> String {
    masked(Array(text.utf8), as: .text).map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// The JSON of an answer with every part of the token masked; nil where there is none. What is shorter than a part of a
  /// real token would be found in any answer, and is let be.
  func masked(json: [UInt8]) -> [UInt8]? {
    length < Self.partLength ? nil : masked(json, as: .json)
  }

  /// The bits of a window that a part takes.
  private var filter: UInt64 { length < Self.partLength ? 1 << (8 * UInt64(length)) - 1 : .max }

  /// How bytes spell characters.
  private enum Spelling { case text, json }

  private func masked(_ bytes: [UInt8], as spelling: Spelling) -> [UInt8]? {
    guard needsLook(bytes, as: spelling) else { return nil }
    var result: [UInt8]?
    var window: UInt64 = 0
    // Where the characters in the window begin.
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

  /// Whether bytes hold a part of the token, or spell characters by more than one byte, so that it is not seen at once.
  private func needsLook(_ bytes: [UInt8], as spelling: Spelling) -> Bool {
    // To the end without a way out: many bytes are then looked at at once.
    var escapes: UInt8 = 0
    for byte in bytes { escapes |= byte == UInt8(ascii: "\\") ? 1 : 0 }
    if length < 2 || spelling == .json && escapes != 0 { return true }
    // Every part has two of its characters at one of these places.
    for place in stride(from: length - 2, to: bytes.count - 1, by: length - 1)
    where isPair[Int(bytes[place]) << 8 | Int(bytes[place + 1])] {
      let starts = max(0, place + 2 - length)...place
      if starts.contains(where: { parts.contains(Self.packed(bytes[$0...].prefix(length))) }) { return true }
    }
    return false
  }

  private static func packed(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

  /// The character that bytes of JSON spell at an index, as far as a token can have it, else 0, and how many they are.
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
  public var description: String { "APIToken" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
