package import Planning
import Schema
import Synchronization

/// Carries out a plan: renames, creates, updates, then deletes. Operations of one kind run concurrently, and each write is verified
/// by reading the preset back.
package struct Applier: Sendable {
  private let reader: PresetReader
  private let writer: OperationWriter
  private let parallelism: Int
  private let onProgress: ProgressHandler

  /// - Parameters:
  ///   - parallelism: The maximum number of concurrent operations.
  ///   - onProgress: Called after every operation.
  package init(_ connection: Connection, parallelism: Int, onProgress: @escaping ProgressHandler = { _ in }) {
    self.parallelism = parallelism
    self.onProgress = onProgress
    reader = PresetReader(connection, parallelism: parallelism)
    writer = OperationWriter(reader)
  }

  /// Returns a report in which every operation is either stale, because its preset changed since the plan was made, or not started.
  package func check(_ plan: Plan) async throws(APIError) -> Report {
    let stale = try await StaleCheck(reader: reader).failures(of: plan, parallelism: parallelism)
    let entries = plan.operations.map { operation in
      Report.Entry(operation, stale[operation] == nil ? .notStarted : .stale, stale[operation])
    }
    return Report(plan, entries: entries, traffic: reader.connection.traffic)
  }

  /// Carries out the operations of a plan that are not blocked, and reports on all of them in the plan's order.
  ///
  /// A failure does not stop other operations, except that deletes start only if everything before them succeeded. Each preset is
  /// read again just before it is changed, and skipped if it changed since the plan was made.
  package func apply(_ plan: Plan) async -> Report {
    var entries: [Report.Entry] = []
    let stop = StopFlag()
    for action in Operation.Action.allCases {
      let group = plan.operations.filter { $0.action == action }
      let mayStart = action != .delete || entries.allSatisfy { [.done, .blocked].contains($0.outcome) }
      entries += mayStart ? await execute(group, of: plan, stop) : group.map { Report.Entry($0, .notStarted) }
    }
    return Report(plan, entries: entries, traffic: reader.connection.traffic)
  }

  private func execute(_ group: [Operation], of plan: Plan, _ stop: StopFlag) async -> [Report.Entry] {
    await group.concurrentMap(limit: parallelism) { (operation) async throws(Never) -> Report.Entry in
      if let block = operation.blocked {
        return Report.Entry(operation, .blocked, Report.Failure(message: block.message))
      }
      guard !stop.isSet, !reader.connection.isInterrupted else { return Report.Entry(operation, .notStarted) }
      let entry = await execute(operation, of: plan)
      // Other operations need the same permission.
      if entry.outcome == .failed, [401, 403].contains(entry.failure?.status) { stop.set() }
      onProgress(.applied(operation))
      return entry
    }
  }

  private func execute(_ operation: Operation, of plan: Plan) async -> Report.Entry {
    guard let id = operation.id, let planned = plan.observed[id] else {
      return await writer.write(operation, from: nil, readAt: reader.connection.time.now())
    }
    let start = reader.connection.time.now()
    let now: Preset?
    do {
      now = try await reader.document(id: id)
      // A 404 counts as deleted only if the list agrees: it can also come from a proxy.
      if now == nil, operation.action == .delete, try await reader.id(ofName: operation.name) == id {
        return Report.Entry(operation, .failed, .isListedOnly)
      }
    } catch {
      if error.endsRun { return Report.Entry(operation, .notStarted, error.failure) }
      return Report.Entry(
        operation, .failed, error.failure(before: "the preset could not be read, so nothing was written"))
    }
    if let failure = StaleCheck.failure(of: operation, planned: planned, now: now) {
      return Report.Entry(operation, .stale, failure)
    }
    guard let now else { return Report.Entry(operation, .done) }
    return await writer.write(operation, from: now, readAt: start)
  }
}

/// A flag that stops further operations from starting.
private final class StopFlag: Sendable {
  private let state = Mutex(false)

  var isSet: Bool { state.withLock { $0 } }

  func set() { state.withLock { $0 = true } }
}
