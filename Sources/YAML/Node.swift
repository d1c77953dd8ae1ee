/// A value in a YAML or JSON text, with its location.
///
/// Scalars remain text: a node does not decide whether `no` is a string or a Boolean.
package struct Node: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case scalar(Scalar)
    case sequence([Node])
    case mapping([Entry])
  }

  /// The text and the style of a scalar.
  package struct Scalar: Hashable, Sendable {
    package enum Style: Hashable, Sendable {
      case plain, quoted, block
    }

    /// The text, with quotes and escapes resolved.
    package let text: String
    package let style: Style

    package init(_ text: String, style: Style) {
      self.text = text
      self.style = style
    }

    /// Whether the scalar is YAML's null: plain `null`, `~`, or empty text.
    package var isNull: Bool {
      style == .plain && text.utf8.count <= 4 && (text.isEmpty || text == "null" || text == "~")
    }
  }

  /// The key of an entry in a mapping.
  package struct Key: Hashable, Sendable {
    /// The text, with quotes and escapes resolved.
    package let text: String
    package let start: Mark
    /// The location just after the key.
    package let end: Mark

    package init(_ text: String, start: Mark, end: Mark) {
      self.text = text
      self.start = start
      self.end = end
    }
  }

  /// One key of a mapping and its value.
  package struct Entry: Hashable, Sendable {
    /// The key, which is a scalar without a tag.
    package let key: Key
    /// The value; an empty plain scalar if the entry has none.
    package let value: Node

    package init(key: Key, value: Node) {
      self.key = key
      self.value = value
    }
  }

  package let content: Content
  /// The start of the node; for an alias, the start of the alias itself.
  package let start: Mark
  /// The location just after the node.
  package let end: Mark
  // Stored indirectly: few nodes have any, and nodes are copied often.
  private let extras: Extras?

  private indirect enum Extras: Hashable {
    case extras(tag: String?, anchor: Mark?)
  }

  package init(_ content: Content, tag: String? = nil, start: Mark, end: Mark, anchor: Mark? = nil) {
    self.content = content
    self.start = start
    self.end = end
    extras = tag == nil && anchor == nil ? nil : .extras(tag: tag, anchor: anchor)
  }

  /// The explicit tag, such as `!unset`. Standard tags are in their long form.
  package var tag: String? {
    if case .extras(let tag, _)? = extras { tag } else { nil }
  }

  /// The start of the anchored value, if the node is an alias.
  package var anchor: Mark? {
    if case .extras(_, let anchor)? = extras { anchor } else { nil }
  }

  /// Returns the same value at the location of an alias to it.
  func aliased(start: Mark, end: Mark) -> Node {
    Node(content, tag: tag, start: start, end: end, anchor: anchor ?? self.start)
  }
}
