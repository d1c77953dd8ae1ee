/// The reason why a text could not be read. The message is written where the error is shown.
package struct YAMLError: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The text has more bytes than allowed.
    case tooLarge(limit: Int)
    /// The bytes are not UTF-8.
    case notUTF8
    /// The text contains a character that YAML does not allow.
    case forbiddenCharacter(Unicode.Scalar)
    /// The text is not valid YAML; the strings are libyaml's message and its context.
    case syntax(String, context: String?)
    /// Collections are nested more deeply than allowed.
    case tooDeep(limit: Int)
    /// There are more nodes than allowed after aliases are expanded.
    case tooManyNodes(limit: Int)
    /// A mapping has a duplicate key; `related` is the location of the first one.
    case duplicateKey(String)
    /// A key is a collection, an alias to one, or has a tag.
    case keyIsNotText
    /// An alias has no anchor before it.
    case unknownAlias(String)
    /// An alias is inside the value that it refers to; `related` is the location of that value.
    case aliasContainsItself(String)
    /// The value of `<<` is neither a mapping nor a list of mappings.
    case invalidMerge
  }

  package let kind: Kind
  package let start: Mark
  /// The location just after the problem; equal to `start` if the problem has no extent.
  package let end: Mark
  /// A second location that explains the problem.
  package let related: Mark?

  package init(_ kind: Kind, at start: Mark, to end: Mark? = nil, related: Mark? = nil) {
    self.kind = kind
    self.start = start
    self.end = end ?? start
    self.related = related
  }
}
