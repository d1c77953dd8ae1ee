/// A rule about what fields mean together: a preset that breaks it is valid, and probably not what was meant.
///
/// A rule is one value with everything there is to know of it. What it finds, the project file's `lint`, its page in the
/// documentation and the test of its examples all read that value, so that adding a rule is adding one declaration.
public struct LintRule: Sendable {
  /// The rule's fixed name.
  public let id: String
  /// How grave it is to break the rule, unless the project file says otherwise.
  public let level: LintLevel
  /// What the rule asks for, in one sentence.
  public let title: String
  /// The fields that it looks at, or the groups of them.
  public let fields: [FieldPath]
  /// Why, in a paragraph.
  public let reason: String
  /// A part of a preset, or of several, that breaks the rule.
  public let bad: String
  /// The same part as it is right.
  public let good: String
  /// How the rule looks at presets.
  let check: Check

  /// How a rule looks at presets.
  enum Check: Sendable {
    /// It looks at each preset for itself.
    case each(@Sendable (LintedPreset) -> [LintFinding])
    /// It finds what presets need, which holds only where no preset of the same kind of meeting provides it.
    case together(needs: @Sendable (LintedPreset) -> [LintFinding], provides: @Sendable (LintedPreset) -> Bool)
  }

  /// Every rule, family by family.
  public static let all: [LintRule] = stage + requests + media + quality + roles + messages + colours + look

  /// The rule of an id; nil where no rule has it.
  public init?(id: String) {
    guard let rule = Self.all.first(where: { $0.id.isExactly(id) }) else { return nil }
    self = rule
  }

  /// Whether the rule looks at a field, or at one of a group.
  public func isAbout(_ path: FieldPath) -> Bool {
    fields.contains { $0.covers(path) || path.covers($0) }
  }

  init(
    _ id: String, _ title: String, level: LintLevel = .warning, about fields: [FieldPath], reason: String,
    bad: String, good: String, _ check: Check
  ) {
    self.id = id
    self.level = level
    self.title = title
    self.fields = fields
    self.reason = reason
    self.bad = bad
    self.good = good
    self.check = check
  }
}

extension LintRule: Hashable {
  public static func == (left: LintRule, right: LintRule) -> Bool { left.id == right.id }
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
