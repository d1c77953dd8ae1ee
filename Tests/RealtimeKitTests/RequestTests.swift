import Diagnostics
import HTTPTypes
import JSONValue
import Manifests
import OrderedCollections
import RealtimeKit
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

@testable import Planning

/// The number and kind of requests that a plan and an apply send.
@Suite("Request counts") struct RequestTests {
  private static func presets(_ count: Int, seed: Int = 1) -> [Preset] {
    var generator = PresetGenerator(seed: seed)
    return (0..<count).map { generator.preset(named: "preset-\($0)") }
  }

  @Test("A plan reads each page of the list and each existing preset that it needs once")
  func planReads() async throws {
    var behavior = Behavior()
    behavior.maximumPageSize = 3
    let app = try RemoteApp(Self.presets(7), behavior)
    let desired =
      Self.presets(7).filter { ["preset-1", "preset-5"].contains($0.name) } + [Self.presets(1)[0].named("new")]
    _ = try await app.plan(DesiredState(presets: desired))
    let paths = await app.emulator.journal.map { "\($0.method) \($0.path.split(separator: "/").last ?? "")" }
    #expect(
      paths.sorted() == [
        "GET 00000000-0000-4000-8000-000000000002", "GET 00000000-0000-4000-8000-000000000006",
        "GET presets?page_no=1&per_page=100", "GET presets?page_no=2&per_page=100",
        "GET presets?page_no=3&per_page=100",
      ])
  }

  @Test("A plan sends only GET requests, whatever it finds", arguments: PropertyTests.behaviors)
  func onlyReads(behavior: Behavior) async throws {
    let app = try RemoteApp(Self.presets(3), behavior)
    let before = await app.emulator.presets
    let manifests = DesiredState(
      yaml: JSON.object(Self.presets(1, seed: 2)[0].document).text(), "name: preset-1\nstate: absent\n")
    _ = try await app.plan(manifests)
    #expect(Set(await app.methods()) == ["GET"])
    #expect(await app.emulator.presets == before)
  }

  @Test("An apply adds a write and a verifying read for each operation, and a read before each update or delete")
  func writes() async throws {
    let app = try RemoteApp(Self.presets(2))
    let desired = DesiredState(
      yaml: JSON.object(Self.presets(1, seed: 2)[0].document).text(), "name: preset-1\nstate: absent\n",
      JSON.object(Self.presets(1)[0].named("new").document).text())
    let plan = try await app.plan(desired)
    await app.emulator.clearJournal()
    let report = try await app.apply(plan)
    #expect(report.isComplete)
    #expect(await app.methods() == ["POST", "GET", "GET", "PATCH", "GET", "GET", "DELETE", "GET"])
    #expect(report.traffic.requests == 8)
  }

  @Test("An old name is read only if the new name does not exist")
  func oldNames() async throws {
    let app = try RemoteApp([Self.presets(1)[0].named("old"), Self.presets(1)[0].named("new")])
    var body = Self.presets(1)[0].named("new")
    body.document["previously"] = "old"
    let plan = try await app.plan(DesiredState(presets: [body]))
    #expect(await app.methods().count == 2)
    #expect(plan.isEmpty)
    #expect(plan.unmanaged == ["old"])
    #expect(plan.warnings.map(\.problem) == [.oldNameStillExists(old: "old", new: "new")])
  }
}

/// Sends the responses of a test.
struct ScriptedTransport: Transport {
  let respond: @Sendable (HTTPRequest) throws(TransportError) -> (status: Int, fields: [HTTPField], body: String)

  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
    let (status, fields, body) = try respond(request.head)
    var head = HTTPResponse(status: .init(code: status))
    for field in fields { head.headerFields.append(field) }
    return TransportResponse(head, body: Array(body.utf8))
  }
}
