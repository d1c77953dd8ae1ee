package import JSONValue

/// A pattern for preset names, such as `class-*`, with `*`, `?`, and `[…]`. It matches the whole name; case matters.
package struct NamePattern: Hashable, Sendable {
  /// The pattern as written.
  package let text: String
  private let glob: Glob

  package init(_ text: String) {
    self.text = text
    glob = Glob(text, .names)
  }

  package func matches(_ name: ExactString) -> Bool {
    glob.matches(name.text)
  }
}
