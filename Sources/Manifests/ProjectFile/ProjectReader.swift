import Diagnostics
import JSONValue
import Schema
import YAML

/// Reads the document of a project file and collects its problems.
struct ProjectReader {
  let file: String
  /// Reads single values, as in manifests.
  var values: ManifestReader
  /// Lines that are never shown, because they may contain a password: those of invalid URLs.
  private(set) var redactedLines: Set<Int> = []

  init(file: String) {
    self.file = file
    values = ManifestReader(file: file, format: .yaml, allowsUnknownFields: false)
  }

  private enum Key: String, CaseIterable {
    case version, manifests, environments, lint
    case allowUnknownFields = "allow_unknown_fields"
  }

  private enum EnvironmentKey: String, CaseIterable {
    case overlays, prune, manage, protect, limits, policy
    case accountID = "account_id"
    case appID = "app_id"
    case baseURL = "base_url"
  }

  private enum LimitKey: String, CaseIterable {
    case deletes, changes
  }

  private enum PolicyKey: String, CaseIterable {
    case widening, drift
  }

  /// Reads the whole document.
  mutating func project(_ document: Node) -> Project? {
    var manifests: [Located<String>]?
    var allowsUnknownFields = false
    var lint = LintLevels()
    var environments: [ProjectEnvironment] = []
    guard document.tag == nil, case .mapping(let entries) = document.content else {
      values.report(.notAProject(FoundValue(document)), at: document)
      return nil
    }
    for (key, entry) in known(entries, Key.self) {
      switch key {
      case .version: readVersion(entry)
      case .manifests: manifests = values.texts(entry, .paths)
      case .allowUnknownFields: allowsUnknownFields = values.value(entry, .boolean) == true
      case .environments:
        environments = mapping(entry).compactMap { environment($0) }
      case .lint: lint = levels(entry)
      }
    }
    return Project(
      file: file, manifests: manifests, allowsUnknownFields: allowsUnknownFields, lint: lint,
      environments: environments)
  }

  private mutating func readVersion(_ entry: Node.Entry) {
    guard let version = values.value(entry, .wholeNumber(.init(minimum: 1))), version != 1 else { return }
    values.report(.unsupportedVersion(version.text()), at: entry.value)
  }

  private mutating func levels(_ entry: Node.Entry) -> LintLevels {
    var levels = LintLevels()
    for entry in mapping(entry) {
      let id = entry.key.text
      let level = values.value(entry, .choice(LintLevel.allCases.map(\.rawValue)))?.string.flatMap(LintLevel.init)
      if let rule = LintRule(id: id) {
        levels[rule] = level ?? rule.level
      } else {
        let nearest = Suggestion.nearest(to: id, among: LintRule.all.map(\.id))
        values.report(.unknownRule(id, nearest: nearest), at: entry.key.start, to: entry.key.end)
      }
    }
    return levels
  }

  private mutating func environment(_ entry: Node.Entry) -> ProjectEnvironment? {
    var texts: [EnvironmentKey: Located<String>] = [:]
    var overlays: [Located<String>] = []
    var scope = Scope()
    var safeguards = Safeguards()
    for (key, entry) in known(mapping(entry), EnvironmentKey.self) {
      switch key {
      case .accountID, .appID: texts[key] = id(entry)
      case .baseURL: texts[key] = address(entry)
      case .prune: scope.isPruning = values.value(entry, .boolean) == true
      case .manage: scope.manage = names(entry)
      case .protect: safeguards.protect = names(entry)
      case .limits: safeguards.limits = limits(entry)
      case .policy: safeguards.policy = policy(entry)
      case .overlays: overlays = values.texts(entry, .paths)
      }
    }
    if let error = NameError(entry.key.text) {
      values.report(.invalidName(error), at: entry.key.start, to: entry.key.end)
    }
    return ProjectEnvironment(
      name: entry.key.text, accountID: texts[.accountID], appID: texts[.appID], baseURL: texts[.baseURL],
      overlays: overlays, scope: scope, safeguards: safeguards)
  }

  private mutating func id(_ entry: Node.Entry) -> Located<String>? {
    let id = values.text(entry, .text)
    if let id, !Environment.isID(id.value) { values.report(.invalidID(id.value), at: entry.value) }
    return id
  }

  private mutating func address(_ entry: Node.Entry) -> Located<String>? {
    let address = values.text(entry, .text)
    do {
      if let address { _ = try BaseURL(address.value) }
    } catch {
      values.report(.invalidAddress(error), at: entry.value)
      redactedLines.insert(entry.value.start.line)
    }
    return address
  }

  private mutating func names(_ entry: Node.Entry) -> [NamePattern] {
    values.texts(entry, .namePatterns).map { NamePattern($0.value) }
  }

  private mutating func limits(_ entry: Node.Entry) -> OperationLimits {
    var limits = OperationLimits()
    for (key, entry) in known(mapping(entry), LimitKey.self) {
      switch key {
      case .deletes: limits.deletes = values.value(entry, .wholeNumber(.init()))?.int ?? 0
      case .changes:
        guard let text = values.text(entry, .text) else { break }
        limits.changes = OperationLimits.Changes(text.value)
        if limits.changes == nil { values.report(.invalidLimit(text.value), at: entry.value) }
      }
    }
    return limits
  }

  private mutating func policy(_ entry: Node.Entry) -> Policy {
    var policy = Policy()
    for (key, entry) in known(mapping(entry), PolicyKey.self) {
      let words = Policy.Level.allCases.map(\.rawValue)
      let level = values.value(entry, .choice(words))?.string.flatMap(Policy.Level.init) ?? .deny
      switch key {
      case .widening: policy.widening = level
      case .drift: policy.drift = level
      }
    }
    return policy
  }

  // MARK: Mappings

  /// Returns the entries of a mapping. Other values are reported.
  private mutating func mapping(_ entry: Node.Entry) -> [Node.Entry] {
    if entry.value.tag == nil, case .mapping(let entries) = entry.value.content { return entries }
    values.reportShape(.mapping, entry)
    return []
  }

  /// Returns the entries with known keys. Unknown keys are reported.
  private mutating func known<Key: RawRepresentable<String> & CaseIterable>(
    _ entries: [Node.Entry], _: Key.Type
  ) -> [(Key, Node.Entry)] {
    entries.compactMap { entry in
      if let key = Key(rawValue: entry.key.text) { return (key, entry) }
      let problem = Problem.unknownKey(entry.key.text, known: Key.allCases.map(\.rawValue).sorted())
      values.report(problem, at: entry.key.start, to: entry.key.end)
      return nil
    }
  }
}
