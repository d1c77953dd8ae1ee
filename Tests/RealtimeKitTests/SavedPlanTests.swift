import Documents
import HTTPTypes
import JSONValue
import Manifests
import OrderedCollections
import Planning
import RealtimeKit
import RealtimeKitEmulator
import Schema
import Synchronization
import TestSupport
import Testing

/// Applying a saved plan: either exactly that plan or nothing.
@Suite("Saved plans") struct SavedPlanTests {
  private static func body(_ name: String, seed: Int = 1) -> Preset {
    var generator = PresetGenerator(seed: seed)
    return generator.preset(named: name)
  }

  private static func text(_ body: Preset, _ more: JSON.Object = [:]) -> String {
    JSON.object(body.document.merging(more) { $1 }).text()
  }

  /// Declares one operation of each action.
  private static let desired = DesiredState(
    yaml: text(body("new", seed: 2), ["previously": "old"]), "name: gone\nstate: absent\n", text(body("x", seed: 3)),
    text(body("made")))

  private static func app(_ behavior: Behavior = Behavior()) throws -> RemoteApp {
    try RemoteApp([body("old"), body("gone"), body("x")], behavior)
  }

  private func reloaded(_ plan: Plan) throws -> Plan {
    try Plan(document: Array(plan.json.text(.pretty).utf8))
  }

  @Test("A saved plan has the same effect as a direct apply", arguments: PropertyTests.behaviors)
  func sameEffect(behavior: Behavior) async throws {
    let (direct, later) = (try Self.app(behavior), try Self.app(behavior))
    let plan = try await direct.plan(Self.desired)
    #expect(try await direct.apply(plan).isComplete)
    let report = try await later.applySaved(try reloaded(await later.plan(Self.desired)))
    #expect(report.isComplete, "\(report.entries.compactMap(\.failure))")
    #expect(await direct.emulator.presets.map(\.document.body) == later.emulator.presets.map(\.document.body))
    #expect(try await later.plan(Self.desired).isEmpty)
  }

  /// Changes by another client: a description, the change, and the operation and the fields that the report names.
  private static let edits: [(String, @Sendable (Emulator) async -> Void, String, [FieldPath])] = [
    (
      "a managed field of an updated preset",
      { await $0.edit("x") { $0["permissions.can_record"] = .bool($0["permissions.can_record"] == false) } }, "x",
      ["permissions.can_record"]
    ),
    (
      "a field that the schema does not know", { await $0.edit("x") { $0["permissions.beta.on"] = true } }, "x",
      ["permissions.beta.on"]
    ),
    ("the name of a preset to be deleted", { await $0.edit("gone") { $0["name"] = "kept" } }, "gone", ["name"]),
    (
      "a preset to be renamed", { await $0.edit("old") { $0["config.media.video.frame_rate"] = 1 } }, "new",
      ["config.media.video.frame_rate"]
    ),
  ]

  @Test("An apply of a saved plan writes nothing and names the change when a preset changed", arguments: edits.indices)
  func changedPreset(index: Int) async throws {
    let (_, edit, name, fields) = Self.edits[index]
    let app = try Self.app()
    let plan = try reloaded(await app.plan(Self.desired))
    await edit(app.emulator)
    let before = await app.emulator.presets
    let report = try await app.applySaved(plan)
    #expect(await app.emulator.presets == before)
    let stale = report.entries.filter { $0.outcome == .stale }
    #expect(stale.map(\.operation.name.text) == [name])
    #expect(stale.first?.failure?.staleFields.map(\.field) == fields)
    #expect(report.count(.notStarted) == 3)
  }

