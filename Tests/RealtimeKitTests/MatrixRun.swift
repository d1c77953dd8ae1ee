import HTTPTypes
import Presets
import RealtimeKit
import RealtimeKitEmulator
import TestSupport
import Testing

/// A run of one cell, and what must be true of it.
struct MatrixRun {
  /// The reads of the preset that is to be deleted.
  static let readsOfGone = Faults.Requests(.get, "presets/*4")

  private static let deadline = Duration.seconds(900)
  /// The most requests that a cell may take: there are five operations, and each write is tried four times.
  private static let mostRequests = 250
  private let cell: FaultMatrixTests.Cell
  private let app: RemoteApp
  private let before: [StoredPreset]
  private let plan: Plan

  /// Begins a run where an app is as it was, and a plan is made without any trouble.
  /// - Parameter plan: The plan, which is the same for all cells of a behavior.
  init(_ cell: FaultMatrixTests.Cell, _ plan: Plan) async throws {
    self.cell = cell
    self.plan = plan
    app = try RemoteApp(OneOfEach.remote, cell.behavior, parallelism: cell.parallelism)
    before = await app.emulator.presets
  }

  /// The plan that everything is measured by.
  static func plan(_ behavior: Behavior) async throws -> Plan {
    try await RemoteApp(OneOfEach.remote, behavior).plan(OneOfEach.desired)
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
      let planned = try await app.plan(OneOfEach.desired)
      // Who is told, each time, that there are no presets must believe it; then nothing is changed or deleted.
      let isEmptied = cell.effect.status == 404 && cell.requests == .list && cell.hits == .all
      let isRight = planned == plan || isEmptied && planned.operations.allSatisfy { $0.action == .create }
      #expect(isRight, "\(cell)")
    } catch let error as APIError {
      #expect(!isPassing, "\(cell): \(error.message)")
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
      #expect(cell.stage == .saved && !isPassing, "\(cell): \(error.message)")
      #expect(await app.methods().allSatisfy { $0 == "GET" }, "\(cell)")
      return await checkTraffic()
    }
    await checkTraffic()
    let truths = await truths()
    for entry in report.entries { check(entry, truths[entry.operation.name.text]) }
    let undone = report.entries.filter { $0.outcome != .done }
    if isPassing {
      #expect(undone.allSatisfy { impossible.contains($0.operation.name.text) }, "\(cell): \(report.words)")
    }
    if undone.contains(where: { $0.operation.action != .delete }) {
      #expect(report.entries.last?.outcome == .notStarted, "\(cell): \(report.words)")
      #expect(await !app.methods().contains("DELETE"), "\(cell)")
    }
  }

  private func check(_ entry: Report.Entry, _ truth: OneOfEach.Truth?) {
    func words() -> String { "\(cell): \(entry.operation.name) \(entry.outcome) \(entry.failure?.message ?? "")" }
    #expect(
      OneOfEach.isTrue(entry.outcome, entry.failure?.message, truth),
      "\(words()), although it is \(truth.map { "\($0)" } ?? "neither as before nor as wanted")")
    // Nobody else was there; but who is told that a preset is gone must believe it.
    if entry.outcome == .stale { #expect(cell.effect.status == 404, "\(words())") }
  }

  private func checkConvergence() async throws {
    // Reads that still lag behind the first run make the second one leave alone what it cannot be sure of.
    for _ in 0..<cell.behavior.readLag { _ = try await app.apply(OneOfEach.desired) }
    let report = try await app.apply(OneOfEach.desired)
    let open = report.entries.filter { $0.outcome != .done }.map(\.operation.name.text)
    #expect(impossible.isSuperset(of: open), "\(cell), then: \(report.words)")
    if !report.entries.isEmpty, impossible.isEmpty {
      #expect(try await app.plan(OneOfEach.desired).isEmpty, "\(cell)")
    }
    for (name, truth) in await truths() where !impossible.contains(name) {
      #expect(truth == .after, "\(cell), then: \(name)")
    }
  }

  /// Requests are bounded, and the time is within the deadline.
  private func checkTraffic() async {
    let journal = await app.emulator.journal
    #expect(journal.count <= Self.mostRequests, "\(cell)")
    // What is under way when the time is over may take as long as any request; what goes on side by side counts one after
    // another here.
    let slack = Duration.seconds(35) * cell.parallelism
    #expect(app.time.now() <= Self.deadline + slack, "\(cell)")
  }

  /// What became of each preset, where nothing else was touched.
  private func truths() async -> [String: OneOfEach.Truth] {
    let aftermath = await OneOfEach.Aftermath(
      from: before, to: app.emulator.presets, ignoring: cell.behavior.ignoredFields)
    #expect(aftermath.isOtherwiseIntact, "\(cell)")
    return aftermath.truths
  }

  // MARK: What is to be expected

  /// The presets that cannot become what is wanted with the behavior of the cell.
  private var impossible: Set<String> {
    var names: Set<String> = []
    if !cell.behavior.ignoredFields.isEmpty { names.formUnion(["host", "made"]) }
    if !cell.behavior.hasPut { names.insert("plain") }
    // Nothing is deleted where something before it failed.
    return names.isEmpty && cell.behavior.inUse.isEmpty ? [] : names.union(["gone"])
  }

  /// Whether what goes wrong passes, so that in the end everything must be done.
  private var isPassing: Bool { cell.hits != .all && cell.effect.passes(cell.requests, in: cell.stage) }
}

extension Faults.Effect {
  /// Whether it is made good where it happens once.
  fileprivate func passes(_ requests: Faults.Requests, in stage: FaultMatrixTests.Stage) -> Bool {
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
  fileprivate var words: String {
    entries.map { "\($0.operation.name) \($0.outcome.rawValue) \($0.failure?.message ?? "")" }.joined(separator: "; ")
  }
}
