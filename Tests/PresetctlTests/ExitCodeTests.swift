import Foundation
import HTTPTypes
import JSONValue
import RealtimeKitEmulator
import Schema
import Synchronization
import TestSupport
import Testing

@testable import Documents
@testable import Manifests

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Produces every exit code of the table in every output format.
@Suite("Exit codes") struct ExitCodeTests {
  /// A run and its expected exit code.
  struct Scenario: CustomTestStringConvertible, Sendable {
    let code: Int32
    let testDescription: String
    let arguments: [String]
    /// The kind of the JSON document.
    let kind: String
    var variables: [String: String] = [:]
    /// Files that are added to the catalog.
    var files: [String: String] = [:]
    /// The status with which the server responds to a request instead of the emulator.
    var failureStatus: (@Sendable (HTTPRequest) -> Int?)?
    /// An action after the plan is saved as `plan.json` and before the run.
    var afterPlan: (@Sendable (Emulator) async -> Void)?
    /// Whether the catalog is applied first, with its snapshot saved as `snapshot.json`.
    var isApplied = false

    init(_ code: Int32, _ description: String, _ arguments: String, _ kind: String) {
      self.code = code
      testDescription = "\(code): \(description)"
      self.arguments = arguments.split(separator: " ").map(String.init)
      self.kind = kind
    }

    func with(_ change: (inout Scenario) -> Void) -> Scenario {
      var copy = self
      change(&copy)
      return copy
    }
  }

  private static let guest = "presets/guest.yaml"
  private static let unknownField = "name: bad\nextends: group_call_host\npermissions: {can_wave: true}\n"

