package import JSONValue
import Manifests

// Safeguards block operations; they never add or remove any.
extension Safeguards {
  /// Returns a plan in which operations that are not allowed are blocked.
  /// - Parameter scope: The remote presets that the plan decides on.
  package func applied(to plan: Plan, scope: Set<ExactString>) -> Plan {
    policy.applied(to: limits.applied(to: protected(plan), scope: scope))
  }

  /// Returns a saved plan with the current protection and policy, which may be stricter than when it was saved.
  ///
  /// The limits were applied when the plan was made.
  package func applied(toSaved plan: Plan) -> Plan {
    policy.applied(to: protected(plan))
  }

  private func protected(_ plan: Plan) -> Plan {
    var plan = plan
    for (index, operation) in plan.operations.enumerated() where operation.action == .delete {
      guard operation.blocked == nil, let pattern = protect.first(where: { $0.matches(operation.name) }) else {
        continue
      }
      plan.operations[index].blocked = .init(
        .protected, "it matches the 'protect' pattern '\(pattern.text)' in the project file")
    }
    return plan
  }
}
