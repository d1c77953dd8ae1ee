import Foundation
import HTTPTypes
import RealtimeKitEmulator
import Synchronization
import TestSupport
import Testing

@testable import Authoring
@testable import Diagnostics
@testable import Documents
@testable import JSONValue
@testable import Manifests
@testable import Planning
@testable import Rendering
@testable import Schema

/// Runs the built program with corrupted input. It must exit with a documented code, print one document and use at most
/// 500 MB.
@Suite("Hostile input to the program") struct FuzzTests {
  /// The input that is corrupted.
  enum Target: CaseIterable {
    case manifest, projectFile, shownPlan, appliedPlan, snapshot, responses

    /// The command that reads the input.
    var arguments: [String] {
      switch self {
      case .manifest: ["validate"]
      case .projectFile: ["plan", "--local"]
      case .shownPlan: ["show", "plan.json"]
      case .appliedPlan: ["apply", "plan.json", "--local", "--no-snapshot"]
      case .snapshot: ["restore", "snapshot.json", "--local", "--auto-approve", "--no-snapshot"]
      case .responses: ["apply", "--auto-approve", "--no-snapshot", "--timeout", "1s"]
      }
    }
  }

  private static let codes: Set<Int32> = [0, 1, 2, 3, 4, 5, 6, 64, 65]

