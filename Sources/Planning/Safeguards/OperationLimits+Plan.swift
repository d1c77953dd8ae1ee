import Diagnostics
import JSONValue
import Manifests

extension OperationLimits {
  /// Returns a plan in which operations beyond a limit are blocked.
  /// - Parameter scope: The remote presets that the plan decides on.
  func applied(to plan: Plan, scope: Set<ExactString>) -> Plan {
    var result = plan
    let unblocked = plan.operations.filter { $0.blocked == nil }
    let deleted = unblocked.filter { $0.action == .delete }
    let changed = unblocked.filter { $0.action != .create }
    if !allowsDeletingAll, !deleted.isEmpty, plan.leavesNothing(of: scope, after: deleted) {
      result.block([.delete], "\(deleted.summary) would be deleted, leaving none in scope (--allow-delete-all)")
    }
    if deleted.count > deletes {
      result.block([.delete], "\(deleted.summary) would be deleted, but the limit is \(deletes) (--max-deletes)")
    }
    if let changes, !changes.allows(changed.count, of: scope.count) {
      let verbs = deleted.isEmpty ? "changed" : "changed or deleted"
      result.block(
        [.rename, .update, .delete],
        "\(changed.summary) would be \(verbs), but the limit is \(changes.description(of: scope.count)) (--max-changes)"
      )
    }
    return result
  }
}

extension OperationLimits.Changes {
  fileprivate func description(of total: Int) -> String {
    switch self {
    case .count(let count): "\(count)"
    case .percent(let percent): "\(percent)% of \(total)"
    }
  }

  fileprivate func allows(_ count: Int, of total: Int) -> Bool {
    switch self {
    case .count(let maximum): count <= maximum
    // Floating point avoids integer overflow for large counts.
    case .percent(let percent): Double(count) <= Double(total) * Double(percent) / 100
    }
  }
}

extension Plan {
  /// Returns whether nothing in scope would exist after some presets are deleted.
  fileprivate func leavesNothing(of scope: Set<ExactString>, after deleted: [Operation]) -> Bool {
    scope.isSubset(of: deleted.map(\.name)) && !operations.contains { $0.action == .create || $0.action == .rename }
  }

  /// Blocks the operations of some kinds that are not blocked yet.
  fileprivate mutating func block(_ actions: Set<Operation.Action>, _ message: String) {
    for (index, operation) in operations.enumerated()
    where operation.blocked == nil && actions.contains(operation.action) {
      operations[index].blocked = .init(.limit, message)
    }
  }
}

extension [Operation] {
  /// The number of presets and their names: `2 presets (a, b)`.
  fileprivate var summary: String {
    let names = prefix(20).map(\.name.text).joined(separator: ", ") + (count > 20 ? " and \(count - 20) more" : "")
    return "\(counted(count, "preset")) (\(names))"
  }
}
