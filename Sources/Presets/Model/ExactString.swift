import OrderedCollections

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

extension OrderedDictionary where Key == ExactString {
  /// The value of a key; nil where there is none.
  /// - Parameter next: Where the key may well stand, which is then seen without a search: behind the one before.
  func value(of key: ExactString, from next: inout Int) -> Value? {
    guard let index = next < count && keys[next] == key ? next : index(forKey: key) else { return nil }
    next = index + 1
    return values[index]
  }
}

extension String {
  /// Whether both strings consist of the same Unicode scalars.
  package func isExactly(_ other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.span.holdsSameBytes(as: other.utf8.span)
  }
}

extension Span<UInt8> {
  /// Whether another span, of as many bytes, holds the same.
  // Asked in hundreds of places, which copies of this would make larger and no faster.
  @inline(never)
  func holdsSameBytes(as other: Span<UInt8>) -> Bool {
    // Most are short, and the same: looking at all is faster than asking after each.
    var difference: UInt8 = 0
    for index in indices { difference |= self[index] ^ other[index] }
    return difference == 0
  }
}