  /// Runs the program with at most 500 MB of memory.
  private static func run(
    _ arguments: [String], in folder: URL, _ variables: [String: String] = [:]
  ) async throws -> Binary.Outcome {
    let path = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
    return try await Binary.run(
      URL(filePath: "/bin/bash"),
      ["-c", #"ulimit -d 512000; exec "$@""#, "bash", Binary.url.path] + arguments + ["-o", "json"], in: folder,
      variables.merging(path) { $1 })
  }

  private static func check(_ outcome: Binary.Outcome, _ context: String) {
    #expect(codes.contains(outcome.status), "\(context): \(outcome.text.prefix(2000))")
    let kind = (try? JSON(parsing: Array(outcome.output.utf8)))?["kind"]?.string
    #expect(kind != nil, "\(context): \(outcome.text.prefix(2000))")
    #expect(!outcome.text.contains("Fatal error"), "\(context): \(outcome.text.prefix(2000))")
  }

  private static let project = """
    version: 1
    manifests: [presets]
    environments:
      local: {prune: true, manage: ["g*"], protect: [gone], limits: {deletes: 3, changes: 50%}, policy: {widening: warn}}

    """

  /// Creates a fixture with manifests, a project file, a saved plan and a snapshot.
  private static func makeFixture() async throws -> ApplyFixture {
    let fixture = try await ApplyFixture()
    let bodies = JSON.array(FixtureApp.remote.map { .object($0.document) }).text()
    try fixture.folder.write(bodies, "seed.json")
    let variables = ["PRESETCTL_LOCAL_SEED": "seed.json"]
    let plan = try await fixture.folder.run("plan", "--local", "--out", "plan.json", variables: variables)
    #expect(plan.status == 0, "\(plan.text)")
    let apply = try await fixture.folder.run(
      "apply", "--local", "--local-state", "other.json", "--auto-approve", variables: variables)
    #expect(apply.status == 0, "\(apply.text)")
    let snapshot = try #require(ApplyFixture.snapshot(in: fixture.folder.url))
    try FileManager.default.moveItem(
      at: fixture.folder.url.appending(path: snapshot), to: fixture.folder.url.appending(path: "snapshot.json"))
    return fixture
  }

  @Test("Corrupted input leads to a documented exit code and a single document", arguments: Target.allCases)
  func sample(target: Target) async throws {
    let fixture = try await Self.makeFixture()
    let url = fixture.folder.url
    let state = url.appending(path: ".presetctl/local.json")
    let original = try Data(contentsOf: state)
    for seed in 0..<Mutator.inputs / 250 {
      var mutator = Mutator(seed: seed)
      try original.write(to: state)
      switch target {
      case .manifest: try Self.corrupt("presets/\(mutator.random.pick(FixtureApp.manifests).file)", in: url, &mutator)
      case .projectFile:
        try Data(mutator.corrupted(Array(Self.project.utf8))).write(to: url.appending(path: "presetctl.yaml"))
      case .shownPlan, .appliedPlan: try Self.corrupt("plan.json", in: url, &mutator)
      case .snapshot: try Self.corrupt("snapshot.json", in: url, &mutator)
      case .responses: break
      }
      let outcome =
        try await target == .responses
        ? Self.runWithCorruptedResponses(fixture, seed) : Self.run(target.arguments, in: url)
      Self.check(outcome, "\(target), seed \(seed)")
      try Self.restore(in: url)
    }
  }

  /// Corrupts a file and keeps a copy of the original.
  private static func corrupt(_ name: String, in folder: URL, _ mutator: inout Mutator) throws {
    let file = folder.appending(path: name)
    let bytes = try Data(contentsOf: file)
    try bytes.write(to: folder.appending(path: "\(name).kept"))
    var corrupted = mutator.corrupted([UInt8](bytes))
    // With a valid digest, the corruption is not rejected at once.
    if mutator.random.once(in: 2), let document = try? JSON(parsing: [UInt8](bytes)), document["digest"] != nil {
      corrupted = Array(mutator.corrupted(document).signed.text(.pretty).utf8)
    }
    try Data(corrupted).write(to: file)
  }

  /// Restores all original files.
  private static func restore(in folder: URL) throws {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    for name in names where name.hasSuffix(".kept") {
      let file = folder.appending(path: String(name.dropLast(".kept".count)))
      try FileManager.default.removeItem(at: file)
      try FileManager.default.moveItem(at: folder.appending(path: name), to: file)
    }
    try? FileManager.default.removeItem(at: folder.appending(path: "presetctl.yaml"))
  }

  /// Applies to a server that corrupts a third of its responses.
  private static func runWithCorruptedResponses(_ fixture: ApplyFixture, _ seed: Int) async throws -> Binary.Outcome {
    let emulator = try Emulator(FixtureApp.remote)
    let url = fixture.folder.url
    let mutator = Mutex(Mutator(seed: seed))
    return try await EmulatorServer.with({ request, body in
      var reply = await emulator.respond(to: request, body: body)
      mutator.withLock { mutator in
        guard mutator.random.once(in: 3) else { return }
        if mutator.random.once(in: 2), let json = try? JSON(parsing: reply.body) {
          reply.body = Array(mutator.corrupted(json).text().utf8)
        } else {
          reply.body = mutator.corrupted(reply.body)
        }
        if mutator.random.once(in: 4) {
          reply.head.status = .init(code: mutator.random.pick([200, 201, 204, 400, 404]))
        }
      }
      return reply
    }) { address in
      try await Self.run(Target.responses.arguments, in: url, ApplyFixture.variables(address))
    }
  }

  // MARK: Large responses

  /// Responses of almost 16 MiB that need the most memory per byte. Unoptimized builds read them slowly, so only longer
  /// test runs use all of them.
  private static let items = [#"{"a":0}"#] + (Mutator.inputs > 10_000 ? ["0", "[]", "{}", #""""#] : [])

  @Test("A response of the maximum size is read with 500 MB of memory", arguments: items)
  func largeResponses(item: String) async throws {
    let fixture = try await ApplyFixture()
    let url = fixture.folder.url
    let count = ((16 << 20) - 100) / (item.utf8.count + 1)
    let text = #"{"success":true,"data":["# + String(repeating: item + ",", count: count) + "0]}"
    let bytes = Array(text.utf8)
    let outcome = try await EmulatorServer.with({ _, _ in
      EmulatedResponse(HTTPResponse(status: .ok), bytes)
    }) { address in
      try await Self.run(["plan"], in: url, ApplyFixture.variables(address))
    }
    #expect(outcome.status == 1)
    Self.check(outcome, item)
  }
}
