import Foundation
import HTTPTypes
import Manifests
import RealtimeKitEmulator
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An app whose plan has one operation of each kind, its manifests, and an apply in which one request is intercepted.
final class ApplyFixture {
  /// The requests of an apply without parallelism: the list, five reads, three requests for the rename, two for the
  /// create, and three for each update and the delete.
  static let requests = 1...20
  /// The requests of the plan.
  static let planningRequests = 1...6
  /// The requests that write.
  static let writeRequests = [8, 10, 13, 16, 19]

  let folder: TemporaryFolder
  let emulator: Emulator
  let before: [StoredPreset]

  init() async throws {
    folder = try TemporaryFolder(
      Dictionary(uniqueKeysWithValues: FixtureApp.manifests.map { ("presets/\($0.file)", $0.text) }))
    // The generated presets break lint rules, which are not the subject of these tests.
    let rules = LintRule.all.map { "\($0.id): off" }.joined(separator: ", ")
    try folder.write("version: 1\nlint: {\(rules)}\n", "presetctl.yaml")
    emulator = try Emulator(
      FixtureApp.remote, behavior: Self.behavior,
      store: StateFile(path: folder.url.appending(path: "server.json").path))
    before = await emulator.presets
  }

  /// The server stores documents byte for byte, except for fields that it adds itself.
  private static let behavior: Behavior = {
    var behavior = Behavior()
    behavior.addsUnknownFields = true
    behavior.addsDefaults = false
    return behavior
  }()

  /// Returns an independent server with the current state of the server of a folder.
  static func copy(in folder: URL) throws -> Emulator {
    let file = folder.appending(path: "copy.json")
    try FileManager.default.copyItem(at: folder.appending(path: "server.json"), to: file)
    return try Emulator(behavior: behavior, store: StateFile(path: file.path))
  }

  /// Returns the newest snapshot in a folder, or nil if the folder has no snapshot.
  static func snapshot(in folder: URL) -> String? {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: ".presetctl/snapshots").path)
    return names?.filter { !$0.hasPrefix(".") }.max().map { ".presetctl/snapshots/\($0)" }
  }

  /// Runs the program against a server.
  func run(_ arguments: [String], _ emulator: Emulator) async throws -> Binary.Outcome {
    let url = folder.url
    return try await EmulatorServer.with(emulator) { address in
      try await Binary.run(arguments, in: url, Self.variables(address))
    }
  }

  /// Runs an apply in which one request is intercepted.
  /// - Parameters:
  ///   - intercept: Called with the process id and the file that receives stderr. Returns the response.
  ///   - then: Called after the apply, while the server is still running.
  func apply(
    _ arguments: [String], intercepting number: Int,
    _ intercept:
      @escaping @Sendable (Int32, URL, _ respond: () async -> EmulatedResponse) async throws -> EmulatedResponse,
    then: @escaping @Sendable (_ variables: [String: String]) async throws -> Void = { _ in }
  ) async throws -> Binary.Outcome {
    let (url, emulator) = (folder.url, emulator)
    let process = Mutex<(id: Int32, errors: URL)?>(nil)
    let count = Mutex(0)
    return try await EmulatorServer.with({ request, body in
      let isIntercepted = count.withLock { count in
        count += 1
        return count == number
      }
      guard isIntercepted else { return await emulator.respond(to: request, body: body) }
      // The request can arrive before the process id is stored.
      while process.withLock({ $0 }) == nil { await Task.yield() }
      guard let (id, errors) = process.withLock({ $0 }) else { throw CancellationError() }
      return try await intercept(id, errors) { await emulator.respond(to: request, body: body) }
    }) { address in
      let variables = Self.variables(address)
      let outcome = try await Binary.run(["apply", "--auto-approve"] + arguments, in: url, variables) { id, errors in
        process.withLock { $0 = (id, errors) }
      }
      try await then(variables)
      return outcome
    }
  }

  /// Returns the environment variables for a server.
  static func variables(_ address: String) -> [String: String] {
    [
      "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_API_TOKEN": Emulator.token,
      "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID, "REALTIMEKIT_APP_ID": Emulator.appID,
    ]
  }

  /// Checks that all operations were carried out and nothing else changed, on this server or a copy.
  func expectApplied(_ emulator: Emulator, _ context: String) async {
    let finalState = await FixtureApp.FinalState(from: before, to: emulator.presets)
    #expect(finalState.isRestUnchanged && finalState.states.count == 5, "\(context)")
    #expect(finalState.states.values.allSatisfy { $0 == .after }, "\(finalState.states): \(context)")
  }
}
