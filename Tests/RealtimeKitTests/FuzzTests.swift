import HTTPTypes
import OrderedCollections
import Presets
import RealtimeKit
import RealtimeKitEmulator
import Synchronization
import TestSupport
import Testing

/// Whatever a server answers, a run ends: within its time, within bounds, and with a report or an error of the API's.
@Suite("Hostile answers") struct FuzzTests {
  private static let mostRequests = 600

  /// Manifests with an update, and without one that writes.
  private static let desired = [
    DesiredState(manifests: OneOfEach.manifests.filter { ["host.json"].contains($0.file) }.map(\.text)),
    DesiredState(yaml: "name: gone\nstate: absent\n"),
    DesiredState(bodies: [OneOfEach.made]),
  ]

  @Test("plans and applies end, whatever is answered", arguments: Mutator.batches)
  func answers(batch: Int) async throws {
    for seed in Mutator.seeds(10, batch: batch) {
      let answers = SpoiltAnswers(seed: seed)
      let app = try RemoteApp(
        OneOfEach.remote.filter { ["host", "gone"].contains($0.name) }, parallelism: 3,
        through: { answers.through($0) })
      let desired = Self.desired[seed % Self.desired.count]
      do {
        let plan = try await app.plan(desired)
        let report = try await seed % 2 == 0 ? app.apply(plan) : app.applySaved(plan)
        #expect(report.entries.map(\.operation) == plan.operations, "seed \(seed)")
        let isTold = report.entries.allSatisfy { $0.outcome == .done || $0.outcome == .notStarted || $0.failure != nil }
        #expect(isTold, "seed \(seed)")
      } catch let error as APIError {
        #expect(!error.message.isEmpty, "seed \(seed)")
      }
      #expect(await app.emulator.journal.count < Self.mostRequests, "seed \(seed)")
      #expect(app.time.now() < .seconds(2 * 900 + 4 * 35), "seed \(seed)")
    }
  }
}

/// Spoils answers: at most half of them, so that a run gets anywhere.
private final class SpoiltAnswers: Sendable {
  private let mutator: Mutex<Mutator>

  init(seed: Int) {
    mutator = Mutex(Mutator(seed: seed))
  }

  func through(_ inner: any Transport) -> any Transport { Spoiler(inner: inner, answers: self) }

  private struct Spoiler: Transport {
    let inner: any Transport
    let answers: SpoiltAnswers

    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
      answers.spoilt(try await inner.send(request, timeout: timeout))
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

  func spoilt(_ response: TransportResponse) -> TransportResponse {
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
      case 0: body = mutator.spoilt(body)
      case 1: body = Array(mutator.spoilt(mutator.random.pick(Self.errors)).text().utf8)
      default: if let json = try? JSON(parsing: body) { body = Array(mutator.spoilt(json).text().utf8) }
      }
      return TransportResponse(head, body: body)
    }
  }
}
