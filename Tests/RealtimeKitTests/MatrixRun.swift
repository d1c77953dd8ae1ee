import HTTPTypes
import JSONValue
import Planning
import RealtimeKit
import RealtimeKitEmulator
import Rendering
import TestSupport
import Testing

/// A run of one cell of the matrix, with the checks of its result.
struct MatrixRun {
  /// The reads of the preset that is to be deleted.
  static let readsOfGone = Faults.Requests(.get, "presets/*4")

  private static let deadline = Duration.seconds(900)
  /// The highest number of requests that a cell may take. There are five operations, and each write has up to four
  /// attempts.
  private static let maximumRequests = 250
  private let cell: FaultMatrixTests.Cell
  private let app: RemoteApp
  private let before: [StoredPreset]
  private let plan: Plan

  /// Prepares an app without faults.
  /// - Parameter plan: The plan without faults, which is the same for all cells of a behavior.
  init(_ cell: FaultMatrixTests.Cell, _ plan: Plan) async throws {
    self.cell = cell
    self.plan = plan
    app = try RemoteApp(FixtureApp.remote, cell.behavior, parallelism: cell.parallelism)
    before = await app.emulator.presets
  }

  /// Makes the plan that all runs are compared with.
  static func plan(_ behavior: Behavior) async throws -> Plan {
    try await RemoteApp(FixtureApp.remote, behavior).plan(FixtureApp.desired)
  }

  func check() async throws {
    await app.emulator.set(cell.faults)
    switch cell.stage {
    case .plan: try await checkPlanning()
    case .apply, .saved: try await checkApplying()
    }
    await app.emulator.set([])
    try await checkConvergence()
  }

  private func checkPlanning() async throws {
    do {
      let planned = try await app.plan(FixtureApp.desired)
      // A client cannot detect an app that always claims to have no presets. The plan must then contain only creates.
      let appearsEmpty = cell.effect.status == 404 && cell.requests == .list && cell.hits == .all
      let isExpected = planned == plan || appearsEmpty && planned.operations.allSatisfy { $0.action == .create }
      #expect(isExpected, "\(cell)")
    } catch let error as APIError {
      #expect(!isTransient, "\(cell): \(error.message)")
    }
    await checkTraffic()
    #expect(await app.methods().allSatisfy { $0 == "GET" }, "\(cell)")
    #expect(await app.emulator.presets == before, "\(cell)")
  }

  private func checkApplying() async throws {
    let report: Report
    do {
      report = try await cell.stage == .apply ? app.apply(plan) : app.applySaved(plan)
    } catch let error as APIError {
      #expect(cell.stage == .saved && !isTransient, "\(cell): \(error.message)")
      #expect(await app.methods().allSatisfy { $0 == "GET" }, "\(cell)")
      return await checkTraffic()
    }
    await checkTraffic()
    let states = await states()
    for entry in report.entries { check(entry, states[entry.operation.name.text]) }
    let incomplete = report.entries.filter { $0.outcome != .done }
    if isTransient {
      #expect(incomplete.allSatisfy { unattainable.contains($0.operation.name.text) }, "\(cell): \(report.headline)")
    }
    if incomplete.contains(where: { $0.operation.action != .delete }) {
      #expect(report.entries.last?.outcome == .notStarted, "\(cell): \(report.headline)")
      #expect(await !app.methods().contains("DELETE"), "\(cell)")
    }
  }

  private func check(_ entry: Report.Entry, _ state: FixtureApp.PresetState?) {
    func summary() -> String { "\(cell): \(entry.operation.name) \(entry.outcome) \(entry.failure?.message ?? "")" }
    #expect(
      FixtureApp.isAccurate(entry.outcome, entry.failure?.message, state),
      "\(summary()), but the state is \(state.map { "\($0)" } ?? "neither the initial nor the expected one")")
    // There is no other client. Only a server that claims that a preset does not exist makes an operation stale.
    if entry.outcome == .stale { #expect(cell.effect.status == 404, "\(summary())") }
  }

  private func checkConvergence() async throws {
    // Lagging reads can make operations of the second run stale.
    for _ in 0..<cell.behavior.readLag { _ = try await app.apply(FixtureApp.desired) }
    let report = try await app.apply(FixtureApp.desired)
    let unfinished = report.entries.filter { $0.outcome != .done }.map(\.operation.name.text)
    #expect(unattainable.isSuperset(of: unfinished), "\(cell), then: \(report.headline)")
    if !report.entries.isEmpty, unattainable.isEmpty {
      #expect(try await app.plan(FixtureApp.desired).isEmpty, "\(cell)")
    }
    for (name, state) in await states() where !unattainable.contains(name) {
      #expect(state == .after, "\(cell), then: \(name)")
    }
  }

  /// Checks that the requests stay within the limit and the time stays within the timeout.
  private func checkTraffic() async {
    let journal = await app.emulator.journal
    #expect(journal.count <= Self.maximumRequests, "\(cell)")
    // Requests in progress at the timeout may take the full request time. Virtual time adds up the waits of concurrent
    // requests.
    let slack = Duration.seconds(35) * cell.parallelism
    #expect(app.time.now() <= Self.deadline + slack, "\(cell)")
  }

  /// Returns the state of each preset and checks that all other presets are unchanged.
  private func states() async -> [String: FixtureApp.PresetState] {
    let finalState = await FixtureApp.FinalState(
      from: before, to: app.emulator.presets, ignoring: cell.behavior.ignoredFields)
    #expect(finalState.isRestUnchanged, "\(cell)")
    return finalState.states
  }

  // MARK: Expectations

  /// The presets that cannot reach the desired state with the behavior of the cell.
  private var unattainable: Set<String> {
    var names: Set<String> = []
    if !cell.behavior.ignoredFields.isEmpty { names.formUnion(["host", "made"]) }
    if !cell.behavior.hasPut { names.insert("plain") }
    // A failure prevents every delete.
    return names.isEmpty && cell.behavior.inUse.isEmpty ? [] : names.union(["gone"])
  }

  /// Whether the fault is transient, so that all operations must succeed.
  private var isTransient: Bool { cell.hits != .all && cell.effect.isTransient(cell.requests, in: cell.stage) }
}

extension Faults.Effect {
  /// Returns whether a run recovers from the effect if it occurs once.
  fileprivate func isTransient(_ requests: Faults.Requests, in stage: FaultMatrixTests.Stage) -> Bool {
    let isWrite = requests.method != .get
    switch status {
    case 200?: return !isWrite || persists
    case 404?: return [.list, .delete].contains(requests) || requests == .read && stage == .plan
    case 409?: return isWrite && (persists || requests == .create)
    case let status?: return status >= 500 || [408, 425, 429].contains(status)
    case nil: return isWrite || content == .ordinary
    }
  }
}

extension Report {
  fileprivate var summary: String {
    entries.map { "\($0.operation.name) \($0.outcome.rawValue) \($0.failure?.message ?? "")" }.joined(separator: "; ")
  }
}
