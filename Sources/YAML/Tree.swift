/// A value to be written as YAML.
public enum Tree: Hashable, Sendable {
  /// A word that stands as it is: `true`, `null`, or a number in JSON's grammar.
  case plain(String)
  /// Any text, which is read back as text.
  case text(String)
  /// A list.
  case sequence([Tree])
  /// Keys and their values, in the order in which they are written; no key stands twice.
  case mapping([Member])

  /// A key and its value.
  public struct Member: Hashable, Sendable {
    /// The key, which may be any text.
    public let key: String
    /// The value.
    public let value: Tree

    /// Creates a member.
    public init(_ key: String, _ value: Tree) {
      self.key = key
      self.value = value
    }
  }
}
