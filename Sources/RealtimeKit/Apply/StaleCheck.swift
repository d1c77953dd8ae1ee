import Planning
import Schema

/// Checks whether remote presets have changed since a plan was made.
struct StaleCheck: Sendable {
  let reader: PresetReader

  /// Returns the operations of a plan whose presets have changed since it was made, each with the changes.
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
    // A hand-written plan can list the same operation twice.
    return Dictionary(zip(operations, failures).compactMap { pair in pair.1.map { (pair.0, $0) } }) { first, _ in first
    }
  }

  /// Returns why the planned changes no longer apply to the preset; nil if they do.
  static func failure(of operation: Operation, planned: Preset, now: Preset?) -> Report.Failure? {
    guard let now else {
      // A preset to delete that no longer exists needs no delete.
      return operation.action == .delete ? nil : .isGone
    }
    let moved = DocumentDiff.changes(from: planned, to: now)
    return moved.isEmpty
      ? nil : Report.Failure(message: "the preset changed since the plan was made", staleFields: moved)
  }
}
