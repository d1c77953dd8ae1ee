import HTTPTypes
import Manifests
import Planning
import RealtimeKit
import RealtimeKitEmulator
import Synchronization
import TestSupport

/// Two runs against one app. The first run pauses after `first` requests. The second run starts and pauses after
/// `second` requests. Then the first run continues to its end, and the second run after it.
struct Interleaving: Sendable, CustomStringConvertible {
  let first: Int
  /// The number of requests after which the second run pauses, or nil if it does not pause.
  var second: Int?

  var description: String { "after \(first)" + (second.map { ", \($0)" } ?? "") }

  /// One of the two runs.
  enum Run: CaseIterable { case first, second }

  /// A request and the run that sent it.
  struct Step: Hashable {
    let run: Run
    let method: HTTPRequest.Method
    /// The id of the preset in the request path, or an empty string for the list and for creates.
    let id: String
  }

  /// The reports and requests of both runs, and the final presets.
  struct Outcome {
    var reports: [Run: Report] = [:]
    /// All requests in the order in which the server received them.
    let steps: [Step]
    let presets: [StoredPreset]
  }

  /// Runs both runs.
  func run(_ desiredStates: [Run: DesiredState], on app: RemoteApp) async throws -> Outcome {
    let (firstPaused, secondPaused, firstFinished) = (Signal(), Signal(), Signal())
    let steps = Mutex<[Step]>([])
    func client(_ run: Run, pauseAfter count: Int?, _ pause: @escaping @Sendable () async -> Void) -> RemoteApp {
      app.client {
        PausingTransport(
          inner: $0, run: run, count: count, steps: { step in steps.withLock { $0.append(step) } }, pause: pause)
      }
    }
    let clients: [Run: RemoteApp] = [
      .first: client(.first, pauseAfter: first) {
        firstPaused.send()
        await secondPaused.wait()
      },
      .second: client(.second, pauseAfter: second) {
        secondPaused.send()
        await firstFinished.wait()
      },
    ]
    func report(_ run: Run) async throws -> Report? {
      guard let desired = desiredStates[run], let client = clients[run] else { return nil }
      return try await client.apply(desired)
    }
    async let firstReport = {
      defer { firstPaused.send(); firstFinished.send() }
      return try await report(.first)
    }()
    async let secondReport = {
      await firstPaused.wait()
      defer { secondPaused.send() }
      return try await report(.second)
    }()
    let reports = try await (firstReport, secondReport)
    var outcome = Outcome(steps: steps.withLock { $0 }, presets: await app.emulator.presets)
    outcome.reports[.first] = reports.0
    outcome.reports[.second] = reports.1
    return outcome
  }
}

/// An event that happens once and can be awaited.
private final class Signal: Sendable {
  private let stream: AsyncStream<Never>
  private let continuation: AsyncStream<Never>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func send() { continuation.finish() }

  func wait() async { for await _ in stream {} }
}

/// Records every request and pauses before one of them.
private final class PausingTransport: Transport {
  private let inner: any Transport
  private let run: Interleaving.Run
  private let pauseAfter: Int?
  private let record: @Sendable (Interleaving.Step) -> Void
  private let pause: @Sendable () async -> Void
  private let count = Mutex(0)

  init(
    inner: any Transport, run: Interleaving.Run, count: Int?, steps: @escaping @Sendable (Interleaving.Step) -> Void,
    pause: @escaping @Sendable () async -> Void
  ) {
    (self.inner, self.run, pauseAfter, record, self.pause) = (inner, run, count, steps, pause)
  }

  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
    let number = count.withLock { count in
      defer { count += 1 }
      return count
    }
    if number == pauseAfter { await pause() }
    let path = request.head.path?.prefix { $0 != "?" } ?? ""
    let id = path.split(separator: "/presets/").dropFirst().first.map(String.init) ?? ""
    record(Interleaving.Step(run: run, method: request.head.method, id: id))
    return try await inner.send(request, timeout: timeout)
  }
}
