package import Diagnostics
package import Schema

/// The fixed ids of problems in a plan or in its execution.
package enum PlanRule: String, CaseIterable, Sendable {
  case oldNameExists = "old-name-exists"
  case oldNameDeclared = "old-name-declared"
  case renameBreaksReferences = "rename-breaks-references"
  case newID = "new-id"
  case unknownFieldsNotRestored = "unknown-fields-not-restored"
  case policyWidening = "policy-widening"
  case policyDrift = "policy-drift"
}

extension Problem {
  init(_ rule: PlanRule, _ message: String, hint: String? = nil) {
    self.init(rule: rule.rawValue, message, hint: hint)
  }

  // MARK: Names

  static func oldNameStillExists(old: String, new: String) -> Problem {
    Problem(
      .oldNameExists, "both '\(old)' and '\(new)' exist, so '\(old)' is not renamed; it is treated as undeclared")
  }

  static func otherOldNameTaken(old: String, taken: String, new: String) -> Problem {
    Problem(
      .oldNameExists, "'\(taken)' is renamed to '\(new)', so '\(old)' is not renamed; it is treated as undeclared")
  }

  static func oldNameStillDeclared(old: String, new: String) -> Problem {
    Problem(.oldNameDeclared, "another manifest still declares '\(old)', so it is not renamed to '\(new)'")
  }

  static func renameBreaksReferences(old: String, new: String) -> Problem {
    Problem(
      .renameBreaksReferences,
      "applications that add participants with the preset '\(old)' will fail once it is renamed to '\(new)'",
      hint: "update the applications at the same time, or declare both presets, update the applications, then retire "
        + "'\(old)'")
  }

  // MARK: Restoring

  static func newID(_ name: String) -> Problem {
    Problem(.newID, "'\(name)' was deleted, so restoring it creates a preset with a new id")
  }

  static func unknownFieldsNotRestored(_ name: String, _ fields: [FieldPath]) -> Problem {
    Problem(
      .unknownFieldsNotRestored,
      "fields of '\(name)' that this version does not know are not restored: \(fields.list)",
      hint: "pass --allow-unknown-fields to restore or remove them as well")
  }

  // MARK: Policies

  package static func widens(_ name: String, _ fields: [FieldPath]) -> Problem {
    Problem(.policyWidening, "'\(name)' widens: \(fields.list)")
  }

  static func drifts(_ name: String, _ fields: [FieldPath]) -> Problem {
    Problem(
      .policyDrift,
      fields.isEmpty
        ? "'\(name)' drifted: the remote app changed, but the manifests did not" : "'\(name)' drifted: \(fields.list)")
  }

  // MARK: Applying

  /// A blocked operation. A limit blocks several, and its message names them.
  static func blocked(_ name: String, _ block: Operation.Block) -> Problem {
    Problem(
      rule: "blocked-\(block.reason.rawValue)",
      block.reason == .limit ? block.message : "'\(name)' is blocked: \(block.message)")
  }

  /// An operation that was not done.
  static func notApplied(_ entry: Report.Entry) -> Problem {
    let request = entry.failure?.requestID.map { " (request \($0))" } ?? ""
    let fields = entry.failure?.staleFields.map(\.field) ?? []
    return Problem(
      rule: "apply-\(entry.outcome.rawValue)",
      "'\(entry.operation.name)' was not applied: \(entry.failure?.message ?? entry.outcome.description)\(request)"
        + (fields.isEmpty ? "" : ": \(fields.list)"))
  }
}

extension [FieldPath] {
  /// The paths, separated by commas.
  package var list: String { map(\.description).joined(separator: ", ") }
}
