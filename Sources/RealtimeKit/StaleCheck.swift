import Presets

/// Looks whether remote presets are still as a plan saw them.
struct StaleCheck: Sendable {
  let reader: PresetReader

  /// The operations of a plan whose presets moved since it was made, each with what moved.
  func failures(of plan: Plan, parallelism: Int) async throws(APIError) -> [Operation: Report.Failure] {
    let operations = plan.operations.filter { $0.blocked == nil }
    guard !operations.isEmpty else { return [:] }
    let rows = try await reader.list()
    let idByName = Dictionary(rows.map { ($0.name, $0.id) }) { first, _ in first }
    let failures = try await operations.concurrentMap(limit: parallelism) {
      (operation) async throws(APIError) -> Report.Failure? in
      if [.create, .rename].contains(operation.action), let id = idByName[operation.name], id != operation.id {
        return .nameIsTaken(operation.name)
      }
      guard let id = operation.id, let planned = plan.observed[id] else { return nil }
      return Self.failure(of: operation, planned: planned, now: try await reader.document(id: id))
    }
    // A plan that somebody wrote by hand may say the same twice.
    return Dictionary(zip(operations, failures).compactMap { pair in pair.1.map { (pair.0, $0) } }) { first, _ in first
    }
  }

  /// Why an operation would no longer do what the plan says; nil where it would.
  static func failure(of operation: Operation, planned: Preset, now: Preset?) -> Report.Failure? {
    guard let now else {
      // A preset that shall be gone and is gone is as good as deleted.
      return operation.action == .delete
        ? nil : .isGone
    }
    let moved = Staleness.changes(from: planned, to: now)
    return moved.isEmpty
      ? nil : Report.Failure(message: "it changed since the plan was made", moved: moved)
  }
}
