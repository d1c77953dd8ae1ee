import Diagnostics
import HTTPTypes
import JSONValue
import Manifests
import OrderedCollections
import RealtimeKit
import RealtimeKitEmulator
import Schema
import Synchronization
import TestSupport
import Testing

@testable import Planning

/// Lets a test answer some requests in place of the emulator.
struct InterceptingTransport: Transport {
  let inner: any Transport
  let intercept: @Sendable (HTTPRequest, [UInt8]) -> TransportResponse?

  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
    if let response = intercept(request.head, request.body) { return response }
    return try await inner.send(request, timeout: timeout)
  }
}

/// Passes writes to the emulator, but responds too late.
private struct LateTransport: Transport {
  let inner: any Transport
  let time: VirtualClock

  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
    let response = try await inner.send(request, timeout: timeout)
    guard request.head.method != .get else { return response }
    try? await time.sleep(for: .seconds(4))
    throw .timedOut
  }
}

@Suite("Applying plans") struct ApplierTests {
  private static func body(_ name: String, seed: Int = 1) -> Preset {
    var generator = PresetGenerator(seed: seed)
    return generator.preset(named: name)
  }

  private static func text(_ body: Preset, _ more: JSON.Object = [:]) -> String {
    JSON.object(body.document.merging(more) { $1 }).text()
  }

