public import YAML

/// Everything that can be wrong with manifests, as facts. `Fault+Words` says it.
public enum Fault: Hashable, Sendable {
  // Files
  case missingPath(ManifestPath)
  case unreadablePath(reason: String)
  case notAManifest
  /// A folder holds none; the project file calls it so, if it stands there.
  case noManifests(ManifestRole, in: String?)
  case leavesRepository
  case emptyFile(ManifestRole)
  case unreadableText(Problem.Kind)
  case invalidJSON(String)

  // Documents
  case notAMapping(Found)
  case missingName
  case invalidName(NameFault)
  case unknownField(UnknownField)
  case missingFields([FieldPath])
  case keysBesideAbsent(String)
  case invalidState(String)

  // Values
  case missingValue(FieldType)
  case wrongType(expected: FieldType, found: Found)
  case wrongShape(expected: Shape, found: Found)
  case violation(Violation, found: String)
  case unknownTag(String)
  case misplacedUnset

  // Relations
  case duplicateName(String)
  case similarName(String, other: String)
  case unknownBase(String, nearest: String?)
  case absentBase(String)
  case inheritanceCycle([String])
  case duplicatePreviousName(String)
  case ownPreviousName(String)
  case unmatchedPattern(String, nearest: String?)
  case settingWithoutEffect(String)

  // Overlays
  case misplacedInOverlay(String)
  case unknownOverlaid(String, nearest: String?)
  case absentOverlaid(String)
  case abstractAbsent(String)

  // The project file
  case notAProject(Found)
  case secondDocument
  case unknownKey(String, known: [String])
  case unknownRule(String, nearest: String?)
  case unsupportedVersion(String)
  case invalidLimit(String)
  case invalidID(String)
  case invalidAddress(BaseURL.Refusal)

  /// What a lint rule says of a preset that is valid; the rule makes the words itself.
  case lint(rule: String, message: String, hint: String?)

  // Between manifests and the remote app
  case oldNameStillExists(old: String, new: String)
  case otherOldNameTaken(old: String, taken: String, new: String)
  case oldNameStillDeclared(old: String, new: String)
  case renameBreaksReferences(old: String, new: String)
  case getsNewID(name: String)
  case unknownFieldsNotRestored(name: String, fields: [FieldPath])
  case widens(name: String, fields: [FieldPath])
  case drifts(name: String, fields: [FieldPath])
  /// What is wanted and may not be done; the message of a limit names the presets itself.
  case blocked(name: String, reason: String, message: String)
  /// What was to be done and was not.
  case undone(name: String, outcome: String, message: String, moved: [FieldPath])

  /// What was said of a fault whose facts nobody kept: it comes from a saved plan.
  case recorded(rule: String, message: String, hint: String?)
}

/// What was found where something else is wanted.
public enum Found: Hashable, Sendable {
  case nothing
  case mapping
  case list
  /// A scalar without quotes.
  case plain(String)
  /// A scalar in quotes, or a block.
  case text(String)
}

/// What a key beside the fields takes.
public enum Shape: Hashable, Sendable {
  case mapping
  case nameOrNames
  case paths
  case patterns
  case namePatterns
}

/// What is wrong with a name.
public enum NameFault: Hashable, Sendable {
  case empty
  case controlCharacter
  case outerSpace
}

/// A key that the schema does not know.
public struct UnknownField: Hashable, Sendable {
  /// The key as it is written.
  public let key: String
  /// The group in which the key stands; empty at the top.
  public let group: FieldPath
  /// The nearest key that the group knows.
  public let nearest: String?
  /// A field of this name in another group.
  public let elsewhere: FieldPath?
  /// The keys that the group knows.
  public let known: [String]
  /// Whether the API itself answers with the key, and takes it from nobody.
  public let isResponseOnly: Bool
}

/// What a second place has to do with the first.
public enum NoteKind: Hashable, Sendable {
  /// The same key or name stands here for the first time.
  case first(String)
  /// The anchor whose value the alias stands for.
  case anchor
  /// Where the parser began what it could not finish.
  case context(String)
  /// The first that inherits what is at fault, and how many more do.
  case inherits(String, others: Int)
  /// A field is dropped here.
  case unset(FieldPath)
  /// A field has a value here that plays a part.
  case value(FieldPath, JSON)
}
