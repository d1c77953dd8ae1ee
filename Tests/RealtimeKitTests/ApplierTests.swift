import HTTPTypes
import OrderedCollections
import Presets
import RealtimeKit
import RealtimeKitEmulator
import Synchronization
import TestSupport
import Testing

/// A transport between the program and the emulator that lets a test spoil single requests.
struct Spoiling: Transport {
  let inner: any Transport
  let spoil: @Sendable (HTTPRequest, [UInt8]) -> TransportResponse?

  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
    if let response = spoil(request.head, request.body) { return response }
    return try await inner.send(request, timeout: timeout)
  }
}

/// Carries writes out, but answers too late.
private struct Slow: Transport {
  let inner: any Transport
  let time: VirtualTime

  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
    let response = try await inner.send(request, timeout: timeout)
    guard request.head.method != .get else { return response }
    try? await time.sleep(for: .seconds(4))
    throw .timedOut
  }
}

@Suite("Applying") struct ApplierTests {
  private static func body(_ name: String, seed: Int = 1) -> Preset {
    var generator = PresetGenerator(seed: seed)
    return generator.preset(named: name)
  }

  private static func text(_ body: Preset, _ more: JSON.Object = [:]) -> String {
    JSON.object(body.document.merging(more) { $1 }).text()
  }

  private func failing(_ spoiled: @escaping @Sendable (HTTPRequest, String) -> Int?, _ bodies: [Preset]) throws
    -> RemoteApp
  {
    try RemoteApp(
      bodies,
      through: { inner in
        Spoiling(inner: inner) { request, body in
          spoiled(request, String(decoding: body, as: UTF8.self)).map {
            TransportResponse(HTTPResponse(status: .init(code: $0)), body: Array(#"{"error": "spoiled"}"#.utf8))
          }
        }
      })
  }

  private func outcomes(_ report: Report) -> [String] {
    report.entries.map { "\($0.operation.action) \($0.operation.name): \($0.outcome.rawValue)" }
  }

  @Test("renames come first, then creates, updates and deletes, each by name")
  func order() async throws {
    let app = try RemoteApp([Self.body("old"), Self.body("gone"), Self.body("b"), Self.body("a")])
    let desired = DesiredState(
      yaml: Self.text(Self.body("new"), ["previously": "old"]), "name: gone\nstate: absent\n",
      Self.text(Self.body("b", seed: 2)), Self.text(Self.body("a", seed: 2)), Self.text(Self.body("z")),
      Self.text(Self.body("c")))
    let plan = try await app.plan(desired)
    await app.emulator.clearJournal()
    let report = try await app.apply(plan)
    #expect(
      outcomes(report) == [
        "rename new: done", "create c: done", "create z: done", "update a: done", "update b: done", "delete gone: done",
      ])
    let writes = await app.methods().filter { $0 != "GET" }
    #expect(writes == ["PATCH", "POST", "POST", "PATCH", "PATCH", "DELETE"])
    #expect(try await app.plan(desired).isEmpty)
  }

  @Test(
    "a rename is one update that keeps the id and carries other changes along", arguments: Behavior.Merging.allCases)
  func rename(merging: Behavior.Merging) async throws {
    var behavior = Behavior()
    behavior.patch = merging
    behavior.updateAnswersWithID = false
    let app = try RemoteApp([Self.body("old")], behavior)
    let desired = DesiredState(yaml: Self.text(Self.body("new", seed: 2), ["previously": ["older", "old"]]))
    let plan = try await app.plan(desired)
    let id = try #require(await app.emulator.presets.first?.id)
    #expect(plan.operations.map(\.action) == [.rename])
    #expect(plan.warnings.map(\.fault) == [.renameBreaksReferences(old: "old", new: "new")])
    #expect(try await app.apply(plan).isComplete)
    #expect(await app.emulator.presets.map(\.id) == [id])
    #expect(try await app.plan(desired).isEmpty)
  }

  @Test("an old name that another manifest declares is not renamed")
  func declaredOldName() async throws {
    let app = try RemoteApp([Self.body("old")])
    let plan = try await app.plan(
      DesiredState(yaml: Self.text(Self.body("new"), ["previously": "old"]), Self.text(Self.body("old"))))
    #expect(plan.operations.map(\.action) == [.create])
    #expect(plan.warnings.map(\.fault) == [.oldNameStillDeclared(old: "old", new: "new")])
  }

  @Test("a failure stops neither its group nor the next, but every delete")
  func partialFailure() async throws {
    let app = try failing(
      { request, body in request.method == .post && body.contains("\"bad\"") ? 500 : nil },
      [Self.body("gone"), Self.body("x")])
    let desired = DesiredState(
      yaml: Self.text(Self.body("bad")), Self.text(Self.body("good")), Self.text(Self.body("x", seed: 2)),
      "name: gone\nstate: absent\n")
    let report = try await app.apply(desired)
    #expect(
      outcomes(report) == [
        "create bad: failed", "create good: done", "update x: done", "delete gone: not-started",
      ])
    #expect(report.entries[0].failure == Report.Failure(message: "the server answered 500: spoiled", status: 500))
    #expect(await app.document("gone") != nil)
  }

