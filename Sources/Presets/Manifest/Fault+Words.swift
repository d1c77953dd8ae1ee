import YAML

/// The one place that says what is wrong with manifests.
extension Fault {
  /// The fixed name of the rule that was broken.
  public var rule: String {
    switch self {
    case .missingPath: "missing-path"
    case .unreadablePath: "unreadable-path"
    case .notAManifest: "not-a-manifest"
    case .noManifests: "no-manifests"
    case .leavesRepository: "leaves-repository"
    case .emptyFile: "empty-file"
    case .unreadableText(let kind): kind.rule
    case .invalidJSON: "json-syntax"
    case .notAMapping, .wrongType, .wrongShape: "wrong-type"
    case .missingName: "missing-name"
    case .invalidName: "invalid-name"
    case .unknownField: "unknown-field"
    case .missingFields: "missing-fields"
    case .keysBesideAbsent: "absent-with-fields"
    case .invalidState: "invalid-state"
    case .missingValue: "missing-value"
    case .violation: "invalid-value"
    case .unknownTag: "unknown-tag"
    case .misplacedUnset: "misplaced-unset"
    case .duplicateName: "duplicate-name"
    case .similarName: "similar-name"
    case .unknownBase: "unknown-base"
    case .absentBase: "absent-base"
    case .inheritanceCycle: "inheritance-cycle"
    case .duplicatePreviousName: "duplicate-previous-name"
    case .ownPreviousName: "own-previous-name"
    case .unmatchedPattern: "unmatched-pattern"
    case .settingWithoutEffect: "setting-without-effect"
    case .misplacedInOverlay: "misplaced-in-overlay"
    case .unknownOverlaid: "unknown-overlaid"
    case .absentOverlaid, .abstractAbsent: "absent-overlaid"
    case .notAProject: "wrong-type"
    case .secondDocument: "second-document"
    case .unknownKey: "unknown-key"
    case .unknownRule: "unknown-rule"
    case .unsupportedVersion: "unsupported-version"
    case .invalidLimit, .invalidID, .invalidAddress: "invalid-value"
    case .lint(let rule, _, _): rule
    case .oldNameStillExists, .otherOldNameTaken: "old-name-exists"
    case .oldNameStillDeclared: "old-name-declared"
    case .renameBreaksReferences: "rename-breaks-references"
    case .getsNewID: "new-id"
    case .unknownFieldsNotRestored: "unknown-fields-not-restored"
    case .widens: "policy-widening"
    case .drifts: "policy-drift"
    case .blocked(_, let reason, _): "blocked-\(reason)"
    case .undone(_, let outcome, _, _): "apply-\(outcome)"
    case .recorded(let rule, _, _): rule
    }
  }

