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

/// Writes whose result is unknown. A read finds out whether the write took effect, and no write is repeated blindly.
@Suite("Uncertain writes") struct UncertainWriteTests {
  /// The response or error that a request gets instead of its regular response.
  enum Fault: Hashable, Sendable, CaseIterable {
    case status500, status502, status503, status524, lost, timedOut, tooLarge, garbage

    func response() throws(TransportError) -> TransportResponse {
      switch self {
      case .status500: Self.response(500)
      case .status502: Self.response(502)
      case .status503: Self.response(503)
      case .status524: Self.response(524)
      case .lost: throw .connectionLost("reset")
      case .timedOut: throw .timedOut
      case .tooLarge: throw .tooLarge(16 << 20)
      case .garbage: Self.response(200)
      }
    }

    static func response(_ status: Int, _ text: String = "<html>") -> TransportResponse {
      TransportResponse(HTTPResponse(status: .init(code: status)), body: Array(text.utf8))
    }
  }

  /// Lets the first writes fail before or after they take effect, and then runs another action.
  private final class FaultyTransport: Transport {
    let inner: any Transport
    let faultCount: Int
    let takesEffect: Bool
    let writes = Mutex<[String]>([])
    let fault: @Sendable () throws(TransportError) -> TransportResponse
    let afterFault: @Sendable () async -> Void