  private func makeApp(_ status: @escaping @Sendable (HTTPRequest, String) -> Int?, _ presets: [Preset]) throws
    -> RemoteApp
  {
    try RemoteApp(
      presets,
      through: { inner in
        InterceptingTransport(inner: inner) { request, body in
          status(request, String(decoding: body, as: UTF8.self)).map {
            TransportResponse(HTTPResponse(status: .init(code: $0)), body: Array(#"{"error": "spoiled"}"#.utf8))
          }
        }
      })
  }

  private func outcomes(_ report: Report) -> [String] {
    report.entries.map { "\($0.operation.action) \($0.operation.name): \($0.outcome.rawValue)" }
  }

  @Test("Renames come first, then creates, updates and deletes, each sorted by name")
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
    "A rename is one update that keeps the id and includes all other changes", arguments: Behavior.Merging.allCases)
  func rename(merging: Behavior.Merging) async throws {
    var behavior = Behavior()
    behavior.patch = merging
    behavior.updateAnswersWithID = false
    let app = try RemoteApp([Self.body("old")], behavior)
    let desired = DesiredState(yaml: Self.text(Self.body("new", seed: 2), ["previously": ["older", "old"]]))
    let plan = try await app.plan(desired)
    let id = try #require(await app.emulator.presets.first?.id)
    #expect(plan.operations.map(\.action) == [.rename])
    #expect(plan.warnings.map(\.problem) == [.renameBreaksReferences(old: "old", new: "new")])
    #expect(try await app.apply(plan).isComplete)
    #expect(await app.emulator.presets.map(\.id) == [id])
    #expect(try await app.plan(desired).isEmpty)
  }

  @Test("An old name that another manifest declares is not renamed")
  func declaredOldName() async throws {
    let app = try RemoteApp([Self.body("old")])
    let plan = try await app.plan(
      DesiredState(yaml: Self.text(Self.body("new"), ["previously": "old"]), Self.text(Self.body("old"))))
    #expect(plan.operations.map(\.action) == [.create])
    #expect(plan.warnings.map(\.problem) == [.oldNameStillDeclared(old: "old", new: "new")])
  }

  @Test("A failure stops neither its group nor the next, but it prevents every delete")
  func partialFailure() async throws {
    let app = try makeApp(
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
    #expect(report.entries[0].failure == Report.Failure(message: "the server responded with 500: spoiled", status: 500))
    #expect(await app.document("gone") != nil)
  }

  @Test("A rejected token stops the apply at once")
  func unauthorized() async throws {
    let app = try makeApp({ request, _ in request.method == .post ? 403 : nil }, [Self.body("x")])
    let new = (1...9).map { Self.body("new-\($0)") }
    let report = try await app.apply(DesiredState(presets: new + [Self.body("x", seed: 2)]))
    // At most five creates were in progress. No other operation started.
    #expect((1...5).contains(report.count(.failed)))
    #expect(report.count(.notStarted) == 10 - report.count(.failed))
    #expect(report.entries.last?.outcome == .notStarted)
  }

  @Test("A write that did not take effect fails with the field, the desired value and the actual value")
  func writeWithoutEffect() async throws {
    // A server that reports success but changes nothing.
    let app = try RemoteApp(
      [Self.body("x")],
      through: { inner in
        InterceptingTransport(inner: inner) { request, _ in
          guard request.method == .patch else { return nil }
          return TransportResponse(HTTPResponse(status: .ok), body: Array(#"{"success": true, "data": {}}"#.utf8))
        }
      })
    let desired = Self.body("x")
    await app.emulator.edit("x") {
      $0[\.permissions.canRecord] = !(desired[\.permissions.canRecord] ?? false)
      $0["config.view_type"] = "OTHER"
    }
    let report = try await app.apply(DesiredState(presets: [desired]))
    let (type, record) = (try #require(desired[\.config.viewType]), desired[\.permissions.canRecord] == true)
    #expect(report.entries.map(\.outcome) == [.failed])
    #expect(
      report.entries.first?.failure?.message == """
        'config.view_type' was not saved: expected "\(type.rawValue)", found "OTHER"; \
        'permissions.can_record' was not saved: expected \(record), found \(!record)
        """)
    #expect(app.time.now() == .seconds(5))
  }

  @Test("The applier waits for a read that lags behind a write")
  func lag() async throws {
    let reads = Mutex(0)
    let app = try makeApp(
      { request, _ in
        guard request.method == .get, request.path?.contains("presets/") == true else { return nil }
        return reads.withLock { count in
          count += 1
          return count <= 3 ? 404 : nil
        }
      }, [])
    #expect(try await app.apply(DesiredState(presets: [Self.body("x")])).isComplete)
    #expect(app.time.now() > .zero)
  }

  @Test("An unset field is removed by a PUT of the whole document", arguments: [true, false])
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
    let document = try #require(await app.document("x"))
    #expect(document[\.config.media.video.simulcast] == nil && document[\.permissions.stageAccess] == nil)
    #expect(document[\.permissions.canRecord] == true)
    #expect(try await app.plan(desired).isEmpty)
  }

  @Test("A server without PUT makes an unset fail with a message that says so")
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
        == "cannot remove values from 'permissions.stage_access': this requires replacing the preset with PUT, which the API does not support: the server responded with 405: method not allowed (code 405)"
    )
  }

  /// A write that the server rejects, and the expected entry of the report.
  struct RejectedWrite: Sendable, CustomTestStringConvertible {
    let method: HTTPRequest.Method
    let status: Int
    let reason: String
    let outcome: Report.Outcome
    let message: String

    var testDescription: String { "\(method) \(status) \(reason)" }

    static func failing(_ method: HTTPRequest.Method, _ status: Int, _ reason: String) -> RejectedWrite {
      let permission = "it needs the permission 'Realtime Admin' or 'Realtime' for this account"
      let message =
        status == 403
        ? "the API token is not allowed to do this (403): \(reason); \(permission)"
        : "the server responded with \(status): \(reason)"
      return RejectedWrite(method: method, status: status, reason: reason, outcome: .failed, message: message)
    }

    static func inUse(_ status: Int) -> RejectedWrite {
      let reason = "Preset is in use by participants"
      let message = """
        the server responded with \(status): \(reason); the API does not delete a preset that participants use; \
        narrow its permissions instead, and pass --allow-in-use to continue without deleting it
        """
      return RejectedWrite(method: .delete, status: status, reason: reason, outcome: .inUse, message: message)
    }
  }

  private static let rejectedWrites: [RejectedWrite] = [
    .failing(.post, 400, "permissions.can_mute_participant: unrecognized key"),
    .failing(.post, 400, "Preset is in use by participants"),
    .failing(.patch, 400, "permissions.can_mute_participant: unrecognized key"),
    .failing(.patch, 403, "permissions.kick_participant: not allowed"),
    .inUse(400), .inUse(403), .inUse(409),
    .failing(.delete, 403, "not allowed to manage presets and participants"),
    .failing(.delete, 404, "no preset named 'group-call-participant'"),
    .failing(.delete, 503, "the service for participants is not available"),
  ]

  @Test("Only a rejected delete of a preset that participants use counts as in use", arguments: rejectedWrites)
  func inUse(rejected: RejectedWrite) async throws {
    let body = Array(JSON.object(["error": .string(rejected.reason)]).text().utf8)
    let app = try RemoteApp(
      [Self.body("x"), Self.body("gone")],
      through: { inner in
        InterceptingTransport(inner: inner) { request, _ in
          guard request.method == rejected.method else { return nil }
          return TransportResponse(HTTPResponse(status: .init(code: rejected.status)), body: body)
        }
      })
    let manifest =
      switch rejected.method {
      case .post: Self.text(Self.body("new"))
      case .patch: Self.text(Self.body("x", seed: 2))
      default: "name: gone\nstate: absent\n"
      }
    let entry = try #require(try await app.apply(DesiredState(yaml: manifest)).entries.first)
    #expect(entry.outcome == rejected.outcome)
    #expect(entry.failure == Report.Failure(message: rejected.message, status: rejected.status))
  }

  @Test("A preset that is already gone counts as deleted")
  func gone() async throws {
    let app = try RemoteApp([Self.body("x")])
    let plan = try await app.plan(DesiredState(yaml: "name: x\nstate: absent\n"))
    _ = try await app.apply(plan)
    #expect(try await app.apply(plan).isComplete)
  }

  @Test("Fields in ignore_changes are set by a create and never sent afterwards")
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
    "An unset of a field with a server default leaves an empty plan", arguments: PropertyTests.behaviors)
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