  @Test("An apply of a saved plan writes nothing when a preset to create exists or a preset to update is gone")
  func existence() async throws {
    let app = try Self.app()
    let plan = try reloaded(await app.plan(Self.desired))
    _ = try await app.apply(DesiredState(yaml: Self.text(Self.body("made", seed: 9)), "name: x\nstate: absent\n"))
    let before = await app.emulator.presets
    let report = try await app.applySaved(plan)
    #expect(await app.emulator.presets == before)
    #expect(
      report.entries.filter { $0.outcome == .stale }.map { "\($0.operation.name): \($0.failure?.message ?? "")" } == [
        "made: a preset named 'made' already exists", "x: the preset no longer exists",
      ])
  }

  @Test("An apply of a saved plan counts a preset that is already gone as deleted")
  func alreadyDeleted() async throws {
    let app = try Self.app()
    let plan = try reloaded(await app.plan(DesiredState(yaml: "name: gone\nstate: absent\n")))
    _ = try await app.apply(DesiredState(yaml: "name: gone\nstate: absent\n"))
    #expect(try await app.applySaved(plan).isComplete)
  }

  @Test("A preset that changes between the check and its update is skipped, and the other operations are carried out")
  func changedBeforeUpdate() async throws {
    // The third read of 'x' is the read just before its update.
    let emulator = Mutex<Emulator?>(nil)
    let reads = Mutex(0)
    let app = try RemoteApp(
      [Self.body("x"), Self.body("y")], parallelism: 1,
      through: { inner in
        ObservingTransport(inner: inner) { request in
          guard request.method == .get, request.path?.hasSuffix("000000000001") == true else { return }
          let count = reads.withLock { reads in
            reads += 1
            return reads
          }
          guard count == 3, let emulator = emulator.withLock({ $0 }) else { return }
          await emulator.edit("x") { $0["config.media.video.frame_rate"] = 7 }
        }
      })
    emulator.withLock { $0 = app.emulator }
    let desired = DesiredState(yaml: Self.text(Self.body("x", seed: 4)), Self.text(Self.body("y", seed: 5)))
    let report = try await app.applySaved(try reloaded(await app.plan(desired)))
    #expect(report.entries.map(\.outcome) == [.stale, .done])
    #expect(report.entries[0].failure?.staleFields.map(\.field) == ["config.media.video.frame_rate"])
    #expect(report.entries[0].failure?.staleFields.map(\.after) == [7])
  }

  @Test("A preset that changes between the check and its deletion is not deleted")
  func changedBeforeDeletion() async throws {
    let emulator = Mutex<Emulator?>(nil)
    let reads = Mutex(0)
    let app = try RemoteApp(
      [Self.body("gone")],
      through: { inner in
        ObservingTransport(inner: inner) { request in
          guard request.method == .get, request.path?.hasSuffix("000000000001") == true else { return }
          let count = reads.withLock { reads in
            reads += 1
            return reads
          }
          // The plan and the check read the preset once each. The third read comes just before the deletion.
          guard count == 3, let emulator = emulator.withLock({ $0 }) else { return }
          await emulator.edit("gone") { $0["permissions.can_record"] = .bool($0["permissions.can_record"] == false) }
        }
      })
    emulator.withLock { $0 = app.emulator }
    let plan = try reloaded(await app.plan(DesiredState(yaml: "name: gone\nstate: absent\n")))
    let report = try await app.applySaved(plan)
    #expect(report.entries.map(\.outcome) == [.stale])
    #expect(report.entries[0].failure?.staleFields.map(\.field) == ["permissions.can_record"])
    #expect(await app.emulator.presets.map(\.document.name) == ["gone"])
    #expect(await app.methods().allSatisfy { $0 == "GET" })
  }

  @Test("An apply of a saved plan writes nothing when an unmanaged field of a preset to delete changed")
  func changedBeforeCheck() async throws {
    let app = try Self.app()
    let plan = try reloaded(await app.plan(DesiredState(yaml: "name: gone\nstate: absent\n")))
    await app.emulator.edit("gone") { $0["permissions.beta.on"] = true }
    let before = await app.emulator.presets
    let report = try await app.applySaved(plan)
    #expect(report.entries.map(\.outcome) == [.stale])
    #expect(report.entries[0].failure?.staleFields.map(\.field) == ["permissions.beta.on"])
    #expect(await app.emulator.presets == before)
  }

  @Test("An interrupted apply starts no further operation and reports the completed ones")
  func interrupted() async throws {
    let app = try RemoteApp()
    let desired = DesiredState(presets: ["a", "b", "c"].map { Self.body($0) })
    let plan = try await app.plan(desired)
    let done = Mutex(0)
    let applier = Applier(
      try app.connection(isInterrupted: { done.withLock { $0 } >= 1 }), parallelism: 1,
      onProgress: { _ in done.withLock { $0 += 1 } })
    let report = await applier.apply(plan)
    #expect(report.entries.map(\.outcome) == [.done, .notStarted, .notStarted])
    #expect(await app.emulator.presets.map(\.document.name) == ["a"])
  }
}

/// Runs an action of a test before each request.
private struct ObservingTransport: Transport {
  let inner: any Transport
  let before: @Sendable (HTTPRequest) async -> Void

  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
    await before(request.head)
    return try await inner.send(request, timeout: timeout)
  }
}
