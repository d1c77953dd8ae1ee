/// A set of preset names: `class-*`, with `*`, `?` and `[…]`. It matches the whole name, and case matters.
public struct NamePattern: Hashable, Sendable {
  /// The pattern as it is written.
  public let text: String
  private let glob: Glob

  /// Takes a pattern as it is written.
  public init(_ text: String) {
    self.text = text
    glob = Glob(text, .names)
  }

  /// Whether the pattern matches a name.
  public func matches(_ name: ExactString) -> Bool {
    glob.matches(name.text)
  }
}

extension [NamePattern] {
  /// Whether any of the patterns matches a name.
  func match(_ name: ExactString) -> Bool {
    contains { $0.matches(name) }
  }
}
