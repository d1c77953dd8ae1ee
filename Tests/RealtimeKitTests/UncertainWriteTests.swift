import HTTPTypes
import OrderedCollections
import Presets
import RealtimeKit
import RealtimeKitEmulator
import Synchronization
import TestSupport
import Testing

/// Writes that may or may not have happened: reading tells, and nothing is repeated blindly.
@Suite("Uncertain writes") struct UncertainWriteTests {
  /// What comes back in place of an answer.
  enum Trouble: Hashable, Sendable, CaseIterable {
    case status500, status502, status503, status524, lost, timedOut, tooLarge, garbage

    func answer() throws(TransportError) -> TransportResponse {
      switch self {
      case .status500: Self.answer(500)
      case .status502: Self.answer(502)
      case .status503: Self.answer(503)
      case .status524: Self.answer(524)
      case .lost: throw .connectionLost("reset")
      case .timedOut: throw .timedOut
      case .tooLarge: throw .tooLarge(16 << 20)
      case .garbage: Self.answer(200)
      }
    }

    static func answer(_ status: Int, _ text: String = "<html>") -> TransportResponse {
      TransportResponse(HTTPResponse(status: .init(code: status)), body: Array(text.utf8))
    }
  }

  /// Spoils the first writes, before or after they took effect, and then lets something else happen.
  private final class Troubled: Transport {
    let inner: any Transport
    let count: Int
    let takesEffect: Bool
    let writes = Mutex<[String]>([])
    let trouble: @Sendable () throws(TransportError) -> TransportResponse
    let meanwhile: @Sendable () async -> Void

