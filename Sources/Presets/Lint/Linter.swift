/// Looks through presets with the rules of a project.
///
/// Each preset is looked at once, whatever the number of others. A value that many presets inherit is reported once.
struct Linter {
  private let rules: [(rule: LintRule, severity: Diagnostic.Severity)]
  private var findings: [Place: Inherited] = [:]
  /// The rules across presets whose need some preset provides.
  private var provided: Set<LintRule> = []

  /// Where a rule found something.
  private struct Place: Hashable {
    let rule: LintRule
    let location: Location
  }

  /// What was found at a place, and who inherits it.
  private struct Inherited {
    let severity: Diagnostic.Severity
    let finding: LintFinding
    var heir: DesiredPreset?
    var heirs = 0
  }

  /// What the rules find in presets; those that must not exist, or that something is wrong with, are passed over.
  /// - Parameter areAll: Whether the presets are all that are declared, and whole, so that one can tell what none of them has.
  static func diagnostics(of presets: [DesiredPreset], _ levels: LintLevels, areAll: Bool) -> [Diagnostic] {
    var linter = Linter(levels, areAll: areAll)
    let sound = presets.filter { $0.isSound && !$0.isAbsent }
    let rules = linter.rules.map(\.rule)
    // Looking takes long and needs nothing but the preset.
    let looks = sound.concurrentMap { preset in
      let linted = LintedPreset(preset)
      return rules.map { $0.look(at: linted) }
    }
    for (preset, looks) in zip(sound, looks) { linter.note(looks, preset) }
    return linter.findings.filter { !linter.provided.contains($0.key.rule) }.map { diagnostic($0.key.rule, $0.value) }
  }

  private init(_ levels: LintLevels, areAll: Bool) {
    rules = LintRule.all.compactMap { rule in
      if case .together = rule.check, !areAll { return nil }
      return levels[rule].severity.map { (rule, $0) }
    }
  }

  private mutating func note(_ looks: [LintRule.Look], _ preset: DesiredPreset) {
    for ((rule, severity), look) in zip(rules, looks) {
      switch look {
      case .provides: provided.insert(rule)
      case .found(let findings): note(findings, rule, severity, preset)
      }
    }
  }

  private mutating func note(
    _ found: [LintFinding], _ rule: LintRule, _ severity: Diagnostic.Severity, _ preset: DesiredPreset
  ) {
    for finding in found {
      let place = Place(rule: rule, location: finding.field.location)
      var inherited = findings[place] ?? Inherited(severity: severity, finding: finding)
      if finding.field.isInherited {
        inherited.heir = inherited.heir ?? preset
        inherited.heirs += 1
      }
      findings[place] = inherited
    }
  }

  private static func diagnostic(_ rule: LintRule, _ found: Inherited) -> Diagnostic {
    let finding = found.finding
    let others = finding.others.map { other in
      Diagnostic.Note(.value(other.path, other.value ?? .null), at: other.location)
    }
    let heirs = found.heir.map { heir in
      [Diagnostic.Note(.inherits(heir.name.text, others: found.heirs - 1), at: heir.location)]
    }
    return Diagnostic(
      .lint(rule: rule.id, message: finding.message, hint: finding.hint), severity: found.severity,
      at: finding.field.location, width: finding.field.width, notes: others + (heirs ?? []))
  }
}

extension LintRule {
  /// What a rule sees in one preset.
  fileprivate enum Look: Sendable {
    /// Something that others need.
    case provides
    /// What it breaks, or needs of others.
    case found([LintFinding])
  }

  fileprivate func look(at preset: LintedPreset) -> Look {
    switch check {
    case .each(let check): .found(check(preset))
    case .together(let needs, let provides): provides(preset) ? .provides : .found(needs(preset))
    }
  }
}
