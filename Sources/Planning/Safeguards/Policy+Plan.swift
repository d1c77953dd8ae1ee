import Diagnostics
import JSONValue
import Manifests
import Schema

extension Policy {
  /// Returns a plan in which denied operations are blocked, with warnings for operations that the policy warns about.
  ///
  /// Only labeled plans distinguish drift from intent.
  package func applied(to plan: Plan) -> Plan {
    var result = plan
    for (index, operation) in plan.operations.enumerated() where operation.blocked == nil {
      let denied = findings(in: operation).filter { $0.level == .deny }
      if !denied.isEmpty {
        result.operations[index].blocked = .init(.policy, denied.map(\.reason).joined(separator: "; "))
      }
    }
    let snapshot = plan.restores.map { Location(file: $0) }
    let warnings = plan.operations.flatMap { operation in
      findings(in: operation).filter { $0.level == .warn }.compactMap { finding in
        (operation.location ?? snapshot).map { Diagnostic(finding.problem, severity: .warning, at: $0) }
      }
    }
    result.warnings = Set(plan.warnings + warnings).sorted()
    return result
  }

  private struct Finding {
    let level: Level
    let problem: Problem
    /// Why a denied operation is blocked.
    let reason: String
  }

  private func findings(in operation: Operation) -> [Finding] {
    var findings: [Finding] = []
    let name = operation.name.text
    let widening = operation.changes.filter { $0.effects.contains(.widens) }.map(\.field)
    if !widening.isEmpty {
      findings.append(
        Finding(
          level: self.widening, problem: .widens(name, widening),
          reason: "the policy denies changes that widen: \(widening.list)"))
    }
    if operation.comes(from: .drift) {
      let drifted = operation.action == .create ? [] : operation.changes.filter { $0.origin == .drift }.map(\.field)
      findings.append(
        Finding(
          level: drift, problem: .drifts(name, drifted),
          reason: "the policy denies drift" + (drifted.isEmpty ? "" : ": \(drifted.list)")))
    }
    return findings
  }
}