  private static let scenarios: [Scenario] = [
    Scenario(0, "no changes", "plan --manifests presets/same", "plan"),
    Scenario(0, "changes", "plan", "plan"),
    Scenario(0, "applied", "apply --auto-approve", "report"),
    Scenario(0, "a saved plan", "apply plan.json", "report").with { $0.afterPlan = { _ in } },
    Scenario(0, "restored", "restore snapshot.json --auto-approve", "report").with { $0.isApplied = true },
    Scenario(0, "a dry run of a restore", "restore snapshot.json --dry-run", "plan").with { $0.isApplied = true },
    Scenario(0, "shown", "show plan.json", "plan").with { $0.afterPlan = { _ in } },
    Scenario(0, "valid", "validate", "validation"),
    Scenario(1, "a server that does not respond", "plan --timeout 1s", "error").with {
      $0.variables["CLOUDFLARE_BASE_URL"] = "http://127.0.0.1:9/client/v4"
    },
    Scenario(1, "a server error", "plan --timeout 1s", "error").with { $0.failureStatus = { _ in 500 } },
    Scenario(1, "a report that cannot be written", "plan --report /proc/none/plan.md", "plan"),
    Scenario(1, "a plan that cannot be saved", "plan --detailed-exitcode --out /proc/none/plan.json", "plan"),
    Scenario(2, "changes", "plan --detailed-exitcode", "plan"),
    Scenario(3, "no token", "plan", "error").with { $0.variables["CLOUDFLARE_API_TOKEN"] = "" },
    Scenario(3, "a bad token", "plan", "error").with { $0.failureStatus = { _ in 401 } },
    Scenario(3, "a missing permission to write", "apply --auto-approve", "report").with {
      $0.failureStatus = { $0.method == .get ? nil : 403 }
    },
    Scenario(4, "an operation failed", "apply --auto-approve --allow-unknown-fields", "report").with {
      $0.files["presets/bad.yaml"] = unknownField
    },
    Scenario(4, "every operation failed", "apply --auto-approve", "report").with {
      $0.failureStatus = { $0.method == .get ? nil : 400 }
    },
    Scenario(4, "every restore operation failed", "restore snapshot.json --auto-approve", "report").with {
      $0.isApplied = true
      $0.failureStatus = { $0.method == .get ? nil : 400 }
    },
    Scenario(5, "a restore that widens", "restore snapshot.json --auto-approve --deny-widening", "report").with {
      $0.isApplied = true
    },
    Scenario(5, "a change that widens", "plan --deny-widening", "plan"),
    Scenario(5, "a change that widens, wins over 2", "plan --deny-widening --detailed-exitcode", "plan"),
    Scenario(5, "a change that widens is not applied", "apply --auto-approve --deny-widening", "report"),
    Scenario(5, "a change that widens is not applied from a saved plan", "apply plan.json --deny-widening", "report")
      .with {
        $0.afterPlan = { _ in }
      },
    Scenario(5, "drift", "plan --base same --deny-drift", "plan"),
    Scenario(6, "a stale plan", "apply plan.json", "report").with {
      $0.afterPlan = { await $0.edit("webinar_viewer") { $0["permissions.can_record"] = true } }
    },
    Scenario(6, "a dry run of a stale plan", "apply plan.json --dry-run", "report").with {
      $0.afterPlan = { await $0.edit("webinar_viewer") { $0["permissions.can_record"] = true } }
    },
    Scenario(64, "an option that does not exist", "plan --nope", "error"),
    Scenario(64, "an approval without a terminal", "apply", "error"),
    Scenario(64, "the approval of a restore without a terminal", "restore snapshot.json", "error").with {
      $0.isApplied = true
    },
    Scenario(64, "conflicting snapshot options", "apply --auto-approve --no-snapshot --snapshot-dir a", "error"),
    Scenario(64, "no account", "plan", "error").with { $0.variables["CLOUDFLARE_ACCOUNT_ID"] = "" },
    Scenario(64, "a revision that does not exist", "plan --base nope", "error"),
    Scenario(64, "an unknown report format", "plan --report plan.pdf", "error"),
    Scenario(64, "an environment that does not exist", "plan -e nope", "error"),
    Scenario(64, "no selected environment", "plan", "error").with {
      $0.files["presetctl.yaml"] = "environments: {staging: {}, production: {}}\n"
    },
    Scenario(65, "a bad manifest", "plan", "error").with { $0.files["presets/bad.yaml"] = unknownField },
    Scenario(65, "a bad manifest, validated", "validate", "validation").with {
      $0.files["presets/bad.yaml"] = unknownField
    },
    Scenario(65, "a bad project file", "plan", "error").with { $0.files["presetctl.yaml"] = "enviroments: {}\n" },
    Scenario(65, "ids that conflict", "plan", "error").with {
      $0.files["presetctl.yaml"] = "environments: {staging: {app_id: another}}\n"
    },
    Scenario(65, "an edited plan", "apply plan.json", "error").with { $0.files["plan.json"] = #"{"kind": "plan"}"# },
    Scenario(65, "a missing plan", "show nope.json", "error"),
    Scenario(65, "a missing snapshot", "restore nope.json --dry-run", "error"),
    Scenario(65, "a plan instead of a snapshot", "restore plan.json --dry-run", "error").with {
      $0.afterPlan = { _ in }
    },
    Scenario(65, "a snapshot of another app", "restore snapshot.json --dry-run", "error").with {
      $0.isApplied = true
      $0.variables["REALTIMEKIT_APP_ID"] = "another"
    },
  ]

  private static let formats: [[String]] = ["text", "json", "markdown", "html"].flatMap {
    [["-o", $0], ["-o", $0, "-q"]]
  }

  /// Returns a folder with the catalog. Two of its presets differ from the presets on the server.
  private static func folder(_ scenario: Scenario) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    try folder.copy("presets", to: "same")
    try folder.write("name: webinar_viewer\nstate: absent\n", "presets/same/none.yaml")
    try FileManager.default.removeItem(at: folder.url.appending(path: "presets/same"))
    try folder.write("name: unused\nstate: absent\n", "presets/same/none.yaml")
    for (name, text) in scenario.files { try folder.write(text, name) }
    return folder
  }

