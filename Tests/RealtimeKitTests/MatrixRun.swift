import HTTPTypes
import Presets
import RealtimeKit
import RealtimeKitEmulator
import TestSupport
import Testing

/// A run of one cell, and what must be true of it.
struct MatrixRun {
  /// What became of a preset, as the server has it.
  enum Truth { case before, after }

  /// The reads of the preset that is to be deleted.
  static let readsOfGone = Faults.Requests(.get, "presets/*4")

  private static let deadline = Duration.seconds(900)
  /// The most requests that a cell may take: there are five operations, and each write is tried four times.
  private static let mostRequests = 250
  /// The words without which nothing that was carried out may be called anything but done.
  private static let doubts = [
    "it may have been carried out all the same", "it was written, but", "the server accepted the", "did not stick",
  ]

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

  private func check(_ entry: Report.Entry, _ truth: Truth?) {
    func words() -> String { "\(cell): \(entry.operation.name) \(entry.outcome) \(entry.failure?.message ?? "")" }
    switch (entry.outcome, truth) {
    case (.done, .after?), (.notStarted, .before?): break
    case (.failed, .before?), (.inUse, .before?), (.stale, .before?): #expect(entry.failure != nil, "\(words())")
    case (.failed, .after?):
      #expect(Self.doubts.contains { entry.failure?.message.contains($0) == true }, "\(words())")
    default: Issue.record("\(words()), although it is \(truth.map { "\($0)" } ?? "neither as before nor as wanted")")
    }
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

  // MARK: The truth

  /// What became of each preset that an operation is for, by its name afterwards.
  private func truths() async -> [String: Truth] {
    let held = await app.emulator.presets
    var truths: [String: Truth] = [:]
    for old in before {
      let now = held.first { $0.id == old.id }
      switch old.document.name {
      case "gone": truths["gone"] = now == nil ? .after : now == old ? .before : nil
      case "same", "foreign": #expect(now == old && now?.document.text == old.document.text, "\(cell)")
      default:
        let new = wanted(from: old.document)
        if now?.document.isSame(as: old.document) == true {
          truths[new.name] = .before
        } else if now?.document.isSame(as: new) == true {
          truths[new.name] = .after
        }
      }
    }
    let strangers = held.filter { preset in !before.contains { $0.id == preset.id } }
    #expect(strangers.count <= 1, "\(cell): \(strangers.map(\.document.name))")
    truths["made"] =
      strangers.first.map { $0.document.holds(OneOfEach.made, but: cell.behavior.ignoredFields) } == false
      ? nil : strangers.isEmpty ? .before : .after
    return truths
  }

  /// What a preset becomes when everything is done that can be done.
  private func wanted(from old: Preset) -> Preset {
    var preset = OneOfEach.wanted(from: old)
    for path in cell.behavior.ignoredFields { preset[path] = old[path] }
    return preset
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

extension Preset {
  /// The document, byte for byte.
  fileprivate var text: String { JSON.object(document).text() }

  /// Whether it is the same document, but for the order of its members and what a server adds that was not sent.
  fileprivate func isSame(as other: Preset) -> Bool {
    guard name == other.name, self[\.permissions.canRecord] == other[\.permissions.canRecord] else { return false }
    return textWithDefaults == other.textWithDefaults
  }

  private var textWithDefaults: String {
    var preset = self
    for field in PresetSchema.current.fields where !field.isRequired && preset[field.path] == nil {
      if let value = field.suggested { preset[field.path] = value }
    }
    return JSON.object(preset.document).text(.canonical)
  }

  /// Whether it has every field of a body, in the same words.
  fileprivate func holds(_ body: Preset, but exceptions: [FieldPath]) -> Bool {
    PresetSchema.current.fields.allSatisfy { field in
      exceptions.contains(field.path) || body[field.path] == nil || self[field.path] == body[field.path]
    }
  }
}

extension Report {
  fileprivate var words: String {
    entries.map { "\($0.operation.name) \($0.outcome.rawValue) \($0.failure?.message ?? "")" }.joined(separator: "; ")
  }
}