    init(
      inner: any Transport, count: Int, takesEffect: Bool,
      trouble: @escaping @Sendable () throws(TransportError) -> TransportResponse,
      meanwhile: @escaping @Sendable () async -> Void
    ) {
      (self.inner, self.count, self.takesEffect) = (inner, count, takesEffect)
      (self.trouble, self.meanwhile) = (trouble, meanwhile)
    }

    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
      guard request.head.method != .get else { return try await inner.send(request, timeout: timeout) }
      let number = writes.withLock { writes in
        writes.append(request.head.method.rawValue)
        return writes.count
      }
      guard number <= count else { return try await inner.send(request, timeout: timeout) }
      if takesEffect { _ = try await inner.send(request, timeout: timeout) }
      await meanwhile()
      return try trouble()
    }
  }

  private static func body(_ name: String, seed: Int = 1) -> Preset {
    var generator = PresetGenerator(seed: seed)
    return generator.preset(named: name)
  }

  /// Applies what `action` is about to an app that has `old`, `x` and `gone`, through trouble.
  private static func run(
    _ action: Operation.Action, count: Int = 1, takesEffect: Bool,
    trouble: @escaping @Sendable () throws(TransportError) -> TransportResponse,
    meanwhile: @escaping @Sendable (Emulator) async -> Void = { _ in }, behavior: Behavior = Behavior()
  ) async throws -> (report: Report, writes: [String], app: RemoteApp, desired: DesiredState) {
    let emulator = Mutex<Emulator?>(nil)
    let transport = Mutex<Troubled?>(nil)
    let app = try RemoteApp(
      ["old", "x", "gone"].map { body($0) }, behavior,
      through: { inner in
        let troubled = Troubled(
          inner: inner, count: count, takesEffect: takesEffect, trouble: trouble,
          meanwhile: { if let emulator = emulator.withLock({ $0 }) { await meanwhile(emulator) } })
        transport.withLock { $0 = troubled }
        return troubled
      })
    emulator.withLock { $0 = app.emulator }
    let texts =
      switch action {
      case .create: [text(body("new"))]
      case .rename: [text(body("new", seed: 2), ["previously": "old"])]
      case .update: [text(body("x", seed: 2))]
      case .delete: ["name: gone\nstate: absent\n"]
      }
    let desired = DesiredState(manifests: texts)
    let report = try await app.apply(desired)
    return (report, transport.withLock { $0?.writes.withLock { $0 } ?? [] }, app, desired)
  }

  private static func text(_ body: Preset, _ more: JSON.Object = [:]) -> String {
    JSON.object(body.document.merging(more) { $1 }).text()
  }

  @Test(
    "that took effect are not sent again, and those that did not are", arguments: Operation.Action.allCases,
    Trouble.allCases)
  func settled(action: Operation.Action, trouble: Trouble) async throws {
    for takesEffect in [true, false] {
      let (report, writes, app, desired) = try await Self.run(
        action, takesEffect: takesEffect, trouble: { () throws(TransportError) in try trouble.answer() })
      #expect(report.isComplete, "\(takesEffect): \(report.entries.compactMap(\.failure))")
      #expect(writes.count == (takesEffect ? 1 : 2), "\(takesEffect): \(writes)")
      #expect(report.traffic.retries == writes.count - 1)
      #expect(try await app.plan(desired).isEmpty)
      #expect(
        await app.emulator.presets.map(\.document.name).count == (action == .create ? 4 : action == .delete ? 2 : 3))
    }
  }

  @Test(
    "that never get through are failures after four tries, in the server's words", arguments: Operation.Action.allCases)
  func exhausted(action: Operation.Action) async throws {
    let (report, writes, _, _) = try await Self.run(
      action, count: 99, takesEffect: false, trouble: { Trouble.answer(503, #"{"error": "busy"}"#) })
    #expect(writes.count == 4)
    #expect(report.entries.map(\.outcome) == [.failed])
    #expect(report.entries.first?.failure == Report.Failure(message: "the server answered 503: busy", status: 503))
  }

  @Test("that the server turns away for now are sent again without a look", arguments: [408, 425, 429])
  func turnedAway(status: Int) async throws {
    let (report, writes, app, _) = try await Self.run(
      .create, takesEffect: false, trouble: { Trouble.answer(status) })
    #expect(report.isComplete && writes == ["POST", "POST"])
    let requests = await app.methods()
    // The plan reads the list; then come the create that got through and its verification.
    #expect(requests == ["GET", "POST", "GET"])
  }

  @Test("a name that is taken is one's own when it is equal, and stale when it is not", arguments: [true, false])
  func takenName(isEqual: Bool) async throws {
    let (report, writes, app, _) = try await Self.run(
      .create, takesEffect: false, trouble: { Trouble.answer(500) },
      meanwhile: { await $0.create(Self.body("new", seed: isEqual ? 1 : 2)) })
    #expect(writes == ["POST"])
    #expect(report.entries.map(\.outcome) == [isEqual ? .done : .stale])
    #expect(await app.emulator.presets.count == 4)
    if !isEqual {
      let failure = try #require(report.entries.first?.failure)
      #expect(failure.message == "a preset called 'new' exists by now" && !failure.moved.isEmpty)
    }
  }

  @Test(
    "what somebody else changed meanwhile is stale, and stays as they left it",
    arguments: [Operation.Action.update, .rename, .delete])
  func moved(action: Operation.Action) async throws {
    let name = action == .update ? "x" : action == .rename ? "old" : "gone"
    let (report, writes, app, _) = try await Self.run(
      action, takesEffect: false, trouble: { Trouble.answer(502) },
      meanwhile: { await $0.edit(name) { $0["ui.design_tokens.logo"] = "https://example.com/mine.png" } })
    #expect(writes.count == 1)
    #expect(report.entries.map(\.outcome) == [.stale])
    #expect(report.entries.first?.failure?.moved.map(\.field) == ["ui.design_tokens.logo"])
    #expect(await app.document(name)?["ui.design_tokens.logo"] == "https://example.com/mine.png")
  }

  @Test(
    "a preset that is gone is stale for an update, and done for a delete",
    arguments: [Operation.Action.update, .delete])
  func gone(action: Operation.Action) async throws {
    let name = action == .update ? "x" : "gone"
    for status in [404, 500] {
      let (report, _, _, _) = try await Self.run(
        action, takesEffect: false, trouble: { Trouble.answer(status) }, meanwhile: { await $0.delete(name) })
      #expect(report.entries.map(\.outcome) == [action == .update ? .stale : .done])
    }
  }

  @Test("a rename to a name that somebody took is stale")
  func takenByRename() async throws {
    let (report, _, app, _) = try await Self.run(
      .rename, takesEffect: false, trouble: { Trouble.answer(409) }, meanwhile: { await $0.create(Self.body("new")) })
    #expect(report.entries.map(\.outcome) == [.stale])
    #expect(report.entries.first?.failure?.message == "a preset called 'new' exists by now")
    #expect(await app.document("old") != nil)
  }

  @Test(
    "a refusal because participants use the preset is told apart, whatever its status", arguments: [400, 403, 409, 422])
  func inUse(status: Int) async throws {
    let words = #"{"success": false, "error": {"code": 7, "message": "Preset is in use by participants"}}"#
    let (report, writes, app, _) = try await Self.run(
      .delete, takesEffect: false, trouble: { Trouble.answer(status, words) })
    #expect(writes == ["DELETE"])
    #expect(report.entries.map(\.outcome) == [.inUse])
    #expect(
      report.entries.first?.failure?.message.hasSuffix(
        "narrow its permissions until it can go, and let --allow-in-use pass over it") == true)
    #expect(await app.document("gone") != nil)
  }

  @Test("interrupted, a write is looked up but not sent again")
  func interrupted() async throws {
    let isInterrupted = Mutex(false)
    let app = try RemoteApp(through: { inner in
      Troubled(
        inner: inner, count: 1, takesEffect: false, trouble: { Trouble.answer(500) },
        meanwhile: { isInterrupted.withLock { $0 = true } })
    })
    let plan = try await app.plan(DesiredState(bodies: [Self.body("a"), Self.body("b")]))
    let connection = try app.connection(isInterrupted: { isInterrupted.withLock { $0 } })
    let report = await Applier(connection, parallelism: 1).apply(plan)
    #expect(report.entries.map(\.outcome) == [.failed, .notStarted])
    #expect(await app.emulator.presets.isEmpty)
  }
}

extension Emulator {
  /// Creates a preset behind the program's back, as another client would.
  fileprivate func create(_ body: Preset) {
    respond(.post, "", Array(JSON.object(body.document).text().utf8))
  }

  /// Deletes a preset behind the program's back.
  fileprivate func delete(_ name: String) {
    guard let id = presets.first(where: { $0.document.name == name })?.id else { return }
    respond(.delete, "/\(id)", [])
  }

  private func respond(_ method: HTTPRequest.Method, _ path: String, _ body: [UInt8]) {
    let head = HTTPRequest(
      method: method, scheme: "http", authority: "localhost",
      path: "/client/v4/accounts/\(Self.accountID)/realtime/kit/\(Self.appID)/presets\(path)",
      headerFields: [.authorization: "Bearer x"])
    _ = respond(to: head, body: body)
  }
}
