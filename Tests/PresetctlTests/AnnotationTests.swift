import Foundation
import HTTPTypes
import JSONValue
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

/// The annotations of a run that fails or is blocked.
@Suite("Annotations") struct AnnotationTests {
  private static let guest = "presets/group-call-guest.yaml"
  private static let viewer = "presets/webinar-viewer.yaml"

  private static func variables(_ address: String) -> [String: String] {
    [
      "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_API_TOKEN": Emulator.token, "GITHUB_ACTIONS": "true",
      "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID, "REALTIMEKIT_APP_ID": Emulator.appID,
    ]
  }

  /// Runs a test with the catalog, which is applied except for one change that widens and one that narrows permissions.
  private static func withCatalog(
    errorStatus status: Int? = nil, _ body: @escaping @Sendable (URL, Emulator, [String: String]) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    let url = folder.url
    let seed = try await Binary.run(
      ["apply", "--local", "--local-seed", "none", "--auto-approve"], in: url)
    #expect(seed.status == 0)
    let state = try JSON(parsing: [UInt8](Data(contentsOf: url.appending(path: ".presetctl/local.json"))))
    let presets = (state["presets"]?.array ?? []).compactMap { $0["document"]?.object.map { Preset($0) } }
    let emulator = try Emulator(presets)
    await emulator.edit("webinar_viewer") { $0["permissions.chat.public.files"] = true }
    try folder.replace("waiting_room_type: SKIP_ON_ACCEPT", by: "waiting_room_type: SKIP", in: guest)
    try await EmulatorServer.with({ request, sent in
      if let status, request.method != .get {
        return EmulatedResponse(HTTPResponse(status: .init(code: status)), Array(#"{"error": "failed"}"#.utf8))
      }
      return await emulator.respond(to: request, body: sent)
    }) { address in try await body(url, emulator, variables(address)) }
  }

  private static func commands(_ outcome: Binary.Outcome) -> [String] {
    outcome.output.split(separator: "\n").filter { $0.hasPrefix("::") }.map {
      String($0).replacing(#/,line=\d+,col=\d+,title=presetctl%3A /#, with: " ")
    }
  }

  @Test("A blocked plan has errors in every annotation format")
  func blockedPlan() async throws {
    try await Self.withCatalog { folder, _, variables in
      let reports = ["--report", "plan.sarif", "--report", "gl-code-quality.json"]
      let plan = try await Binary.run(["plan", "--deny-widening"] + reports, in: folder, variables)
      #expect(plan.status == 5)
      #expect(
        Self.commands(plan) == [
          "::error file=\(Self.guest) blocked-policy::'group_call_guest' is blocked: "
            + "the policy denies changes that widen: permissions.waiting_room_type",
          "::notice file=\(Self.guest) policy-widening::'group_call_guest' widens: permissions.waiting_room_type",
        ])
      func document(_ name: String) throws -> JSON {
        try JSON(parsing: [UInt8](Data(contentsOf: folder.appending(path: name))))
      }
      let results = try document("plan.sarif")["runs"]?.array?.first?["results"]?.array
      #expect(results?.map { $0["level"] } == ["error", "note"])
      #expect(try document("gl-code-quality.json").array?.map { $0["severity"] } == ["major", "info"])
    }
  }

  @Test("A failed apply has errors and no notes about operations that were not carried out")
  func failedApply() async throws {
    try await Self.withCatalog(errorStatus: 400) { folder, _, variables in
      let apply = try await Binary.run(["apply", "--auto-approve"], in: folder, variables)
      #expect(apply.status == 4)
      let commands = Self.commands(apply)
      #expect(
        commands.map { $0.prefix { $0 != "'" } } == [
          "::error file=\(Self.guest) apply-failed::", "::error file=\(Self.viewer) apply-failed::",
        ])
      #expect(commands.first?.contains("'group_call_guest' was not applied: ") == true, "\(commands)")
    }
  }

  @Test("A stale plan has an error that names the changed fields")
  func stale() async throws {
    try await Self.withCatalog { folder, emulator, variables in
      #expect(try await Binary.run(["plan", "--out", "plan.json"], in: folder, variables).status == 0)
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = true }
      let apply = try await Binary.run(["apply", "plan.json"], in: folder, variables)
      #expect(apply.status == 6)
      #expect(
        Self.commands(apply) == [
          "::error file=\(Self.guest) apply-stale::'group_call_guest' was not applied: "
            + "the preset changed since the plan was made: permissions.can_record"
        ])
    }
  }

  @Test("A blocked preset without a manifest has an error without a location, and a skipped one has no error")
  func withoutLocation() async throws {
    try await Self.withCatalog { folder, _, variables in
      let project = #"environments: {production: {manage: ["audio_*"], prune: true, protect: [audio_room_host]}}"#
      try Data(project.utf8).write(to: folder.appending(path: "presetctl.yaml"))
      try FileManager.default.removeItem(at: folder.appending(path: "presets/audio-room-host.yaml"))
      let prefix =
        "::error title=presetctl::'audio_room_host' is blocked: it matches the 'protect' pattern 'audio_room_host' in the project "
      for command in [["plan"], ["apply", "--auto-approve"]] {
        let blocked = try await Binary.run(command, in: folder, variables)
        #expect(blocked.status == 5)
        #expect(Self.commands(blocked).first?.hasPrefix(prefix) == true, "\(blocked.text)")
      }
      let skipped = try await Binary.run(["apply", "--auto-approve", "--skip-blocked"], in: folder, variables)
      #expect(skipped.status == 0)
      #expect(Self.commands(skipped).map { $0.prefix(9) } == ["::notice "], "\(skipped.text)")
    }
  }

  @Test("Unwritable files and usage errors are annotated")
  func problems() async throws {
    try await Self.withCatalog { folder, _, variables in
      let plan = try await Binary.run(["plan", "--report", "/proc/none/plan.md"], in: folder, variables)
      #expect(plan.status == 1)
      #expect(
        Self.commands(plan).last?.hasPrefix("::error title=presetctl::could not write '/proc/none/plan.md': ") == true
      )
      let usage = try await Binary.run(["plan", "--nope"], in: folder, variables)
      #expect(usage.output == "::error title=presetctl::Unknown option '--nope'. Did you mean '--base'?\n")
    }
  }
}
