/// A string that is equal to another only when every Unicode scalar is.
///
/// Swift's own strings also compare equal in different Unicode forms, and so would let one of two remote presets, or of two
/// keys of a document, vanish behind the other. Names and keys are therefore compared, hashed and sorted by their bytes.
public struct ExactString: Sendable {
  /// The string itself.
  public let text: String

  /// Wraps `text`.
  public init(_ text: String) {
    self.text = text
  }
}

extension ExactString: Hashable {
  public static func == (left: ExactString, right: ExactString) -> Bool {
    left.text.isExactly(right.text)
  }

  public func hash(into hasher: inout Hasher) {
    // Equal bytes hash alike; strings that are equal in another form merely collide.
    hasher.combine(text)
  }
}

extension ExactString: Comparable {
  public static func < (left: ExactString, right: ExactString) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

extension ExactString: ExpressibleByStringLiteral, CustomStringConvertible {
  public init(stringLiteral text: String) {
    self.init(text)
  }

  public var description: String { text }
}

extension String {
  /// Whether both strings consist of the same Unicode scalars.
  package func isExactly(_ other: String) -> Bool {
    let (left, right) = (utf8.span, other.utf8.span)
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }
}