  /// Runs a scenario in one format against its own server.
  private static func run(_ scenario: Scenario, _ format: [String]) async throws -> Binary.Outcome {
    let folder = try folder(scenario)
    let url = folder.url
    let emulator = try Emulator(DefaultPresets.all)
    let isFailing = Mutex(false)
    return try await EmulatorServer.with({ request, body in
      if isFailing.withLock({ $0 }), let status = scenario.failureStatus?(request) {
        return EmulatedResponse(HTTPResponse(status: .init(code: status)), Array(#"{"error": "failed"}"#.utf8))
      }
      return await emulator.respond(to: request, body: body)
    }) { address in
      let variables = [
        "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_API_TOKEN": Emulator.token,
        "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID, "REALTIMEKIT_APP_ID": Emulator.appID,
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      ]
      if scenario.isApplied {
        let outcome = try await Binary.run(["apply", "--auto-approve", "--snapshot-dir", "kept"], in: url, variables)
        #expect(outcome.status == 0, "\(outcome.text)")
        let name = try #require(
          FileManager.default.contentsOfDirectory(atPath: url.appending(path: "kept").path).first)
        try FileManager.default.moveItem(
          at: url.appending(path: "kept/\(name)"), to: url.appending(path: "snapshot.json"))
      }
      if let afterPlan = scenario.afterPlan {
        #expect(try await Binary.run(["plan", "--out", "plan.json"], in: url, variables).status == 0)
        await afterPlan(emulator)
      }
      isFailing.withLock { $0 = true }
      return try await Binary.run(scenario.arguments + format, in: url, variables.merging(scenario.variables) { $1 })
    }
  }

  @Test("The exit code is the same in every format, and JSON output matches its schema", arguments: scenarios)
  func everyFormat(scenario: Scenario) async throws {
    for format in Self.formats {
      let outcome = try await Self.run(scenario, format)
      #expect(outcome.status == scenario.code, "\(format): \(outcome.text)")
      switch format[1] {
      case "json":
        let document = try JSON(parsing: Array(outcome.output.utf8))
        #expect(document["kind"]?.string == scenario.kind)
        let schema = try #require(DocumentSchema.all.first { $0.kind == scenario.kind })
        #expect(SchemaValidator(schema.json).problems(of: document).isEmpty)
        if scenario.kind == "error" { #expect(document["error"]?["code"]?.int == Int(scenario.code)) }
      case "markdown":
        #expect(outcome.output.hasPrefix("<!-- presetctl:"), "\(outcome.text)")
      case "html":
        #expect(outcome.output.hasPrefix("<!DOCTYPE html>") && outcome.output.hasSuffix("</html>\n"), "\(outcome.text)")
      default:
        #expect(
          scenario.kind != "error" || outcome.output.isEmpty && outcome.errors.contains("error"), "\(outcome.text)")
      }
    }
  }

  @Test("An apply that is not approved exits with 1 in every format", arguments: ["text", "json", "markdown"])
  func notApproved(format: String) async throws {
    let folder = try Self.folder(Scenario(1, "", "", ""))
    let terminal = try Terminal()
    terminal.type("no\n")
    let outcome = try await folder.run("apply", "--local", "-o", format, input: terminal.program)
    #expect(outcome.status == 1)
    if format == "json" {
      let document = try JSON(parsing: Array(outcome.output.utf8))
      #expect(document["error"]?["message"] == "not approved; nothing was changed")
    }
  }

  // MARK: Interruption

  /// Sends signals while a plan waits for a response or while the first write of an apply is in progress.
  private func interrupt(
    _ arguments: [String], _ signals: [Int32], at method: HTTPRequest.Method
  ) async throws -> (outcome: Binary.Outcome, presets: [String]) {
    let folder = try Self.folder(Scenario(0, "", "", ""))
    let url = folder.url
    let emulator = try Emulator([])
    let process = Mutex<(id: Int32, errors: URL)?>(nil)
    let wasReached = Mutex(false)
    let outcome = try await EmulatorServer.with({ request, body in
      let response = await emulator.respond(to: request, body: body)
      let isFirst = wasReached.withLock { flag in
        defer { flag = flag || request.method == method }
        return !flag && request.method == method
      }
      guard isFirst, let (id, errors) = process.withLock({ $0 }) else { return response }
      for signal in signals {
        kill(id, signal)
        guard method != .get else { try await Task.sleep(for: .seconds(3600)); break }
        // The response waits until the program has handled the signal.
        while try !String(contentsOf: errors, encoding: .utf8).contains("interrupted") { await Task.yield() }
      }
      if signals.count > 1 { try await Task.sleep(for: .seconds(3600)) }
      return response
    }) { address in
      try await Binary.run(
        arguments, in: url,
        [
          "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_API_TOKEN": Emulator.token,
          "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID, "REALTIMEKIT_APP_ID": Emulator.appID,
        ]
      ) { id, errors in process.withLock { $0 = (id, errors) } }
    }
    return (outcome, await emulator.presets.map(\.document.name))
  }

  @Test(
    "An interrupted plan exits at once", arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)],
    ["text", "json", "markdown"])
  func interruptedPlan(signal: (Int32, Int32), format: String) async throws {
    let (outcome, _) = try await interrupt(["plan", "-o", format], [signal.0], at: .get)
    #expect(outcome.status == signal.1)
    if format == "json" {
      let document = try JSON(parsing: Array(outcome.output.utf8))
      #expect(
        document["error"] == [
          "code": .number(JSON.Number(Int(signal.1))), "message": "interrupted; nothing was changed",
        ])
      #expect(SchemaValidator(DocumentSchema.error.json).problems(of: document).isEmpty)
    } else {
      #expect(outcome.errors.contains("error: interrupted; nothing was changed"))
    }
  }

  @Test(
    "An interrupted apply completes the running operation and reports the ones that were not started",
    arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)], ["text", "json"])
  func interruptedApply(signal: (Int32, Int32), format: String) async throws {
    let (outcome, presets) = try await interrupt(
      ["apply", "--auto-approve", "--parallelism", "1", "-o", format], [signal.0], at: .post)
    #expect(outcome.status == signal.1)
    #expect(presets == ["audio_room_host"])
    if format == "json" {
      let document = try JSON(parsing: Array(outcome.output.utf8))
      #expect(document["summary"]?["done"] == 1 && document["summary"]?["not-started"] == 8)
      #expect(SchemaValidator(DocumentSchema.report.json).problems(of: document).isEmpty)
    } else {
      try expectSnapshot(
        outcome.output.replacing(/(?s)^.*?\n\ndone/, with: "done").withoutTimes, "program/interrupted-apply")
    }
  }

  @Test("A second signal stops an apply at once with a single document")
  func secondSignal() async throws {
    let (outcome, presets) = try await interrupt(
      ["apply", "--auto-approve", "--parallelism", "1", "-o", "json"], [SIGINT, SIGINT], at: .post)
    #expect(outcome.status == 130)
    #expect(presets == ["audio_room_host"])
    let document = try JSON(parsing: Array(outcome.output.utf8))
    #expect(
      document["error"]?["message"]
        == "interrupted twice: operations that were running may or may not have completed")
  }

  @Test("A signal at the prompt exits at once")
  func interruptedPrompt() async throws {
    let folder = try Self.folder(Scenario(0, "", "", ""))
    let terminal = try Terminal()
    let outcome = try await Binary.run(
      ["apply", "--local"], in: folder.url, input: terminal.program
    ) { id, errors in
      Task {
        while try !String(contentsOf: errors, encoding: .utf8).contains("Apply this plan?") { await Task.yield() }
        kill(id, SIGINT)
      }
    }
    #expect(outcome.status == 130)
    #expect(outcome.errors.hasSuffix("error: interrupted; nothing was changed\n"))
  }

  // MARK: Streams

  @Test("A result that cannot be written is an error")
  func fullDisk() async throws {
    let folder = try Self.folder(Scenario(0, "", "", ""))
    let outcome = try await Binary.run(
      URL(filePath: "/bin/sh"), ["-c", #"exec "$0" plan --local > /dev/full"#, Binary.url.path], in: folder.url)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "error: could not write the result: No space left on device\n")
  }
}