  @Test("An opaque value is replaced as a whole, whatever the server merges", arguments: PropertyTests.behaviors)
  func opaque(behavior: Behavior) async throws {
    let app = try RemoteApp([], behavior)
    func desired(_ tracks: JSON, _ diff: JSON, _ plugin: JSON) -> DesiredState {
      var body = Self.body("x")
      body[\.config.trackRecording] = tracks
      body[\.ui.configDiff] = diff
      body["permissions.plugins.config.board.settings"] = plugin
      return DesiredState(presets: [body])
    }
    #expect(try await app.apply(desired(["a": 1, "b": ["c": 1]], ["a": 1, "b": [1, .null]], ["a": 1])).isComplete)
    let last = desired(["b": ["d": 1]], [:], ["b": 1])
    let report = try await app.apply(last)
    #expect(report.isComplete, "\(report.entries.compactMap(\.failure))")
    #expect(try await app.plan(last).isEmpty)
    #expect(await app.document("x")?["config.track_recording"] == ["b": ["d": 1]])
  }

  @Test("A plugin's text value that a mapping replaces appears as a change")
  func replacedText() async throws {
    var body = Self.body("x")
    let app = try RemoteApp([body])
    await app.emulator.edit("x") { $0["permissions.plugins.config.board"] = "hello" }
    body["permissions.plugins.config.board.access_control"] = "VIEW_ONLY"
    let changes = try await app.plan(DesiredState(presets: [body])).operations.flatMap(\.changes)
    #expect(changes.map(\.before) == ["hello"])
  }

  @Test("A write in progress when the timeout expires counts as failed, not as not started")
  func timeoutDuringWrite() async throws {
    let time = VirtualClock()
    let app = try RemoteApp([], parallelism: 1, time: time, through: { LateTransport(inner: $0, time: time) })
    let plan = try await app.plan(DesiredState(presets: [Self.body("x"), Self.body("y")]))
    let connection = try app.connection(timeout: .seconds(2))
    let report = await Applier(connection, parallelism: 1).apply(plan)
    #expect(report.entries.map(\.outcome) == [.failed, .notStarted])
    #expect(
      report.entries.first?.failure?.message
        == "the run timed out (--timeout) before the API responded; the write may have taken effect"
    )
  }

  @Test("No operation starts after the timeout")
  func expiredTimeout() async throws {
    let app = try RemoteApp([Self.body("x")])
    let plan = try await app.plan(DesiredState(yaml: Self.text(Self.body("x", seed: 2)), Self.text(Self.body("y"))))
    let connection = try app.connection(timeout: .zero)
    let report = await Applier(connection, parallelism: 2).apply(plan)
    #expect(report.count(.notStarted) == 2)
    #expect(report.traffic.requests == 0)
  }
}
