/// What an environment thinks of changes that widen, and of those that nobody asked for.
public struct Policy: Hashable, Sendable {
  /// How grave a change is.
  public enum Level: String, Hashable, Sendable, CaseIterable {
    /// Nothing is said.
    case allow
    /// It is said, and done.
    case warn
    /// It is said, and not done.
    case deny
  }

  /// What is done about changes that give participants more power.
  public var widening: Level
  /// What is done about changes of the remote app that no manifest asked for.
  public var drift: Level

  /// Creates a policy.
  public init(widening: Level = .allow, drift: Level = .allow) {
    self.widening = widening
    self.drift = drift
  }

  /// The plan with warnings of what the policy warns of, and with a block on every operation that it denies.
  ///
  /// What is drift is only known in a plan that was labelled.
  public func applied(to plan: Plan) -> Plan {
    var result = plan
    result.operations = plan.operations.map { operation in
      let denied = rules(operation).filter { $0.level == .deny }
      guard operation.blocked == nil, !denied.isEmpty else { return operation }
      var operation = operation
      operation.blocked = .init(.policy, denied.map(\.reason).joined(separator: "; "))
      return operation
    }
    let snapshot = plan.restores.map { Location(file: $0) }
    let warnings = plan.operations.flatMap { operation in
      rules(operation).filter { $0.level == .warn }.compactMap { rule in
        (operation.location ?? snapshot).map { Diagnostic(rule.fault, severity: .warning, at: $0) }
      }
    }
    result.warnings = Set(plan.warnings + warnings).sorted()
    return result
  }

  /// A level, what it is about, and why it would block.
  private struct Rule {
    let level: Level
    let fault: Fault
    let reason: String
  }

  private func rules(_ operation: Operation) -> [Rule] {
    var rules: [Rule] = []
    let name = operation.name.text
    let widening = operation.changes.filter { $0.effects.contains(.widens) }.map(\.field)
    if !widening.isEmpty {
      rules.append(
        Rule(
          level: self.widening, fault: .widens(name: name, fields: widening),
          reason: "the policy denies changes that widen: \(widening.words)"))
    }
    if operation.comes(from: .drift) {
      let isWhole = operation.action == .create
      let drifted = isWhole ? [] : operation.changes.filter { $0.origin == .drift }.map(\.field)
      rules.append(
        Rule(
          level: drift, fault: .drifts(name: name, fields: drifted),
          reason: "the policy denies drift" + (drifted.isEmpty ? "" : ": \(drifted.words)")))
    }
    return rules
  }
}