  @Test("a bad token ends the apply at once")
  func unauthorized() async throws {
    let app = try failing({ request, _ in request.method == .post ? 403 : nil }, [Self.body("x")])
    let new = (1...9).map { Self.body("new-\($0)") }
    let report = try await app.apply(DesiredState(bodies: new + [Self.body("x", seed: 2)]))
    // Five were under way at once; nothing else began.
    #expect((1...5).contains(report.count(.failed)))
    #expect(report.count(.notStarted) == 10 - report.count(.failed))
    #expect(report.entries.last?.outcome == .notStarted)
  }

  @Test("a field that did not stick is a failure that names field, wanted and got")
  func notSticking() async throws {
    // A server that says yes and does nothing.
    let app = try RemoteApp(
      [Self.body("x")],
      through: { inner in
        Spoiling(inner: inner) { request, _ in
          guard request.method == .patch else { return nil }
          return TransportResponse(HTTPResponse(status: .ok), body: Array(#"{"success": true, "data": {}}"#.utf8))
        }
      })
    let wanted = Self.body("x")
    await app.emulator.edit("x") {
      $0[\.permissions.canRecord] = !(wanted[\.permissions.canRecord] ?? false)
      $0["config.view_type"] = "OTHER"
    }
    let report = try await app.apply(DesiredState(bodies: [wanted]))
    let (type, record) = (try #require(wanted[\.config.viewType]), wanted[\.permissions.canRecord] == true)
    #expect(report.entries.map(\.outcome) == [.failed])
    #expect(
      report.entries.first?.failure?.message == """
        'config.view_type' did not stick: wanted "\(type.rawValue)", got "OTHER"; \
        'permissions.can_record' did not stick: wanted \(record), got \(!record)
        """)
    #expect(app.time.now() == .seconds(5))
  }

  @Test("a read that lags behind a write is waited for")
  func lag() async throws {
    let reads = Mutex(0)
    let app = try failing(
      { request, _ in
        guard request.method == .get, request.path?.contains("presets/") == true else { return nil }
        return reads.withLock { count in
          count += 1
          return count <= 3 ? 404 : nil
        }
      }, [])
    #expect(try await app.apply(DesiredState(bodies: [Self.body("x")])).isComplete)
    #expect(app.time.now() > .zero)
  }

  @Test("!unset of a field that exists sends the whole document by PUT", arguments: [true, false])
  func unset(keepsUnknown: Bool) async throws {
    var body = Self.body("x")
    body[\.config.media.video.simulcast] = true
    body[\.permissions.stageAccess] = .allowed
    var behavior = Behavior()
    behavior.addsDefaults = false
    behavior.addsUnknownFields = keepsUnknown
    let app = try RemoteApp([body], behavior)
    let base = Self.text(body.named("base"), ["abstract": true])
    let desired = DesiredState(
      yaml: base,
      "name: x\nextends: base\nconfig: {media: {video: {simulcast: !unset }}}\npermissions: {stage_access: !unset , can_record: true}\n"
    )
    let report = try await app.apply(desired)
    #expect(report.isComplete, "\(report.entries.compactMap(\.failure))")
    #expect(await app.methods().contains("PUT"))
    let held = try #require(await app.document("x"))
    #expect(held[\.config.media.video.simulcast] == nil && held[\.permissions.stageAccess] == nil)
    #expect(held[\.permissions.canRecord] == true)
    #expect(try await app.plan(desired).isEmpty)
  }

  @Test("a server without PUT is a failure that says so")
  func noPut() async throws {
    var body = Self.body("x")
    body[\.permissions.stageAccess] = .allowed
    var behavior = Behavior()
    behavior.hasPut = false
    let app = try RemoteApp([body], behavior)
    let desired = DesiredState(
      yaml: Self.text(body.named("base"), ["abstract": true]),
      "name: x\nextends: base\npermissions: {stage_access: !unset }\n")
    let failure = try #require(try await app.apply(desired).entries.first?.failure)
    #expect(failure.status == 405)
    #expect(
      failure.message
        == "what is no longer in 'permissions.stage_access' can only be removed by replacing the preset, which this API cannot do yet: the server answered 405: method not allowed (code 405)"
    )
  }

  @Test("a preset that is gone already counts as deleted")
  func gone() async throws {
    let app = try RemoteApp([Self.body("x")])
    let plan = try await app.plan(DesiredState(yaml: "name: x\nstate: absent\n"))
    _ = try await app.apply(plan)
    #expect(try await app.apply(plan).isComplete)
  }

  @Test("fields in ignore_changes are used on create and never sent afterwards")
  func ignoredChanges() async throws {
    let app = try RemoteApp()
    let body = Self.body("x")
    let desired = DesiredState(yaml: Self.text(body, ["ignore_changes": ["ui.*", "config.max_*"]]))
    #expect(try await app.apply(desired).isComplete)
    #expect(await app.document("x")?["ui.design_tokens.theme"] == body["ui.design_tokens.theme"])
    await app.emulator.edit("x") {
      $0["ui.design_tokens.colors.text"] = "#010203"
      $0["config.max_screenshare_count"] = 77
      $0["config.view_type"] = $0["config.view_type"] == "WEBINAR" ? "LIVESTREAM" : "WEBINAR"
    }
    let plan = try await app.plan(desired)
    #expect(plan.operations.flatMap(\.changes).map(\.field) == ["config.view_type"])
    #expect(try await app.apply(plan).isComplete)
    #expect(await app.document("x")?["config.max_screenshare_count"] == 77)
    #expect(await app.document("x")?["ui.design_tokens.colors.text"] == "#010203")
  }

  @Test(
    "!unset of a field that the server fills with its own default leaves nothing to do", arguments: LawTests.behaviors)
  func unsetDefault(behavior: Behavior) async throws {
    let app = try RemoteApp([], behavior)
    var base = Self.body("base")
    base[\.config.media.audio.enableStereo] = true
    let desired = DesiredState(
      yaml: Self.text(base, ["abstract": true]),
      "name: x\nextends: base\nconfig: {media: {audio: !unset , video: {simulcast: !unset }}}\n")
    for _ in 0..<2 { #expect(try await app.apply(desired).isComplete) }
    #expect(try await app.plan(desired).isEmpty)
  }

  @Test("an opaque value is replaced whole, however the server merges", arguments: LawTests.behaviors)
  func opaque(behavior: Behavior) async throws {
    let app = try RemoteApp([], behavior)
    func desired(_ tracks: JSON, _ diff: JSON, _ plugin: JSON) -> DesiredState {
      var body = Self.body("x")
      body[\.config.trackRecording] = tracks
      body[\.ui.configDiff] = diff
      body["permissions.plugins.config.board.settings"] = plugin
      return DesiredState(bodies: [body])
    }
    #expect(try await app.apply(desired(["a": 1, "b": ["c": 1]], ["a": 1, "b": [1, .null]], ["a": 1])).isComplete)
    let last = desired(["b": ["d": 1]], [:], ["b": 1])
    let report = try await app.apply(last)
    #expect(report.isComplete, "\(report.entries.compactMap(\.failure))")
    #expect(try await app.plan(last).isEmpty)
    #expect(await app.document("x")?["config.track_recording"] == ["b": ["d": 1]])
  }

  @Test("a plugin's text that gives way to keys is shown")
  func replacedText() async throws {
    var body = Self.body("x")
    let app = try RemoteApp([body])
    await app.emulator.edit("x") { $0["permissions.plugins.config.board"] = "hello" }
    body["permissions.plugins.config.board.access_control"] = "VIEW_ONLY"
    let changes = try await app.plan(DesiredState(bodies: [body])).operations.flatMap(\.changes)
    #expect(changes.map(\.before) == ["hello"])
  }

  @Test("a write that is under way when the time is over counts as failed, not as not started")
  func cutShort() async throws {
    let time = VirtualTime()
    let app = try RemoteApp([], parallelism: 1, time: time, through: { Slow(inner: $0, time: time) })
    let plan = try await app.plan(DesiredState(bodies: [Self.body("x"), Self.body("y")]))
    let connection = try app.connection(timeout: .seconds(2))
    let report = await Applier(connection, parallelism: 1).apply(plan)
    #expect(report.entries.map(\.outcome) == [.failed, .notStarted])
    #expect(
      report.entries.first?.failure?.message
        == "the time for the whole run was over (--timeout) before the API answered; it may have been carried out all the same"
    )
  }

  @Test("nothing new starts when the time is over")
  func deadline() async throws {
    let app = try RemoteApp([Self.body("x")])
    let plan = try await app.plan(DesiredState(yaml: Self.text(Self.body("x", seed: 2)), Self.text(Self.body("y"))))
    let connection = try app.connection(timeout: .zero)
    let report = await Applier(connection, parallelism: 2).apply(plan)
    #expect(report.count(.notStarted) == 2)
    #expect(report.traffic.requests == 0)
  }
}
