package import JSONValue

/// The path of a field, such as `config.media.video.quality`.
package struct FieldPath: Hashable, Sendable {
  /// The keys from the document inward.
  package let components: [ExactString]

  /// The document itself, which covers every field.
  package static let root = FieldPath([])

  package init(_ components: [ExactString]) {
    self.components = components
  }

  /// Creates a path from text whose keys are separated by dots.
  package init(_ text: String) {
    self.init(text.split(separator: ".", omittingEmptySubsequences: false).map { ExactString(String($0)) })
  }

  /// Returns the path of `key` below this one.
  package func appending(_ key: ExactString) -> FieldPath {
    FieldPath(components + [key])
  }

  /// The path of the containing group; the root's parent is the root.
  package var parent: FieldPath {
    FieldPath(Array(components.dropLast()))
  }

  /// Returns whether `other` is this path or below it.
  package func covers(_ other: FieldPath) -> Bool {
    other.components.starts(with: components)
  }

  /// The top-level section of the field: `config`, `permissions`, or `ui`.
  package var section: ExactString {
    components.first ?? ""
  }
}

extension FieldPath: Comparable {
  package static func < (left: FieldPath, right: FieldPath) -> Bool {
    left.components.lexicographicallyPrecedes(right.components)
  }
}

extension FieldPath: CustomStringConvertible, ExpressibleByStringLiteral {
  package var description: String {
    components.map(\.text).joined(separator: ".")
  }

  package init(stringLiteral text: String) {
    self.init(text)
  }
}
