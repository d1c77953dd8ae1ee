/// Everything that keeps a plan from doing what nobody may want: each turns operations into blocked ones, none adds or
/// removes any.
public struct Safeguards: Hashable, Sendable {
  /// The names of presets that are never deleted, whatever else is said.
  public var protect: [NamePattern]
  /// How much a plan may do.
  public var limits: OperationLimits
  /// What is thought of changes that widen, and of drift.
  public var policy: Policy

  /// Creates safeguards.
  public init(protect: [NamePattern] = [], limits: OperationLimits = OperationLimits(), policy: Policy = Policy()) {
    self.protect = protect
    self.limits = limits
    self.policy = policy
  }

  /// A plan as it may be carried out.
  /// - Parameter scope: The names of the remote presets that the plan decides on.
  public func applied(to plan: Plan, scope: Set<ExactString>) -> Plan {
    policy.applied(to: limits.applied(to: protected(plan), scope: scope))
  }

  /// A saved plan as it may be carried out now: protection and policy may be stricter than they were. The limits were
  /// applied when the plan was made, and a person has seen the outcome.
  public func applied(toSaved plan: Plan) -> Plan {
    policy.applied(to: protected(plan))
  }

  private func protected(_ plan: Plan) -> Plan {
    var plan = plan
    for (index, operation) in plan.operations.enumerated() where operation.action == .delete {
      guard operation.blocked == nil, let pattern = protect.first(where: { $0.matches(operation.name) }) else {
        continue
      }
      plan.operations[index].blocked = .init(
        .protected, "protected by '\(pattern.text)' in the project file ('protect')")
    }
    return plan
  }
}