  /// One sentence on what is wrong, without a full stop.
  public var message: String {
    switch self {
    case .missingPath(let path): path.written.map { "there is no file or folder '\($0)'" } ?? "no such file or folder"
    case .unreadablePath(let reason): "cannot be read: \(reason)"
    case .notAManifest: "not a manifest: manifests end in .yaml, .yml or .json"
    case .noManifests(let role, let folder):
      "no \(role.noun) found: \(folder.map { "'\($0)'" } ?? "the folder") holds no .yaml, .yml or .json file"
    case .leavesRepository: "the path leads out of the repository folder"
    case .emptyFile(.project): "the project file is empty"
    case .emptyFile(let role): "the file holds no \(role.noun)"
    case .unreadableText(let kind): kind.message
    case .invalidJSON(let words): "invalid JSON: \(words)"
    case .notAMapping(let found): "a manifest must be a mapping, not \(found.words)"
    case .missingName: "missing 'name'"
    case .invalidName(let fault): fault.message
    case .unknownField(let field): field.message
    case .missingFields(let paths): headline + ": " + paths.map(\.description).joined(separator: ", ")
    case .keysBesideAbsent(let key): "'\(key)' has no place beside 'state: absent'; only 'name' has"
    case .invalidState(let state): "unknown state '\(state)'; the only state is 'absent'"
    case .missingValue(let type): "missing value: expected \(type.words)"
    case .wrongType(let expected, let found): "expected \(expected.words), found \(found.words)"
    case .wrongShape(let expected, let found): "expected \(expected.words), found \(found.words)"
    case .violation(let violation, let found): violation.message(found: found)
    case .unknownTag(let tag):
      "unknown tag '\(tag.hasPrefix(standardTags) ? "!!\(tag.dropFirst(standardTags.count))" : tag)'; the only tag is '!unset'"
    case .misplacedUnset: "'!unset' can only stand alone, as the value of a field"
    case .duplicateName(let name): "the name '\(name)' is declared twice"
    case .similarName(let name, let other):
      "the name '\(name)' differs from '\(other)' only in case or Unicode form"
    case .unknownBase(let name, let nearest): "no manifest is called '\(name)'" + didYouMean(nearest)
    case .absentBase(let name): "'\(name)' cannot be extended: its state is absent"
    case .inheritanceCycle(let names):
      "manifests extend each other in a circle: " + names.map { "'\($0)'" }.joined(separator: " → ")
    case .duplicatePreviousName(let name): "the previous name '\(name)' stands twice"
    case .ownPreviousName(let name): "'\(name)' is the manifest's own name, not a previous one"
    case .unmatchedPattern(let pattern, let nearest): "'\(pattern)' matches no field" + didYouMean(nearest)
    case .settingWithoutEffect(let key): "'\(key)' has no effect in an abstract manifest, and is not inherited"
    case .misplacedInOverlay(let key): "'\(key)' has no place in an overlay"
    case .unknownOverlaid(let name, let nearest):
      "no manifest is called '\(name)', so there is nothing to lay this over" + didYouMean(nearest)
    case .absentOverlaid(let name): "nothing can be laid over '\(name)': its state is absent"
    case .abstractAbsent(let name): "'\(name)' is only a base for others, so it cannot be absent"
    case .notAProject(let found): "the project file must be a mapping, not \(found.words)"
    case .secondDocument: "the project file has one document, and this is another"
    case .unknownKey(let key, let known):
      "unknown key '\(key)'" + didYouMean(Suggestion.nearest(to: key, among: known))
    case .unknownRule(let id, let nearest): "no lint rule is called '\(id)'" + didYouMean(nearest)
    case .unsupportedVersion(let version): "version \(version) of the project file is not known; this is version 1"
    case .invalidID(let text): "'\(text)' is no id: it has characters that no id has"
    case .invalidAddress(let refusal): "the address \(refusal.message)"
    case .invalidLimit(let text): "expected a whole number or a percentage up to 100%, found '\(text)'"
    case .lint(_, let message, _): message
    case .otherOldNameTaken(let old, let taken, let new):
      "'\(taken)' is renamed to '\(new)', so '\(old)' is not renamed but treated as undeclared"
    case .oldNameStillExists(let old, let new):
      "'\(old)' exists beside '\(new)', so it is not renamed but treated as undeclared"
    case .oldNameStillDeclared(let old, let new):
      "'\(old)' is still declared by another manifest, so it is not renamed to '\(new)'"
    case .renameBreaksReferences(let old, let new):
      "applications that still add participants with the preset '\(old)' will fail once it is called '\(new)'"
    case .getsNewID(let name): "'\(name)' was deleted; it is created anew, with another id"
    case .unknownFieldsNotRestored(let name, let fields):
      "'\(name)' has, or had, fields that this version does not know; they are left as they are: \(fields.words)"
    case .widens(let name, let fields): "'\(name)' widens: \(fields.words)"
    case .drifts(let name, let fields):
      fields.isEmpty
        ? "'\(name)' drifted: the manifests have not changed, but the remote app has"
        : "'\(name)' drifted: \(fields.words)"
    case .blocked(let name, let reason, let message): reason == "limit" ? message : "'\(name)' is blocked: \(message)"
    case .undone(let name, _, let message, let moved):
      "'\(name)' was not applied: \(message)" + (moved.isEmpty ? "" : ": \(moved.words)")
    case .recorded(_, let message, _): message
    }
  }

  /// The message without what it lists.
  var headline: String {
    guard case .missingFields(let paths) = self else { return message }
    return paths.count == 1 ? "missing required field" : "missing \(paths.count) required fields"
  }

  /// What the message lists, where that is too much for one line.
  var list: [String] {
    guard case .missingFields(let paths) = self, paths.count > 3 else { return [] }
    return paths.map(\.description)
  }

