import HTTPTypes
import OrderedCollections
import Presets
import RealtimeKit
import RealtimeKitEmulator
import TestSupport
import Testing

/// How many requests there are, of what kind, and no more.
@Suite("Requests") struct RequestTests {
  private static func bodies(_ count: Int, seed: Int = 1) -> [Preset] {
    var generator = PresetGenerator(seed: seed)
    return (0..<count).map { generator.preset(named: "preset-\($0)") }
  }

  @Test("a plan costs the pages and one read for each preset that exists and is needed")
  func floor() async throws {
    var behavior = Behavior()
    behavior.maximumPageSize = 3
    let app = try RemoteApp(Self.bodies(7), behavior)
    let wanted =
      Self.bodies(7).filter { ["preset-1", "preset-5"].contains($0.name) } + [Self.bodies(1)[0].named("new")]
    _ = try await app.plan(DesiredState(bodies: wanted))
    let paths = await app.emulator.journal.map { "\($0.method) \($0.path.split(separator: "/").last ?? "")" }
    #expect(
      paths.sorted() == [
        "GET 00000000-0000-4000-8000-000000000002", "GET 00000000-0000-4000-8000-000000000006",
        "GET presets?page_no=1&per_page=100", "GET presets?page_no=2&per_page=100",
        "GET presets?page_no=3&per_page=100",
      ])
  }

  @Test("a plan sends only reads, whatever it finds", arguments: LawTests.behaviors)
  func onlyReads(behavior: Behavior) async throws {
    let app = try RemoteApp(Self.bodies(3), behavior)
    let before = await app.emulator.presets
    let manifests = DesiredState(
      yaml: JSON.object(Self.bodies(1, seed: 2)[0].document).text(), "name: preset-1\nstate: absent\n")
    _ = try await app.plan(manifests)
    #expect(Set(await app.methods()) == ["GET"])
    #expect(await app.emulator.presets == before)
  }

  @Test("an apply adds one write and one verifying read an operation, and a read before it where there is something")
  func writes() async throws {
    let app = try RemoteApp(Self.bodies(2))
    let desired = DesiredState(
      yaml: JSON.object(Self.bodies(1, seed: 2)[0].document).text(), "name: preset-1\nstate: absent\n",
      JSON.object(Self.bodies(1)[0].named("new").document).text())
    let plan = try await app.plan(desired)
    await app.emulator.clearJournal()
    let report = try await app.apply(plan)
    #expect(report.isComplete)
    #expect(await app.methods() == ["POST", "GET", "GET", "PATCH", "GET", "GET", "DELETE", "GET"])
    #expect(report.traffic.requests == 8)
  }

  @Test("an old name is read only when the new one does not exist")
  func oldNames() async throws {
    let app = try RemoteApp([Self.bodies(1)[0].named("old"), Self.bodies(1)[0].named("new")])
    var body = Self.bodies(1)[0].named("new")
    body.document["previously"] = "old"
    let plan = try await app.plan(DesiredState(bodies: [body]))
    #expect(await app.methods().count == 2)
    #expect(plan.isEmpty)
    #expect(plan.unmanaged == ["old"])
    #expect(plan.warnings.map(\.fault) == [.oldNameStillExists(old: "old", new: "new")])
  }
}

/// Answers with what a test says, and remembers what was asked.
struct Scripted: Transport {
  let answer: @Sendable (HTTPRequest) throws(TransportError) -> (status: Int, fields: [HTTPField], body: String)

  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
    let (status, fields, body) = try answer(request.head)
    var head = HTTPResponse(status: .init(code: status))
    for field in fields { head.headerFields.append(field) }
    return TransportResponse(head, body: Array(body.utf8))
  }
}
