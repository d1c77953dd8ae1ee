import Foundation
import HTTPTypes
import OrderedCollections
import Presets
import RealtimeKitEmulator
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An app in which there is one of everything to do, the manifests for it, and an apply of which one request is met.
final class MetApply {
  /// The requests of an apply with one operation at a time: the list, five reads, then 3 for the rename, 2 for the create,
  /// 3 for each of the updates and the delete.
  static let requests = 1...20
  /// The requests of these that only plan.
  static let planning = 1...6
  /// The requests that write.
  static let writes = [8, 10, 13, 16, 19]

  let folder: Folder
  let emulator: Emulator
  let before: [StoredPreset]

  init() async throws {
    folder = try Folder(Dictionary(uniqueKeysWithValues: OneOfEach.manifests.map { ("presets/\($0.file)", $0.text) }))
    // What is generated breaks rules, and nothing here is about them.
    let rules = LintRule.all.map { "\($0.id): off" }.joined(separator: ", ")
    try folder.write("version: 1\nlint: {\(rules)}\n", "presetctl.yaml")
    emulator = try Emulator(
      OneOfEach.remote, behavior: Self.behavior,
      store: StateFile(path: folder.url.appending(path: "server.json").path))
    before = await emulator.presets
  }

  /// A server whose documents are byte for byte what was sent, but for fields of its own.
  private static let behavior: Behavior = {
    var behavior = Behavior()
    behavior.addsUnknownFields = true
    behavior.addsDefaults = false
    return behavior
  }()

  /// A server that holds what the one of a folder holds now, and goes its own way.
  static func copy(in folder: URL) throws -> Emulator {
    let file = folder.appending(path: "copy.json")
    try FileManager.default.copyItem(at: folder.appending(path: "server.json"), to: file)
    return try Emulator(behavior: behavior, store: StateFile(path: file.path))
  }

  /// The newest snapshot in a folder; nil where none was kept.
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

  /// Applies, and lets a request be met.
  /// - Parameters:
  ///   - meet: Given the process and its standard error; what it returns is the answer.
  ///   - then: What is done afterwards, while the same server is still there.
  func apply(
    _ arguments: [String], meeting number: Int,
    _ meet: @escaping @Sendable (Int32, URL, _ respond: () async -> Reply) async throws -> Reply,
    then: @escaping @Sendable (_ variables: [String: String]) async throws -> Void = { _ in }
  ) async throws -> Binary.Outcome {
    let (url, emulator) = (folder.url, emulator)
    let process = Mutex<(id: Int32, errors: URL)?>(nil)
    let count = Mutex(0)
    return try await EmulatorServer.with({ request, body in
      let isMet = count.withLock { count in
        count += 1
        return count == number
      }
      guard isMet else { return await emulator.respond(to: request, body: body) }
      // The process may be faster than whoever started it.
      while process.withLock({ $0 }) == nil { await Task.yield() }
      guard let (id, errors) = process.withLock({ $0 }) else { throw CancellationError() }
      return try await meet(id, errors) { await emulator.respond(to: request, body: body) }
    }) { address in
      let variables = Self.variables(address)
      let outcome = try await Binary.run(["apply", "--auto-approve"] + arguments, in: url, variables) { id, errors in
        process.withLock { $0 = (id, errors) }
      }
      try await then(variables)
      return outcome
    }
  }

  /// The variables that point the program to a server.
  static func variables(_ address: String) -> [String: String] {
    [
      "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_API_TOKEN": Emulator.token,
      "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID, "REALTIMEKIT_APP_ID": Emulator.appID,
    ]
  }

  /// Expects that everything is done, and nothing else, on a server that was like this one.
  func expectDone(_ emulator: Emulator, _ words: String) async {
    let aftermath = await OneOfEach.Aftermath(from: before, to: emulator.presets)
    #expect(aftermath.isOtherwiseIntact && aftermath.truths.count == 5, "\(words)")
    #expect(aftermath.truths.values.allSatisfy { $0 == .after }, "\(aftermath.truths): \(words)")
  }
}
