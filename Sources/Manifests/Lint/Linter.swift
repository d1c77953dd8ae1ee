import Diagnostics
import JSONValue
import Schema
import YAML

/// Checks presets with lint rules.
///
/// Each preset is checked once. A value that several presets inherit is reported once.
struct Linter {
  private let rules: [(rule: LintRule, severity: Diagnostic.Severity)]
  private var findings: [Key: Inherited] = [:]
  /// For rules across presets, the meeting types in which a preset provides what others need. Nil means any type.
  private var provided: [LintRule: Set<ViewType?>] = [:]

  /// The rule and the location of a finding.
  private struct Key: Hashable {
    let rule: LintRule
    let location: Location
    /// The meeting type, for rules across presets.
    var viewType: ViewType?
  }

  /// A finding and the presets that inherit its value.
  private struct Inherited {
    let severity: Diagnostic.Severity
    let finding: LintFinding
    /// The first of these presets by name.
    var child: DesiredPreset?
    var children = 0

    init(
      _ severity: Diagnostic.Severity, _ finding: LintFinding, child: DesiredPreset? = nil, children: Int = 0
    ) {
      self.severity = severity
      self.finding = finding
      self.child = child
      self.children = children
    }

    /// Adds the presets of another finding at the same value.
    mutating func join(_ other: Inherited) {
      child = [child, other.child].compactMap(\.self).min { $0.name < $1.name }
      children += other.children
    }
  }

  /// Returns the findings in presets. Absent and invalid presets are skipped.
  /// - Parameter areAll: Whether the presets are complete, so that rules across presets can be checked.
  static func diagnostics(of presets: [DesiredPreset], _ levels: LintLevels, areAll: Bool) -> [Diagnostic] {
    var linter = Linter(levels, areAll: areAll)
    let valid = presets.filter { $0.isValid && !$0.isAbsent }
    let checks = linter.rules.map(\.rule.check)
    // Checks are slow, and presets are independent.
    let outcomes = valid.concurrentMap { (preset) -> (viewType: ViewType?, results: [LintRule.Check.Result]) in
      let linted = LintedPreset(preset)
      return (viewType: linted[LintRule.schema.config.viewType], results: checks.map { $0.run(on: linted) })
    }
    for (preset, outcome) in zip(valid, outcomes) { linter.record(outcome.results, preset, outcome.viewType) }
    var found: [Key: Inherited] = [:]
    for (key, inherited) in linter.findings where !linter.isProvided(key.rule, key.viewType) {
      let key = Key(rule: key.rule, location: key.location)
      found[key, default: Inherited(inherited.severity, inherited.finding)].join(inherited)
    }
    return found.map { diagnostic($0.key.rule, $0.value) }
  }

  private init(_ levels: LintLevels, areAll: Bool) {
    rules = LintRule.all.compactMap { rule in
      if case .acrossPresets = rule.check, !areAll { return nil }
      return levels[rule].severity.map { (rule, $0) }
    }
  }

  /// Returns whether a preset of a meeting type provides what a rule requires.
  private func isProvided(_ rule: LintRule, _ viewType: ViewType?) -> Bool {
    guard let types = provided[rule] else { return false }
    return viewType == nil || types.contains(nil) || types.contains(viewType)
  }

  private mutating func record(_ results: [LintRule.Check.Result], _ preset: DesiredPreset, _ viewType: ViewType?) {
    for ((rule, severity), result) in zip(rules, results) {
      switch result {
      case .provides: provided[rule, default: []].insert(viewType)
      case .found(let findings): record(findings, rule, severity, preset, viewType)
      }
    }
  }

  private mutating func record(
    _ found: [LintFinding], _ rule: LintRule, _ severity: Diagnostic.Severity, _ preset: DesiredPreset,
    _ viewType: ViewType?
  ) {
    for finding in found {
      var key = Key(rule: rule, location: finding.field.location)
      if case .acrossPresets = rule.check { key.viewType = viewType }
      let child = finding.field.isInherited ? preset : nil
      findings[key, default: Inherited(severity, finding)]
        .join(Inherited(severity, finding, child: child, children: child == nil ? 0 : 1))
    }
  }

  private static func diagnostic(_ rule: LintRule, _ found: Inherited) -> Diagnostic {
    let finding = found.finding
    let others = finding.others.map { other in
      Diagnostic.Note.value(other.value ?? .null, of: other.path, at: other.location)
    }
    let children = found.child.map { child in
      [Diagnostic.Note.inherited(by: child.name.text, others: found.children - 1, at: child.location)]
    }
    return Diagnostic(
      Problem(rule: rule.id, finding.message, hint: finding.hint), severity: found.severity,
      at: finding.field.location, width: finding.field.width, notes: others + (children ?? []))
  }
}

extension LintRule.Check {
  /// The result of checking one preset with a rule.
  fileprivate enum Result: Sendable {
    /// The preset provides what others need.
    case provides
    /// The preset breaks the rule, or needs another preset.
    case found([LintFinding])
  }

  fileprivate func run(on preset: LintedPreset) -> Result {
    switch self {
    case .perPreset(let check): .found(check(preset))
    case .acrossPresets(let needs, let provides): provides(preset) ? .provides : .found(needs(preset))
    }
  }
}