  /// What to do, where it can be said.
  public var hint: String? {
    switch self {
    case .missingPath(let path):
      switch path.origin {
      case .given: nil
      case .byDefault: "'presetctl init' writes manifests to begin with; --manifests names those that are elsewhere"
      case .project: "paths count from the folder of the project file"
      }
    case .emptyFile(.project): "write what differs from the defaults, such as 'manifests: presets', or remove the file"
    case .noManifests(.overlay, _): "write there what is different in this environment, or remove the path"
    case .emptyFile(.overlay): "write the name of a manifest and the fields to lay over it, or remove the file"
    case .noManifests, .emptyFile:
      "nothing is ever deleted because a manifest is missing; to delete a preset, declare it with 'state: absent'"
    case .misplacedInOverlay: "an overlay takes 'name' and the fields to lay over it, or 'state: absent'"
    case .unknownBase(_, nil): "a base is looked for among all manifests that are loaded"
    case .leavesRepository: "name its target on the command line if it is meant"
    case .unreadableText(let kind): kind.hint
    case .unknownField(let field): field.hint
    case .missingFields:
      "write what is missing, or inherit it with 'extends'; a manifest that is only a base says 'abstract: true'"
    case .missingValue(.colour): "a value that starts with '#' must be quoted, or YAML takes it for a comment"
    case .missingValue(let type): type.hint(found: .nothing)
    case .wrongType(let expected, let found): expected.hint(found: found)
    case .wrongShape(.mapping, .nothing): "remove the key, or indent its fields below it"
    case .violation(let violation, let found): violation.hint(found: found)
    case .misplacedUnset: "to leave a field alone, remove its line"
    case .unknownKey(_, let known): "known here: " + known.joined(separator: ", ")
    case .unknownRule(_, nil): "only lint rules have a level; what else is wrong with manifests is always an error"
    case .invalidID: "the dashboard shows it: the account's has 32 hexadecimal digits, the app's is a UUID"
    case .invalidAddress(let refusal): refusal.hint
    case .lint(_, _, let hint), .recorded(_, _, let hint): hint
    case .renameBreaksReferences:
      "change the applications at the same moment, or declare both presets, change them, and then retire the old one"
    case .unknownFieldsNotRestored: "--allow-unknown-fields brings them back and removes them, if the API takes that"
    default: nil
    }
  }
}

/// What YAML's own tags, written `!!`, begin with.
private let standardTags = "tag:yaml.org,2002:"

extension [FieldPath] {
  /// The paths in a row.
  var words: String { map(\.description).joined(separator: ", ") }
}

private func didYouMean(_ nearest: String?) -> String {
  nearest.map { ". Did you mean '\($0)'?" } ?? ""
}

extension NoteKind {
  /// What the second place has to do with the first.
  public var message: String {
    switch self {
    case .first(let key): "'\(key)' stands here first"
    case .anchor: "the value is written here"
    case .context(let words): words
    case .inherits(let name, let others):
      "inherited by '\(name)'" + (others > 0 ? " and \(counted(others, "other"))" : "")
    case .unset(let path): "'\(path)' is dropped here"
    case .value(let path, let value): "'\(path)' is \(value.string ?? value.text()) here"
    }
  }
}

extension Found {
  var words: String {
    switch self {
    case .nothing: "nothing"
    case .mapping: "a mapping"
    case .list: "a list"
    case .plain(let text): "'\(text)'"
    case .text(let text): "the text \"\(text)\""
    }
  }
}

extension ManifestRole {
  fileprivate var noun: String {
    switch self {
    case .manifest: "manifest"
    case .overlay: "overlay"
    case .project: "project file"
    }
  }
}

extension Shape {
  var words: String {
    switch self {
    case .mapping: "a mapping"
    case .nameOrNames: "a name or a list of names"
    case .paths: "a path or a list of paths"
    case .patterns: "a list of fields"
    case .namePatterns: "a list of names, in which '*', '?' and '[…]' stand for others"
    }
  }
}

extension NameFault {
  var message: String {
    switch self {
    case .empty: "a name cannot be empty"
    case .controlCharacter: "a name cannot have control characters"
    case .outerSpace: "a name cannot begin or end with a space"
    }
  }
}

extension UnknownField {
  var message: String {
    if nearest != nil { return "unknown field '\(key)'" + didYouMean(nearest) }
    return "unknown field '\(key)'" + (group.components.isEmpty ? "" : " in '\(group)'")
  }

  var hint: String? {
    if isResponseOnly { return "the API answers with '\(key)' but does not take it; leave it out" }
    if nearest != nil { return nil }
    if let elsewhere { return "the field '\(elsewhere)' has this name" }
    guard known.count <= 10 else { return nil }
    return "known here: " + known.joined(separator: ", ")
  }
}
