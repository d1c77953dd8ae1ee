import HTTPTypes
import JSONValue
import Manifests
import Planning
import RealtimeKit
import RealtimeKitEmulator
import Schema
import Synchronization
import TestSupport
import Testing

/// Whatever a server responds, a run completes within its time and request limits, with a report or an API error.
@Suite("Hostile responses") struct FuzzTests {
  private static let maximumRequests = 600

  /// Desired states with an update, a delete and a create.
  private static let desired = [
    DesiredState(manifests: FixtureApp.manifests.filter { ["host.json"].contains($0.file) }.map(\.text)),
    DesiredState(yaml: "name: gone\nstate: absent\n"),
    DesiredState(presets: [FixtureApp.createdPreset]),
  ]

  @Test("Plans and applies complete, whatever the server responds", arguments: Mutator.batches)
  func responses(batch: Int) async throws {
    for seed in Mutator.seeds(10, batch: batch) {
      let responses = CorruptedResponses(seed: seed)
      let app = try RemoteApp(
        FixtureApp.remote.filter { ["host", "gone"].contains($0.name) }, parallelism: 3,
        through: { responses.transport($0) })
      let desired = Self.desired[seed % Self.desired.count]
      do {
        let plan = try await app.plan(desired)
        let report = try await seed % 2 == 0 ? app.apply(plan) : app.applySaved(plan)
        #expect(report.entries.map(\.operation) == plan.operations, "seed \(seed)")
        let hasReasons = report.entries.allSatisfy {
          $0.outcome == .done || $0.outcome == .notStarted || $0.failure != nil
        }
        #expect(hasReasons, "seed \(seed)")
      } catch let error as APIError {
        #expect(!error.message.isEmpty, "seed \(seed)")
      }
      #expect(await app.emulator.journal.count < Self.maximumRequests, "seed \(seed)")
      #expect(app.time.now() < .seconds(2 * 900 + 4 * 35), "seed \(seed)")
    }
  }
}

/// Corrupts about half of the responses, so that a run can still make progress.
private final class CorruptedResponses: Sendable {
  private let mutator: Mutex<Mutator>

  init(seed: Int) {
    mutator = Mutex(Mutator(seed: seed))
  }

  func transport(_ inner: any Transport) -> any Transport { CorruptingTransport(inner: inner, responses: self) }

  private struct CorruptingTransport: Transport {
    let inner: any Transport
    let responses: CorruptedResponses

    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
      responses.corrupted(try await inner.send(request, timeout: timeout))
    }
  }

  private static let statuses = [200, 201, 204, 206, 301, 400, 401, 403, 404, 409, 422, 429, 500, 503, 524, 599, 100]
  private static let fields: [(String, [String])] = [
    ("Retry-After", ["0", "7", "-1", "99999999999999999999", "Wed, 21 Oct 2015 07:28:00 GMT", "soon", ""]),
    (
      "Ratelimit",
      [#""default";r=0;t=3"#, #""default";r=-1;t=-1"#, "r=;t=", #""x";r=99999999999999999999;t=1"#, ";;;,"]
    ),
    ("Date", ["Thu, 01 Jan 1970 00:00:00 GMT", "x"]), ("cf-ray", ["", "\u{7F}", String(repeating: "r", count: 9000)]),
  ]
  private static let errors: [JSON] = [
    ["success": false, "errors": [["code": 7, "message": "in use", "source": ["pointer": "/x"]]]],
    ["error": ["message": "[{\"path\": [\"a\", 1], \"message\": \"required\"}]", "code": "x"]], ["message": [["x"]]],
  ]

  func corrupted(_ response: TransportResponse) -> TransportResponse {
    mutator.withLock { mutator in
      guard mutator.random.once(in: 2) else { return response }
      var head = response.head
      var body = response.body
      if mutator.random.once(in: 4) { head.status = .init(code: mutator.random.pick(Self.statuses)) }
      if mutator.random.once(in: 4) {
        let (name, values) = mutator.random.pick(Self.fields)
        if let name = HTTPField.Name(name) { head.headerFields[name] = mutator.random.pick(values) }
      }
      switch Int.random(in: 0..<4, using: &mutator.random) {
      case 0: body = mutator.corrupted(body)
      case 1: body = Array(mutator.corrupted(mutator.random.pick(Self.errors)).text().utf8)
      default: if let json = try? JSON(parsing: body) { body = Array(mutator.corrupted(json).text().utf8) }
      }
      return TransportResponse(head, body: body)
    }
  }
}
