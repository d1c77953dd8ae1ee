public import Presets
import Synchronization

/// Carries out a plan: phase after phase, within a phase side by side, every write verified by what the server then holds.
public struct Applier: Sendable {
  private let reader: PresetReader
  private let writer: PresetWriter
  private let parallelism: Int
  private let verifier: Verifier

  /// Creates an applier that has at most `parallelism` operations under way at once.
  public init(_ connection: Connection, parallelism: Int) {
    self.parallelism = parallelism
    reader = PresetReader(connection, parallelism: parallelism)
    writer = PresetWriter(connection)
    verifier = Verifier(reader: reader, time: connection.time)
  }

  /// Carries out all operations that nothing blocks, and reports on every one in the plan's order.
  ///
  /// A failure does not stop what does not depend on it; only deletes wait until all before them is done.
  public func apply(_ plan: Plan) async -> Report {
    var entries: [Report.Entry] = []
    let gate = Gate()
    for action in Operation.Action.allCases {
      let group = plan.operations.filter { $0.action == action }
      let mayStart = action != .delete || entries.allSatisfy { $0.outcome == .done }
      entries += mayStart ? await carryOut(group, of: plan, gate) : group.map { Report.Entry($0, .notStarted) }
    }
    return Report(plan, entries: entries, traffic: reader.connection.traffic)
  }

  private func carryOut(_ group: [Operation], of plan: Plan, _ gate: Gate) async -> [Report.Entry] {
    await group.concurrentMap(limit: parallelism) { (operation) async throws(Never) -> Report.Entry in
      guard gate.isOpen else { return Report.Entry(operation, .notStarted) }
      let entry = await carryOut(operation, from: operation.id.flatMap { plan.observed[$0] })
      // Without the permission nothing else will succeed either.
      if [401, 403].contains(entry.failure?.status) { gate.close() }
      return entry
    }
  }

  private func carryOut(_ operation: Operation, from observed: Preset?) async -> Report.Entry {
    guard operation.blocked == nil else { return Report.Entry(operation, .blocked) }
    let write = operation.write(from: observed)
    let id: String?
    do {
      id = try await send(write, operation)
    } catch .timeIsUp {
      return Report.Entry(operation, .notStarted, APIError.timeIsUp.failure)
    } catch {
      return Report.Entry(operation, .failed, error.failure)
    }
    do {
      let failure = try await verifier.failure(of: write, id: id, operation)
      return Report.Entry(operation, failure == nil ? .done : .failed, failure)
    } catch {
      let failure = error.failure
      return Report.Entry(
        operation, .failed,
        Report.Failure(
          message: "it was written, but what the server then holds could not be read: \(failure.message)",
          status: failure.status, requestID: failure.requestID))
    }
  }

  /// Sends the write and returns the id of the preset it went to, where it is known.
  private func send(_ write: Write, _ operation: Operation) async throws(APIError) -> String? {
    switch write {
    case .create(let preset): return try await writer.create(preset)
    case .patch(let id, let sections):
      try await writer.patch(id: id, sections)
      return id
    case .replace(let id, let preset):
      do {
        try await writer.replace(id: id, preset)
      } catch .refused(let refusal) where [404, 405].contains(refusal.status) {
        throw .cannotRemove(operation.changes.first(where: \.removesSomething)?.field ?? .root, refusal)
      }
      return id
    case .delete(let id):
      try await writer.delete(id: id)
      return id
    }
  }
}

/// Lets operations start until it is closed, for good.
private final class Gate: Sendable {
  private let state = Mutex(true)

  var isOpen: Bool { state.withLock { $0 } }

  func close() { state.withLock { $0 = false } }
}
