/// A Cloudflare API token. It is shown nowhere, not even in part.
public struct APIToken: Sendable {
  /// How many characters in a row already count as a part of the token.
  private static let partLength = 8

  /// The value of the `Authorization` header.
  let authorization: String
  private let parts: Set<String>

  /// Takes a token without the white space around it; nil where nothing remains or it cannot be sent in a header.
  public init?(_ text: String) {
    let token = text.split(whereSeparator: \.isWhitespace)
    guard token.count == 1, let token = token.first, token.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
    else { return nil }
    authorization = "Bearer \(token)"
    let length = min(Self.partLength, token.count)
    parts = Set((0...(token.count - length)).map { String(token.dropFirst($0).prefix(length)) })
  }

  /// A text from the server with every part of the token masked.
  func masked(_ text: String) -> String {
    let length = parts.first?.count ?? 0
    let characters = Array(text)
    guard length > 0, characters.count >= length else { return text }
    var masked = characters
    for start in 0...(characters.count - length)
    where parts.contains(String(characters[start..<start + length])) {
      for index in start..<start + length { masked[index] = "*" }
    }
    return String(masked)
  }
}

extension APIToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "APIToken" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
