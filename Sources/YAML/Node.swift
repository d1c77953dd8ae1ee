/// A value of a YAML or JSON text together with the place where it stands.
///
/// Scalars stay text: nothing here decides whether `no` is a word or a Boolean.
public struct Node: Hashable, Sendable {
  /// What the node holds.
  public enum Content: Hashable, Sendable {
    case scalar(Scalar)
    case sequence([Node])
    case mapping([Entry])
  }

  /// A piece of text and how it was written.
  public struct Scalar: Hashable, Sendable {
    /// How a scalar was written.
    public enum Style: Hashable, Sendable {
      case plain, quoted, block
    }

    /// The text, with quotes and escapes resolved.
    public let text: String
    /// How it was written.
    public let style: Style

    /// Creates a scalar.
    public init(_ text: String, style: Style) {
      self.text = text
      self.style = style
    }

    /// Whether the scalar is YAML's null: plain `null`, `~`, or nothing at all.
    public var isNull: Bool {
      style == .plain && text.utf8.count <= 4 && (text.isEmpty || text == "null" || text == "~")
    }
  }

  /// The key of a mapping's entry.
  public struct Key: Hashable, Sendable {
    /// The text, with quotes and escapes resolved.
    public let text: String
    /// Where the key begins.
    public let start: Mark
    /// The place just after the key.
    public let end: Mark

    /// Creates a key that stands from `start` up to `end`.
    public init(_ text: String, start: Mark, end: Mark) {
      self.text = text
      self.start = start
      self.end = end
    }
  }

  /// One key of a mapping and its value.
  public struct Entry: Hashable, Sendable {
    /// The key; it has no tag and is no collection.
    public let key: Key
    /// The value; an empty one is an empty plain scalar.
    public let value: Node

    /// Creates an entry.
    public init(key: Key, value: Node) {
      self.key = key
      self.value = value
    }
  }

  /// What the node holds.
  public let content: Content
  /// Where the node begins; for an alias, where the alias stands.
  public let start: Mark
  /// The place just after the node.
  public let end: Mark
  // Few nodes have any of these, and all are copied.
  private let extras: Extras?

  private indirect enum Extras: Hashable {
    case extras(tag: String?, anchor: Mark?)
  }

  /// Creates a node that stands from `start` up to `end`.
  public init(_ content: Content, tag: String? = nil, start: Mark, end: Mark, anchor: Mark? = nil) {
    self.content = content
    self.start = start
    self.end = end
    extras = tag == nil && anchor == nil ? nil : .extras(tag: tag, anchor: anchor)
  }

  /// The explicit tag, such as `!unset`; standard tags are in their long form.
  public var tag: String? {
    if case .extras(let tag, _)? = extras { tag } else { nil }
  }

  /// For an alias, where the value it stands for is written.
  public var anchor: Mark? {
    if case .extras(_, let anchor)? = extras { anchor } else { nil }
  }

  /// The same value, standing where an alias to it stands.
  func aliased(start: Mark, end: Mark) -> Node {
    Node(content, tag: tag, start: start, end: end, anchor: anchor ?? self.start)
  }
}
