/// The path of a field: `config.media.video.quality`.
public struct FieldPath: Hashable, Sendable {
  /// The keys from the document inwards.
  public let components: [ExactString]
  /// The hash of the keys. Paths of the schema are looked up far more often than they are made.
  private let digest: Int

  /// The document itself, which covers every field.
  package static let root = FieldPath([])

  /// Creates a path from its keys.
  public init(_ components: [ExactString]) {
    self.components = components
    digest = components.hashValue
  }

  public static func == (left: FieldPath, right: FieldPath) -> Bool {
    left.digest == right.digest && left.components == right.components
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(digest)
  }

  /// Creates a path from its text, whose keys are separated by dots.
  public init(_ text: String) {
    self.init(text.split(separator: ".", omittingEmptySubsequences: false).map { ExactString(String($0)) })
  }

  /// The path of `key` below this one.
  public func appending(_ key: ExactString) -> FieldPath {
    FieldPath(components + [key])
  }

  /// The path of the group that this one lies in; the document's is its own.
  var parent: FieldPath {
    FieldPath(Array(components.dropLast()))
  }

  /// Whether `other` is this path or lies below it.
  public func covers(_ other: FieldPath) -> Bool {
    other.components.starts(with: components)
  }

  /// The first key: the section in which the field lies.
  public var section: ExactString {
    components.first ?? ""
  }
}

extension FieldPath: Comparable {
  public static func < (left: FieldPath, right: FieldPath) -> Bool {
    left.components.lexicographicallyPrecedes(right.components)
  }
}

extension FieldPath: CustomStringConvertible, ExpressibleByStringLiteral {
  public var description: String {
    components.map(\.text).joined(separator: ".")
  }

  public init(stringLiteral text: String) {
    self.init(text)
  }
}
