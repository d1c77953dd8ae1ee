/// A string that is compared by its Unicode scalars.
///
/// Swift strings are also equal in different normalization forms, which would make two remote presets or two keys of a
/// document collide. Names and keys are therefore compared, hashed, and sorted by their bytes.
package struct ExactString: Sendable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }
}

extension ExactString: Hashable {
  package static func == (left: ExactString, right: ExactString) -> Bool {
    left.text.isExactly(right.text)
  }

  package func hash(into hasher: inout Hasher) {
    // Strings that are equal in another normalization form collide, which is harmless.
    hasher.combine(text)
  }
}

extension ExactString: Comparable {
  package static func < (left: ExactString, right: ExactString) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

extension ExactString: ExpressibleByStringLiteral, CustomStringConvertible {
  package init(stringLiteral text: String) {
    self.init(text)
  }

  package var description: String { text }
}

extension String {
  /// Returns whether both strings consist of the same Unicode scalars.
  package func isExactly(_ other: String) -> Bool {
    self == other && utf8.elementsEqual(other.utf8)
  }
}
