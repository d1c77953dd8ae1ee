package import Foundation
import HTTPTypes
package import Manifests
package import Planning
package import RealtimeKit
package import RealtimeKitEmulator
package import Schema
import Synchronization

/// Passes requests to an emulator in the same process instead of the network. Delays take only virtual time.
package struct InProcessTransport: Transport {
  private static let maximumResponseSize = 16 << 20

  private let emulator: Emulator
  private let time: VirtualClock

  package init(_ emulator: Emulator, time: VirtualClock = VirtualClock()) {
    self.emulator = emulator
    self.time = time
  }

  package func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> TransportResponse {
    let reply = await emulator.respond(to: request.head, body: request.body)
    let duration = reply.isCut ? reply.delay : reply.delay + reply.trickle
    if duration > .zero { await time.advance(by: min(duration, timeout)) }
    guard duration < timeout else { throw .timedOut }
    guard !reply.isCut else { throw .connectionLost("the server closed the connection") }
    guard reply.body.count <= Self.maximumResponseSize else { throw .tooLarge(Self.maximumResponseSize) }
    return TransportResponse(reply.head, body: reply.body)
  }
}

/// A clock that advances only when a caller waits.
package final class VirtualClock: TimeSource {
  private let passed = Mutex(Duration.zero)

  package init() {}

  package func now() -> Duration { passed.withLock { $0 } }

  /// The date, starting at 2026-01-01T00:00:00Z as in the test servers.
  package func date() -> Date {
    Date(timeIntervalSince1970: 1_767_225_600 + now() / .seconds(1))
  }

  package func sleep(for duration: Duration) async throws { await advance(by: duration) }

  package func advance(by duration: Duration) async {
    passed.withLock { $0 += duration }
    // Lets other tasks run.
    await Task.yield()
  }
}

/// An app in an emulator, with the operations of the program.
package struct RemoteApp: Sendable {
  package let emulator: Emulator
  package let time: VirtualClock
  private let transport: any Transport
  private let parallelism: Int

  package init(
    _ bodies: [Preset] = [], _ behavior: Behavior = Behavior(), faults: Faults = [], parallelism: Int = 5,
    time: VirtualClock = VirtualClock(), through wrap: (any Transport) -> any Transport = { $0 }
  ) throws {
    emulator = try Emulator(bodies, behavior: behavior, faults: faults)
    transport = wrap(InProcessTransport(emulator, time: time))
    self.parallelism = parallelism
    self.time = time
  }

  /// Returns another client of the same app that has its own transport.
  package func client(
    parallelism: Int = 1, through wrap: (any Transport) -> any Transport
  ) -> RemoteApp {
    RemoteApp(
      emulator: emulator, time: time, transport: wrap(InProcessTransport(emulator, time: time)),
      parallelism: parallelism)
  }

  private init(emulator: Emulator, time: VirtualClock, transport: any Transport, parallelism: Int) {
    self.emulator = emulator
    self.time = time
    self.transport = transport
    self.parallelism = parallelism
  }

  /// Opens a new connection, as every run of the program does.
  package func connection(
    appID: String = Emulator.appID, timeout: Duration = .seconds(900), limit: Int? = 1200,
    isInterrupted: @escaping @Sendable () -> Bool = { false }, onWait: @escaping WaitHandler = { _, _ in }
  ) throws -> Connection {
    let base = try BaseURL("http://127.0.0.1:8787/client/v4")
    let environment = Environment(accountID: Emulator.accountID, appID: appID, baseURL: base.text)
    guard let token = APIToken(Emulator.token) else { throw TransportError.timedOut }
    return Connection(
      transport, base: base, environment: environment, token: token, timeout: timeout, limit: limit, time: time,
      isInterrupted: isInterrupted, onWait: onWait)
  }

  /// Plans the changes that reach `desired`.
  package func plan(_ desired: DesiredState) async throws -> Plan {
    let connection = try connection()
    let observed = try await PresetReader(connection, parallelism: parallelism).observe(for: desired)
    let environment = Environment(accountID: Emulator.accountID, appID: Emulator.appID, baseURL: "local")
    return Planner.plan(environment, desired: desired, observed: observed)
  }

  /// Plans the changes that restore a snapshot.
  package func plan(backTo snapshot: Snapshot) async throws -> Plan {
    let observed = try await PresetReader(try connection(), parallelism: parallelism).observe(for: snapshot)
    return try RestorePlanner.plan(snapshot.environment, backTo: snapshot, in: "snapshot.json", observed: observed)
  }

  /// Applies a plan.
  package func apply(_ plan: Plan) async throws -> Report {
    await Applier(try connection(), parallelism: parallelism).apply(plan)
  }

  /// Checks a saved plan and applies it unless it is stale.
  package func applySaved(_ plan: Plan) async throws -> Report {
    let applier = Applier(try connection(), parallelism: parallelism)
    let check = try await applier.check(plan)
    return check.count(.stale) > 0 ? check : await applier.apply(plan)
  }

  /// Plans and applies the changes that reach `desired`.
  package func apply(_ desired: DesiredState) async throws -> Report {
    try await apply(plan(desired))
  }

  /// The HTTP methods of all requests since the journal was cleared.
  package func methods() async -> [String] {
    await emulator.journal.map(\.method)
  }

  /// Returns the document of a preset on the server.
  package func document(_ name: String) async -> Preset? {
    await emulator.presets.first { $0.document.name == name }?.document
  }
}
