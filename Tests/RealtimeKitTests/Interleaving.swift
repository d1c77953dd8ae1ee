import HTTPTypes
import Presets
import RealtimeKit
import RealtimeKitEmulator
import Synchronization
import TestSupport

/// Two runs against one app: the first is held after `first` requests, the second comes and is held after `second` of its
/// own, the first goes on to its end, and then the second.
struct Interleaving: Sendable, CustomStringConvertible {
  let first: Int
  /// The requests after which the second run is held; nil where it comes to its end in one go.
  var second: Int?

  var description: String { "after \(first)" + (second.map { ", \($0)" } ?? "") }

  /// Which of the two runs.
  enum Run: CaseIterable { case first, second }

  /// A request, and whose it is.
  struct Step: Hashable {
    let run: Run
    let method: HTTPRequest.Method
    /// The id of the preset that it is about; empty for the list and for creates.
    let id: String
  }

  /// What came of it.
  struct Outcome {
    var reports: [Run: Report] = [:]
    /// Every request in the order in which the server saw them.
    let steps: [Step]
    let presets: [StoredPreset]
  }

  /// Runs both.
  func run(_ wanted: [Run: DesiredState], on app: RemoteApp) async throws -> Outcome {
    let (isFirstHeld, isSecondHeld, isFirstDone) = (Signal(), Signal(), Signal())
    let steps = Mutex<[Step]>([])
    func client(_ run: Run, heldAfter count: Int?, _ hold: @escaping @Sendable () async -> Void) -> RemoteApp {
      app.client {
        Held(inner: $0, run: run, count: count, steps: { step in steps.withLock { $0.append(step) } }, hold: hold)
      }
    }
    let clients: [Run: RemoteApp] = [
      .first: client(.first, heldAfter: first) {
        isFirstHeld.give()
        await isSecondHeld.wait()
      },
      .second: client(.second, heldAfter: second) {
        isSecondHeld.give()
        await isFirstDone.wait()
      },
    ]
    func report(_ run: Run) async throws -> Report? {
      guard let desired = wanted[run], let client = clients[run] else { return nil }
      return try await client.apply(desired)
    }
    async let firstReport = {
      defer { isFirstHeld.give(); isFirstDone.give() }
      return try await report(.first)
    }()
    async let secondReport = {
      await isFirstHeld.wait()
      defer { isSecondHeld.give() }
      return try await report(.second)
    }()
    let reports = try await (firstReport, secondReport)
    var outcome = Outcome(steps: steps.withLock { $0 }, presets: await app.emulator.presets)
    outcome.reports[.first] = reports.0
    outcome.reports[.second] = reports.1
    return outcome
  }
}

/// Something that happens once, and can be waited for.
private final class Signal: Sendable {
  private let stream: AsyncStream<Never>
  private let continuation: AsyncStream<Never>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func give() { continuation.finish() }

  func wait() async { for await _ in stream {} }
}

/// Writes down every request, and is held after some of them.
private final class Held: Transport {
  private let inner: any Transport
  private let run: Interleaving.Run
  private let heldAfter: Int?
  private let note: @Sendable (Interleaving.Step) -> Void
  private let hold: @Sendable () async -> Void
  private let count = Mutex(0)

  init(
    inner: any Transport, run: Interleaving.Run, count: Int?, steps: @escaping @Sendable (Interleaving.Step) -> Void,
    hold: @escaping @Sendable () async -> Void
  ) {
    (self.inner, self.run, heldAfter, note, self.hold) = (inner, run, count, steps, hold)
  }

  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
    let number = count.withLock { count in
      defer { count += 1 }
      return count
    }
    if number == heldAfter { await hold() }
    let path = request.head.path?.prefix { $0 != "?" } ?? ""
    let id = path.split(separator: "/presets/").dropFirst().first.map(String.init) ?? ""
    note(Interleaving.Step(run: run, method: request.head.method, id: id))
    return try await inner.send(request, timeout: timeout)
  }
}