    init(
      inner: any Transport, faultCount: Int, takesEffect: Bool,
      fault: @escaping @Sendable () throws(TransportError) -> TransportResponse,
      afterFault: @escaping @Sendable () async -> Void
    ) {
      (self.inner, self.faultCount, self.takesEffect) = (inner, faultCount, takesEffect)
      (self.fault, self.afterFault) = (fault, afterFault)
    }

    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
      guard request.head.method != .get else { return try await inner.send(request, timeout: timeout) }
      let number = writes.withLock { writes in
        writes.append(request.head.method.rawValue)
        return writes.count
      }
      guard number <= faultCount else { return try await inner.send(request, timeout: timeout) }
      if takesEffect { _ = try await inner.send(request, timeout: timeout) }
      await afterFault()
      return try fault()
    }
  }

  private static func body(_ name: String, seed: Int = 1) -> Preset {
    var generator = PresetGenerator(seed: seed)
    return generator.preset(named: name)
  }

  /// Applies one operation of the given action to an app with the presets `old`, `x` and `gone` through a faulty
  /// transport.
  private static func run(
    _ action: Operation.Action, faultCount: Int = 1, takesEffect: Bool,
    fault: @escaping @Sendable () throws(TransportError) -> TransportResponse,
    afterFault: @escaping @Sendable (Emulator) async -> Void = { _ in }, behavior: Behavior = Behavior()
  ) async throws -> (report: Report, writes: [String], app: RemoteApp, desired: DesiredState) {
    let emulator = Mutex<Emulator?>(nil)
    let transport = Mutex<FaultyTransport?>(nil)
    let app = try RemoteApp(
      ["old", "x", "gone"].map { body($0) }, behavior,
      through: { inner in
        let faulty = FaultyTransport(
          inner: inner, faultCount: faultCount, takesEffect: takesEffect, fault: fault,
          afterFault: { if let emulator = emulator.withLock({ $0 }) { await afterFault(emulator) } })
        transport.withLock { $0 = faulty }
        return faulty
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
    "A write is retried only if it did not take effect", arguments: Operation.Action.allCases,
    Fault.allCases)
  func retries(action: Operation.Action, fault: Fault) async throws {
    for takesEffect in [true, false] {
      let (report, writes, app, desired) = try await Self.run(
        action, takesEffect: takesEffect, fault: { () throws(TransportError) in try fault.response() })
      #expect(report.isComplete, "\(takesEffect): \(report.entries.compactMap(\.failure))")
      #expect(writes.count == (takesEffect ? 1 : 2), "\(takesEffect): \(writes)")
      #expect(report.traffic.retries == writes.count - 1)
      #expect(try await app.plan(desired).isEmpty)
      #expect(
        await app.emulator.presets.map(\.document.name).count == (action == .create ? 4 : action == .delete ? 2 : 3))
    }
  }

  @Test(
    "A write fails after four attempts with the server's message", arguments: Operation.Action.allCases)
  func failsAfterFourAttempts(action: Operation.Action) async throws {
    let (report, writes, _, _) = try await Self.run(
      action, faultCount: 99, takesEffect: false, fault: { Fault.response(503, #"{"error": "busy"}"#) })
    #expect(writes.count == 4)
    #expect(report.entries.map(\.outcome) == [.failed])
    #expect(
      report.entries.first?.failure == Report.Failure(message: "the server responded with 503: busy", status: 503))
  }

  @Test("A write that the server rejects temporarily is retried without a read", arguments: [408, 425, 429])
  func temporaryRejection(status: Int) async throws {
    let (report, writes, app, _) = try await Self.run(
      .create, takesEffect: false, fault: { Fault.response(status) })
    #expect(report.isComplete && writes == ["POST", "POST"])
    let requests = await app.methods()
    // The plan reads the list. Then follow the successful create and its verification.
    #expect(requests == ["GET", "POST", "GET"])
  }

  @Test("A create accepts an existing preset that is equal and is stale otherwise", arguments: [true, false])
  func nameExists(isEqual: Bool) async throws {
    let (report, writes, app, _) = try await Self.run(
      .create, takesEffect: false, fault: { Fault.response(500) },
      afterFault: { await $0.create(Self.body("new", seed: isEqual ? 1 : 2)) })
    #expect(writes == ["POST"])
    #expect(report.entries.map(\.outcome) == [isEqual ? .done : .stale])
    #expect(await app.emulator.presets.count == 4)
    if !isEqual {
      let failure = try #require(report.entries.first?.failure)
      #expect(failure.message == "a preset named 'new' already exists" && !failure.staleFields.isEmpty)
    }
  }

  @Test(
    "An operation is stale when another client changed the preset, and the change is kept",
    arguments: [Operation.Action.update, .rename, .delete])
  func changedByAnotherClient(action: Operation.Action) async throws {
    let name = action == .update ? "x" : action == .rename ? "old" : "gone"
    let (report, writes, app, _) = try await Self.run(
      action, takesEffect: false, fault: { Fault.response(502) },
      afterFault: { await $0.edit(name) { $0["ui.design_tokens.logo"] = "https://example.com/mine.png" } })
    #expect(writes.count == 1)
    #expect(report.entries.map(\.outcome) == [.stale])
    #expect(report.entries.first?.failure?.staleFields.map(\.field) == ["ui.design_tokens.logo"])
    #expect(await app.document(name)?["ui.design_tokens.logo"] == "https://example.com/mine.png")
  }

  @Test(
    "An update of a deleted preset is stale, and a delete of a deleted preset is done",
    arguments: [Operation.Action.update, .delete])
  func alreadyDeleted(action: Operation.Action) async throws {
    let name = action == .update ? "x" : "gone"
    for status in [404, 500] {
      let (report, _, _, _) = try await Self.run(
        action, takesEffect: false, fault: { Fault.response(status) }, afterFault: { await $0.delete(name) })
      #expect(report.entries.map(\.outcome) == [action == .update ? .stale : .done])
    }
  }

  @Test("A rename to a name that another client took is stale")
  func newNameExists() async throws {
    let (report, _, app, _) = try await Self.run(
      .rename, takesEffect: false, fault: { Fault.response(409) }, afterFault: { await $0.create(Self.body("new")) })
    #expect(report.entries.map(\.outcome) == [.stale])
    #expect(report.entries.first?.failure?.message == "a preset named 'new' already exists")
    #expect(await app.document("old") != nil)
  }

  @Test(
    "A delete that the server rejects because the preset is in use is reported as in use, whatever the status",
    arguments: [400, 403, 409, 422])
  func inUse(status: Int) async throws {
    let body = #"{"success": false, "error": {"code": 7, "message": "Preset is in use by participants"}}"#
    let (report, writes, app, _) = try await Self.run(
      .delete, takesEffect: false, fault: { Fault.response(status, body) })
    #expect(writes == ["DELETE"])
    #expect(report.entries.map(\.outcome) == [.inUse])
    #expect(
      report.entries.first?.failure?.message.hasSuffix(
        "narrow its permissions instead, and pass --allow-in-use to continue without deleting it") == true)
    #expect(await app.document("gone") != nil)
  }

  @Test("An interrupted write is verified but not retried")
  func interrupted() async throws {
    let isInterrupted = Mutex(false)
    let app = try RemoteApp(through: { inner in
      FaultyTransport(
        inner: inner, faultCount: 1, takesEffect: false, fault: { Fault.response(500) },
        afterFault: { isInterrupted.withLock { $0 = true } })
    })
    let plan = try await app.plan(DesiredState(presets: [Self.body("a"), Self.body("b")]))
    let connection = try app.connection(isInterrupted: { isInterrupted.withLock { $0 } })
    let report = await Applier(connection, parallelism: 1).apply(plan)
    #expect(report.entries.map(\.outcome) == [.failed, .notStarted])
    #expect(await app.emulator.presets.isEmpty)
  }
}

extension Emulator {
  /// Creates a preset as another client would.
  fileprivate func create(_ body: Preset) {
    respond(.post, "", Array(JSON.object(body.document).text().utf8))
  }

  /// Deletes a preset as another client would.
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
