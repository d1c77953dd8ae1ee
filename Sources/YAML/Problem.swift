/// Why a text cannot be read, as facts; the words for people are made where they are shown.
public struct Problem: Error, Hashable, Sendable {
  /// The kinds of problems a text can have.
  public enum Kind: Hashable, Sendable {
    /// The text has more bytes than allowed.
    case tooLarge(limit: Int)
    /// The bytes are not UTF-8.
    case notUTF8
    /// A character that no YAML text may contain.
    case forbiddenCharacter(Unicode.Scalar)
    /// The text breaks the grammar; the strings are the parser's own words.
    case syntax(String, context: String?)
    /// Collections are nested more deeply than allowed.
    case tooDeep(limit: Int)
    /// There are more nodes than allowed, once aliases are expanded.
    case tooManyNodes(limit: Int)
    /// A key stands twice in one mapping; `related` is its first place.
    case duplicateKey(String)
    /// A key is a collection, an alias to one, or has a tag.
    case keyIsNotText
    /// An alias without an anchor before it.
    case unknownAlias(String)
    /// An alias within the value that it stands for; `related` is that value's place.
    case aliasContainsItself(String)
    /// The value of `<<` is neither a mapping nor a list of mappings.
    case invalidMerge
  }

  /// What is the matter.
  public let kind: Kind
  /// Where the problem is.
  public let start: Mark
  /// The place just after it, where it has an extent.
  public let end: Mark
  /// A second place that explains the first.
  public let related: Mark?

  /// Creates a problem.
  public init(_ kind: Kind, at start: Mark, to end: Mark? = nil, related: Mark? = nil) {
    self.kind = kind
    self.start = start
    self.end = end ?? start
    self.related = related
  }
}
