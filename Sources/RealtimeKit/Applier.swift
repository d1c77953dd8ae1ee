public import Presets
import Synchronization

/// Carries out a plan: phase after phase, within a phase side by side, every write verified by what the server then holds.
public struct Applier: Sendable {
  private let reader: PresetReader
  private let writer: OperationWriter
  private let parallelism: Int
  private let onProgress: ProgressHandler

  /// Creates an applier that has at most `parallelism` operations under way at once.
  /// - Parameter onProgress: Told of every operation that ends.
  public init(_ connection: Connection, parallelism: Int, onProgress: @escaping ProgressHandler = { _ in }) {
    self.parallelism = parallelism
    self.onProgress = onProgress
    reader = PresetReader(connection, parallelism: parallelism)
    writer = OperationWriter(reader)
  }

  /// Looks whether everything that a plan touches is still as it saw it: what is not is stale, the rest is not started.
  public func check(_ plan: Plan) async throws(APIError) -> Report {
    let stale = try await StaleCheck(reader: reader).failures(of: plan, parallelism: parallelism)
    let entries = plan.operations.map { operation in
      Report.Entry(operation, stale[operation] == nil ? .notStarted : .stale, stale[operation])
    }
    return Report(plan, entries: entries, traffic: reader.connection.traffic)
  }

  /// Carries out what is not blocked of a plan, and reports on every operation in the plan's order.
  ///
  /// A failure does not stop what does not depend on it; only deletes wait until all before them is done. Just before a
  /// preset is changed it is read again, and left alone if it is not as the plan saw it.
  public func apply(_ plan: Plan) async -> Report {
    var entries: [Report.Entry] = []
    let gate = Gate()
    for action in Operation.Action.allCases {
      let group = plan.operations.filter { $0.action == action }
      let mayStart = action != .delete || entries.allSatisfy { [.done, .blocked].contains($0.outcome) }
      entries += mayStart ? await carryOut(group, of: plan, gate) : group.map { Report.Entry($0, .notStarted) }
    }
    return Report(plan, entries: entries, traffic: reader.connection.traffic)
  }

  private func carryOut(_ group: [Operation], of plan: Plan, _ gate: Gate) async -> [Report.Entry] {
    await group.concurrentMap(limit: parallelism) { (operation) async throws(Never) -> Report.Entry in
      if let block = operation.blocked {
        return Report.Entry(operation, .blocked, Report.Failure(message: block.message))
      }
      guard gate.isOpen, !reader.connection.isInterrupted else { return Report.Entry(operation, .notStarted) }
      let entry = await carryOut(operation, of: plan)
      // Without the permission nothing else will succeed either.
      if entry.outcome == .failed, [401, 403].contains(entry.failure?.status) { gate.close() }
      onProgress(.applied(operation))
      return entry
    }
  }

  private func carryOut(_ operation: Operation, of plan: Plan) async -> Report.Entry {
    guard let id = operation.id, let planned = plan.observed[id] else {
      return await writer.write(operation, from: nil, readAt: reader.connection.time.now())
    }
    let start = reader.connection.time.now()
    let now: Preset?
    do {
      now = try await reader.document(id: id)
      // What is gone is as good as deleted; but a lone 404 may come from something on the way.
      if now == nil, operation.action == .delete, try await reader.id(ofName: operation.name) == id {
        return Report.Entry(operation, .failed, .isListedOnly)
      }
    } catch {
      if error.isNotStarted { return Report.Entry(operation, .notStarted, error.failure) }
      return Report.Entry(operation, .failed, error.failure(before: "it could not be read, so nothing was written"))
    }
    if let failure = StaleCheck.failure(of: operation, planned: planned, now: now) {
      return Report.Entry(operation, .stale, failure)
    }
    guard let now else { return Report.Entry(operation, .done) }
    return await writer.write(operation, from: now, readAt: start)
  }
}

/// Lets operations start until it is closed, for good.
private final class Gate: Sendable {
  private let state = Mutex(true)

  var isOpen: Bool { state.withLock { $0 } }

  func close() { state.withLock { $0 = false } }
}
