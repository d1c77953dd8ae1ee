package import Foundation
import HTTPTypes
package import Presets
package import RealtimeKit
package import RealtimeKitEmulator
import Synchronization

/// The emulator within the process, in place of the network. What goes wrong on the way takes no time but virtual time.
package struct InProcess: Transport {
  private static let largestAnswer = 16 << 20

  private let emulator: Emulator
  private let time: VirtualTime

  package init(_ emulator: Emulator, time: VirtualTime = VirtualTime()) {
    self.emulator = emulator
    self.time = time
  }

  package func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> TransportResponse {
    let reply = await emulator.respond(to: request.head, body: request.body)
    let duration = reply.isCut ? reply.delay : reply.delay + reply.trickle
    if duration > .zero { await time.pass(min(duration, timeout)) }
    guard duration < timeout else { throw .timedOut }
    guard !reply.isCut else { throw .connectionLost("the server closed the connection") }
    guard reply.body.count <= Self.largestAnswer else { throw .tooLarge(Self.largestAnswer) }
    return TransportResponse(reply.head, body: reply.body)
  }
}

/// Time that passes only when someone waits for it.
package final class VirtualTime: Timekeeper {
  private let passed = Mutex(Duration.zero)

  package init() {}

  package func now() -> Duration { passed.withLock { $0 } }

  /// The date that test servers count from: 2026-01-01T00:00:00Z.
  package func date() -> Date {
    Date(timeIntervalSince1970: 1_767_225_600 + now() / .seconds(1))
  }

  package func sleep(for duration: Duration) async throws { await pass(duration) }

  package func pass(_ duration: Duration) async {
    passed.withLock { $0 += duration }
    // Others may have something to do meanwhile.
    await Task.yield()
  }
}

/// A remote app that lives in an emulator, and what can be done with it.
package struct RemoteApp: Sendable {
  package let emulator: Emulator
  package let time: VirtualTime
  private let transport: any Transport
  private let parallelism: Int

  package init(
    _ bodies: [Preset] = [], _ behavior: Behavior = Behavior(), faults: Faults = [], parallelism: Int = 5,
    time: VirtualTime = VirtualTime(), through wrap: (any Transport) -> any Transport = { $0 }
  ) throws {
    emulator = try Emulator(bodies, behavior: behavior, faults: faults)
    transport = wrap(InProcess(emulator, time: time))
    self.parallelism = parallelism
    self.time = time
  }

  /// Another client of the same app, which goes its own way to it.
  package func client(
    parallelism: Int = 1, through wrap: (any Transport) -> any Transport
  ) -> RemoteApp {
    RemoteApp(
      emulator: emulator, time: time, transport: wrap(InProcess(emulator, time: time)), parallelism: parallelism)
  }

  private init(emulator: Emulator, time: VirtualTime, transport: any Transport, parallelism: Int) {
    self.emulator = emulator
    self.time = time
    self.transport = transport
    self.parallelism = parallelism
  }

  /// A new connection, as every run of the program makes one.
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

  /// The plan for what `desired` wants.
  package func plan(_ desired: DesiredState) async throws -> Plan {
    let connection = try connection()
    let observed = try await PresetReader(connection, parallelism: parallelism).observe(for: desired)
    let environment = Environment(accountID: Emulator.accountID, appID: Emulator.appID, baseURL: "local")
    return Planner.plan(environment, desired: desired, observed: observed)
  }

  /// The plan that goes back to a snapshot.
  package func plan(backTo snapshot: Snapshot) async throws -> Plan {
    let observed = try await PresetReader(try connection(), parallelism: parallelism).observe(for: snapshot)
    return try Restoration.plan(snapshot.environment, backTo: snapshot, in: "snapshot.json", observed: observed)
  }

  /// Carries a plan out.
  package func apply(_ plan: Plan) async throws -> Report {
    await Applier(try connection(), parallelism: parallelism).apply(plan)
  }

  /// Carries out a plan that was saved before, or nothing of it.
  package func applySaved(_ plan: Plan) async throws -> Report {
    let applier = Applier(try connection(), parallelism: parallelism)
    let check = try await applier.check(plan)
    return check.count(.stale) > 0 ? check : await applier.apply(plan)
  }

  /// Plans and applies.
  package func apply(_ desired: DesiredState) async throws -> Report {
    try await apply(plan(desired))
  }

  /// The methods of the requests since the journal was cleared.
  package func methods() async -> [String] {
    await emulator.journal.map(\.method)
  }

  /// The document of a preset as the server holds it.
  package func document(_ name: String) async -> Preset? {
    await emulator.presets.first { $0.document.name == name }?.document
  }
}
