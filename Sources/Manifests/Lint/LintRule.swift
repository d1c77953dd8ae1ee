import JSONValue
package import Schema

/// A rule about the meaning of fields: a preset that breaks it is valid, but probably a mistake.
///
/// A rule is one value. The linter, the project file's `lint` key, the documentation, and the test of its examples read
/// it, so that a new rule is one declaration.
package struct LintRule: Sendable {
  /// The fixed id, such as `low-contrast`.
  package let id: String
  /// The default severity; the project file can change it.
  package let level: LintLevel
  /// The requirement, in one sentence.
  package let title: String
  /// The fields, or groups of fields, that the rule checks.
  package let fields: [FieldPath]
  /// The presets or values that the rule reports.
  package let checks: String
  /// The reason why they are a problem.
  package let reason: String
  /// A part of a manifest, or of several, that breaks the rule.
  package let failingExample: String
  /// The same part without the problem.
  package let passingExample: String
  let check: Check

  enum Check: Sendable {
    /// Checks each preset on its own.
    case perPreset(@Sendable (LintedPreset) -> [LintFinding])
    /// Finds what presets need, and reports it unless a preset of the same meeting type provides it.
    case acrossPresets(needs: @Sendable (LintedPreset) -> [LintFinding], provides: @Sendable (LintedPreset) -> Bool)
  }

  /// The schema whose fields the rules name: `schema.config.viewType`.
  static let schema = PresetSchema.current

  /// All rules, grouped by subject.
  package static let all: [LintRule] = stage + requests + media + quality + roles + chat + colors + appearance

  /// Returns the rule with an id; nil if there is no such rule.
  package init?(id: String) {
    guard let rule = Self.all.first(where: { $0.id.isExactly(id) }) else { return nil }
    self = rule
  }

  /// Returns whether the rule checks a field, or any field of a group.
  package func concerns(_ path: FieldPath) -> Bool {
    fields.contains { $0.covers(path) || path.covers($0) }
  }

  init(
    _ id: String, _ title: String, level: LintLevel = .warning, fields: [FieldPath], checks: String,
    reason: String, failingExample: String, passingExample: String, _ check: Check
  ) {
    self.id = id
    self.level = level
    self.title = title
    self.fields = fields
    self.checks = checks
    self.reason = reason
    self.failingExample = failingExample
    self.passingExample = passingExample
    self.check = check
  }
}

extension LintRule: Hashable {
  package static func == (left: LintRule, right: LintRule) -> Bool { left.id == right.id }
  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
