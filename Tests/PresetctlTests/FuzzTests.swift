import Foundation
import HTTPTypes
import OrderedCollections
import RealtimeKitEmulator
import Synchronization
import TestSupport
import Testing

@testable import Presets

/// The built program on what is spoilt: it ends with a code of the table, prints one document, and has 500 MB to do it in.
@Suite("Hostile input to the program") struct FuzzTests {
  /// What is spoilt.
  enum Target: CaseIterable {
    case manifest, projectFile, shownPlan, appliedPlan, snapshot, answers

    /// What is run on it.
    var arguments: [String] {
      switch self {
      case .manifest: ["validate"]
      case .projectFile: ["plan", "--local"]
      case .shownPlan: ["show", "plan.json"]
      case .appliedPlan: ["apply", "plan.json", "--local", "--no-snapshot"]
      case .snapshot: ["restore", "snapshot.json", "--local", "--auto-approve", "--no-snapshot"]
      case .answers: ["apply", "--auto-approve", "--no-snapshot", "--timeout", "1s"]
      }
    }
  }

  private static let codes: Set<Int32> = [0, 1, 2, 3, 4, 5, 6, 64, 65]

  /// More memory than 500 MB is not given to a run.
  private static func run(
    _ arguments: [String], in folder: URL, _ variables: [String: String] = [:]
  ) async throws -> Binary.Outcome {
    let path = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
    return try await Binary.run(
      URL(filePath: "/bin/bash"),
      ["-c", #"ulimit -d 512000; exec "$@""#, "bash", Binary.url.path] + arguments + ["-o", "json"], in: folder,
      variables.merging(path) { $1 })
  }

  private static func check(_ outcome: Binary.Outcome, _ words: String) {
    #expect(codes.contains(outcome.status), "\(words): \(outcome.text.prefix(2000))")
    let kind = (try? JSON(parsing: Array(outcome.output.utf8)))?["kind"]?.string
    #expect(kind != nil, "\(words): \(outcome.text.prefix(2000))")
    #expect(!outcome.text.contains("Fatal error"), "\(words): \(outcome.text.prefix(2000))")
  }

  private static let project = """
    version: 1
    manifests: [presets]
    environments:
      local: {prune: true, manage: ["g*"], protect: [gone], limits: {deletes: 3, changes: 50%}, policy: {widening: warn}}

    """

  /// A folder with everything that can be spoilt: manifests, a project file, a saved plan and a snapshot.
  private static func site() async throws -> MetApply {
    let site = try await MetApply()
    let bodies = JSON.array(OneOfEach.remote.map { .object($0.document) }).text()
    try site.folder.write(bodies, "seed.json")
    let variables = ["PRESETCTL_LOCAL_SEED": "seed.json"]
    let plan = try await site.folder.run("plan", "--local", "--out", "plan.json", variables: variables)
    #expect(plan.status == 0, "\(plan.text)")
    let apply = try await site.folder.run(
      "apply", "--local", "--local-state", "other.json", "--auto-approve", variables: variables)
    #expect(apply.status == 0, "\(apply.text)")
    let snapshot = try #require(MetApply.snapshot(in: site.folder.url))
    try FileManager.default.moveItem(
      at: site.folder.url.appending(path: snapshot), to: site.folder.url.appending(path: "snapshot.json"))
    return site
  }

  @Test("ends with a code of the table, and one document", arguments: Target.allCases)
  func sample(target: Target) async throws {
    let site = try await Self.site()
    let url = site.folder.url
    let state = url.appending(path: ".presetctl/local.json")
    let original = try Data(contentsOf: state)
    for seed in 0..<Mutator.inputs / 250 {
      var mutator = Mutator(seed: seed)
      try original.write(to: state)
      switch target {
      case .manifest: try Self.spoil("presets/\(mutator.random.pick(OneOfEach.manifests).file)", in: url, &mutator)
      case .projectFile:
        try Data(mutator.spoilt(Array(Self.project.utf8))).write(to: url.appending(path: "presetctl.yaml"))
      case .shownPlan, .appliedPlan: try Self.spoil("plan.json", in: url, &mutator)
      case .snapshot: try Self.spoil("snapshot.json", in: url, &mutator)
      case .answers: break
      }
      let outcome = try await target == .answers ? Self.met(site, seed) : Self.run(target.arguments, in: url)
      Self.check(outcome, "\(target), seed \(seed)")
      try Self.restore(in: url)
    }
  }

  /// Spoils a file, and keeps what it was.
  private static func spoil(_ name: String, in folder: URL, _ mutator: inout Mutator) throws {
    let file = folder.appending(path: name)
    let bytes = try Data(contentsOf: file)
    try bytes.write(to: folder.appending(path: "\(name).kept"))
    var spoilt = mutator.spoilt([UInt8](bytes))
    // A digest that fits lets what is behind it be met.
    if mutator.random.once(in: 2), let document = try? JSON(parsing: [UInt8](bytes)), document["digest"] != nil {
      spoilt = Array(mutator.spoilt(document).signed.text(.pretty).utf8)
    }
    try Data(spoilt).write(to: file)
  }

  /// Puts everything back that was spoilt.
  private static func restore(in folder: URL) throws {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    for name in names where name.hasSuffix(".kept") {
      let file = folder.appending(path: String(name.dropLast(".kept".count)))
      try FileManager.default.removeItem(at: file)
      try FileManager.default.moveItem(at: folder.appending(path: name), to: file)
    }
    try? FileManager.default.removeItem(at: folder.appending(path: "presetctl.yaml"))
  }

  /// An apply to a server a third of whose answers are spoilt.
  private static func met(_ site: MetApply, _ seed: Int) async throws -> Binary.Outcome {
    let emulator = try Emulator(OneOfEach.remote)
    let url = site.folder.url
    let mutator = Mutex(Mutator(seed: seed))
    return try await EmulatorServer.with({ request, body in
      var reply = await emulator.respond(to: request, body: body)
      mutator.withLock { mutator in
        guard mutator.random.once(in: 3) else { return }
        if mutator.random.once(in: 2), let json = try? JSON(parsing: reply.body) {
          reply.body = Array(mutator.spoilt(json).text().utf8)
        } else {
          reply.body = mutator.spoilt(reply.body)
        }
        if mutator.random.once(in: 4) {
          reply.head.status = .init(code: mutator.random.pick([200, 201, 204, 400, 404]))
        }
      }
      return reply
    }) { address in
      try await Self.run(Target.answers.arguments, in: url, MetApply.variables(address))
    }
  }

  // MARK: As large as may be

  /// Answers of nearly 16 MiB of what takes the most memory for each byte. It takes long to read them without optimization, so
  /// that more of them are only tried where more of everything is.
  private static let items = [#"{"a":0}"#] + (Mutator.inputs > 10_000 ? ["0", "[]", "{}", #""""#] : [])

  @Test("answers as large as they may be are read in 500 MB", arguments: items)
  func largeAnswers(item: String) async throws {
    let site = try await MetApply()
    let url = site.folder.url
    let count = ((16 << 20) - 100) / (item.utf8.count + 1)
    let text = #"{"success":true,"data":["# + String(repeating: item + ",", count: count) + "0]}"
    let bytes = Array(text.utf8)
    let outcome = try await EmulatorServer.with({ _, _ in
      Reply(HTTPResponse(status: .ok), bytes)
    }) { address in
      try await Self.run(["plan"], in: url, MetApply.variables(address))
    }
    #expect(outcome.status == 1)
    Self.check(outcome, item)
  }
}
