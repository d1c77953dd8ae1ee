/// Looks through presets with the rules of a project.
///
/// Each preset is looked at once, whatever the number of others. A value that many presets inherit is reported once.
struct Linter {
  private let rules: [(rule: LintRule, severity: Diagnostic.Severity)]
  private var findings: [Place: Inherited] = [:]
  /// For the rules across presets, the kinds of meeting in which some preset provides what others need; nil is of any kind.
  private var provided: [LintRule: Set<ViewType?>] = [:]

  /// Where a rule found something.
  private struct Place: Hashable {
    let rule: LintRule
    let location: Location
    /// The kind of meeting, where it matters who else is there.
    var viewType: ViewType?
  }

  /// What was found at a place, and who inherits it.
  private struct Inherited {
    let severity: Diagnostic.Severity
    let finding: LintFinding
    /// The first of them by name.
    var heir: DesiredPreset?
    var heirs = 0

    init(
      _ severity: Diagnostic.Severity, _ finding: LintFinding, heir: DesiredPreset? = nil, heirs: Int = 0
    ) {
      self.severity = severity
      self.finding = finding
      self.heir = heir
      self.heirs = heirs
    }

    /// Adds further ones, who inherit the same value.
    mutating func join(_ other: Inherited) {
      heir = [heir, other.heir].compactMap(\.self).min { $0.name < $1.name }
      heirs += other.heirs
    }
  }

  /// What the rules find in presets; those that must not exist, or that something is wrong with, are passed over.
  /// - Parameter areAll: Whether the presets are all that are declared, and whole, so that one can tell what none of them has.
  static func diagnostics(of presets: [DesiredPreset], _ levels: LintLevels, areAll: Bool) -> [Diagnostic] {
    var linter = Linter(levels, areAll: areAll)
    let sound = presets.filter { $0.isSound && !$0.isAbsent }
    let checks = linter.rules.map(\.rule.check)
    // Looking takes long and needs nothing but the preset.
    let looks = sound.concurrentMap { (preset) -> (viewType: ViewType?, looks: [LintRule.Check.Look]) in
      let linted = LintedPreset(preset)
      return (viewType: linted[schema.config.viewType], looks: checks.map { $0.look(at: linted) })
    }
    for (preset, seen) in zip(sound, looks) { linter.note(seen.looks, preset, seen.viewType) }
    var found: [Place: Inherited] = [:]
    for (place, inherited) in linter.findings where !linter.isProvided(place.rule, place.viewType) {
      let place = Place(rule: place.rule, location: place.location)
      found[place, default: Inherited(inherited.severity, inherited.finding)].join(inherited)
    }
    return found.map { diagnostic($0.key.rule, $0.value) }
  }

  private init(_ levels: LintLevels, areAll: Bool) {
    rules = LintRule.all.compactMap { rule in
      if case .together = rule.check, !areAll { return nil }
      return levels[rule].severity.map { (rule, $0) }
    }
  }

  /// Whether some preset provides what a rule finds others to need in a kind of meeting.
  private func isProvided(_ rule: LintRule, _ viewType: ViewType?) -> Bool {
    guard let kinds = provided[rule] else { return false }
    return viewType == nil || kinds.contains(nil) || kinds.contains(viewType)
  }

  private mutating func note(_ looks: [LintRule.Check.Look], _ preset: DesiredPreset, _ viewType: ViewType?) {
    for ((rule, severity), look) in zip(rules, looks) {
      switch look {
      case .provides: provided[rule, default: []].insert(viewType)
      case .found(let findings): note(findings, rule, severity, preset, viewType)
      }
    }
  }

  private mutating func note(
    _ found: [LintFinding], _ rule: LintRule, _ severity: Diagnostic.Severity, _ preset: DesiredPreset,
    _ viewType: ViewType?
  ) {
    for finding in found {
      var place = Place(rule: rule, location: finding.field.location)
      if case .together = rule.check { place.viewType = viewType }
      let heir = finding.field.isInherited ? preset : nil
      findings[place, default: Inherited(severity, finding)]
        .join(Inherited(severity, finding, heir: heir, heirs: heir == nil ? 0 : 1))
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

extension LintRule.Check {
  /// What a rule sees in one preset.
  fileprivate enum Look: Sendable {
    /// Something that others need.
    case provides
    /// What it breaks, or needs of others.
    case found([LintFinding])
  }

  fileprivate func look(at preset: LintedPreset) -> Look {
    switch self {
    case .each(let check): .found(check(preset))
    case .together(let needs, let provides): provides(preset) ? .provides : .found(needs(preset))
    }
  }
}
