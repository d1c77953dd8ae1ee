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

/// Every line of the table of exit codes, produced on purpose, in every form of output.
@Suite("Exit codes") struct ExitCodeTests {
  /// A way to end.
  struct Ending: CustomTestStringConvertible, Sendable {
    let code: Int32
    let testDescription: String
    let arguments: [String]
    /// The kind of the JSON document.
    let kind: String
    var variables: [String: String] = [:]
    /// What stands in place of the catalogue's files.
    var files: [String: String] = [:]
    /// What the server answers in place of the emulator.
    var answer: (@Sendable (HTTPRequest) -> Int?)?
    /// What is done after a plan was saved as `plan.json`, and before the run.
    var meanwhile: (@Sendable (Emulator) async -> Void)?
    /// Whether the catalogue is applied before, and what was there is kept as `snapshot.json`.
    var isApplied = false

    init(_ code: Int32, _ description: String, _ arguments: String, _ kind: String) {
      self.code = code
      testDescription = "\(code): \(description)"
      self.arguments = arguments.split(separator: " ").map(String.init)
      self.kind = kind
    }

    func with(_ change: (inout Ending) -> Void) -> Ending {
      var copy = self
      change(&copy)
      return copy
    }
  }

  private static let guest = "presets/guest.yaml"
  private static let unknownField = "name: bad\nextends: group_call_host\npermissions: {can_wave: true}\n"

  private static let endings: [Ending] = [
    Ending(0, "nothing to do", "plan --manifests presets/same", "plan"),
    Ending(0, "there are changes", "plan", "plan"),
    Ending(0, "applied", "apply --auto-approve", "report"),
    Ending(0, "applied as saved", "apply plan.json", "report").with { $0.meanwhile = { _ in } },
    Ending(0, "restored", "restore snapshot.json --auto-approve", "report").with { $0.isApplied = true },
    Ending(0, "what would be restored", "restore snapshot.json --dry-run", "plan").with { $0.isApplied = true },
    Ending(0, "shown", "show plan.json", "plan").with { $0.meanwhile = { _ in } },
    Ending(0, "valid", "validate", "validation"),
    Ending(1, "nobody answers", "plan --timeout 1s", "error").with {
      $0.variables["CLOUDFLARE_BASE_URL"] = "http://127.0.0.1:9/client/v4"
    },
    Ending(1, "the server is out of order", "plan --timeout 1s", "error").with { $0.answer = { _ in 500 } },
    Ending(1, "a report that cannot be written", "plan --report /proc/none/plan.md", "plan"),
    Ending(1, "a plan that cannot be saved", "plan --detailed-exitcode --out /proc/none/plan.json", "plan"),
    Ending(2, "there are changes", "plan --detailed-exitcode", "plan"),
    Ending(3, "no token", "plan", "error").with { $0.variables["CLOUDFLARE_API_TOKEN"] = "" },
    Ending(3, "a bad token", "plan", "error").with { $0.answer = { _ in 401 } },
    Ending(3, "a missing permission to write", "apply --auto-approve", "report").with {
      $0.answer = { $0.method == .get ? nil : 403 }
    },
    Ending(4, "an operation failed", "apply --auto-approve --allow-unknown-fields", "report").with {
      $0.files["presets/bad.yaml"] = unknownField
    },
    Ending(4, "every operation failed", "apply --auto-approve", "report").with {
      $0.answer = { $0.method == .get ? nil : 400 }
    },
    Ending(4, "nothing can be restored", "restore snapshot.json --auto-approve", "report").with {
      $0.isApplied = true
      $0.answer = { $0.method == .get ? nil : 400 }
    },
    Ending(5, "a restoration that widens", "restore snapshot.json --auto-approve --deny-widening", "report").with {
      $0.isApplied = true
    },
    Ending(5, "a change that widens", "plan --deny-widening", "plan"),
    Ending(5, "a change that widens, wins over 2", "plan --deny-widening --detailed-exitcode", "plan"),
    Ending(5, "a change that widens is not applied", "apply --auto-approve --deny-widening", "report"),
    Ending(5, "a change that widens is not applied from a saved plan", "apply plan.json --deny-widening", "report").with
    {
      $0.meanwhile = { _ in }
    },
    Ending(5, "drift", "plan --base same --deny-drift", "plan"),
    Ending(6, "a stale plan", "apply plan.json", "report").with {
      $0.meanwhile = { await $0.edit("webinar_viewer") { $0["permissions.can_record"] = true } }
    },
    Ending(6, "a stale plan, looked at", "apply plan.json --dry-run", "report").with {
      $0.meanwhile = { await $0.edit("webinar_viewer") { $0["permissions.can_record"] = true } }
    },
    Ending(64, "an option that does not exist", "plan --nope", "error"),
    Ending(64, "nobody to ask", "apply", "error"),
    Ending(64, "nobody to ask about a restoration", "restore snapshot.json", "error").with { $0.isApplied = true },
    Ending(64, "a snapshot somewhere and nowhere", "apply --auto-approve --no-snapshot --snapshot-dir a", "error"),
    Ending(64, "no account", "plan", "error").with { $0.variables["CLOUDFLARE_ACCOUNT_ID"] = "" },
    Ending(64, "a revision that does not exist", "plan --base nope", "error"),
    Ending(64, "a form that does not exist", "plan --report plan.pdf", "error"),
    Ending(64, "an environment that does not exist", "plan -e nope", "error"),
    Ending(64, "which environment", "plan", "error").with {
      $0.files["presetctl.yaml"] = "environments: {staging: {}, production: {}}\n"
    },
    Ending(65, "a bad manifest", "plan", "error").with { $0.files["presets/bad.yaml"] = unknownField },
    Ending(65, "a bad manifest, validated", "validate", "validation").with {
      $0.files["presets/bad.yaml"] = unknownField
    },
    Ending(65, "a bad project file", "plan", "error").with { $0.files["presetctl.yaml"] = "enviroments: {}\n" },
    Ending(65, "ids that conflict", "plan", "error").with {
      $0.files["presetctl.yaml"] = "environments: {staging: {app_id: another}}\n"
    },
    Ending(65, "an edited plan", "apply plan.json", "error").with { $0.files["plan.json"] = #"{"kind": "plan"}"# },
    Ending(65, "a missing plan", "show nope.json", "error"),
    Ending(65, "a missing snapshot", "restore nope.json --dry-run", "error"),
    Ending(65, "a snapshot that is none", "restore plan.json --dry-run", "error").with { $0.meanwhile = { _ in } },
    Ending(65, "a snapshot of another app", "restore snapshot.json --dry-run", "error").with {
      $0.isApplied = true
      $0.variables["REALTIMEKIT_APP_ID"] = "another"
    },
  ]

  private static let forms: [[String]] = ["text", "json", "markdown", "html"].flatMap {
    [["-o", $0], ["-o", $0, "-q"]]
  }

  /// The catalogue, of which two presets are not as they should be on the server.
  private static func folder(_ ending: Ending) throws -> Folder {
    let folder = try Folder()
    try folder.copy("presets", to: "presets")
    try folder.copy("presets", to: "same")
    try folder.write("name: webinar_viewer\nstate: absent\n", "presets/same/none.yaml")
    try FileManager.default.removeItem(at: folder.url.appending(path: "presets/same"))
    try folder.write("name: nobody\nstate: absent\n", "presets/same/none.yaml")
    for (name, text) in ending.files { try folder.write(text, name) }
    return folder
  }

  /// Runs an ending in one form, against a server of its own.
  private static func run(_ ending: Ending, _ form: [String]) async throws -> Binary.Outcome {
    let folder = try folder(ending)
    let url = folder.url
    let emulator = try Emulator(DefaultPresets.all)
    let isSpoilt = Mutex(false)
    return try await EmulatorServer.with({ request, body in
      if isSpoilt.withLock({ $0 }), let status = ending.answer?(request) {
        return Reply(HTTPResponse(status: .init(code: status)), Array(#"{"error": "spoilt"}"#.utf8))
      }
      return await emulator.respond(to: request, body: body)
    }) { address in
      let variables = [
        "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_API_TOKEN": Emulator.token,
        "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID, "REALTIMEKIT_APP_ID": Emulator.appID,
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      ]
      if ending.isApplied {
        let outcome = try await Binary.run(["apply", "--auto-approve", "--snapshot-dir", "kept"], in: url, variables)
        #expect(outcome.status == 0, "\(outcome.text)")
        let name = try #require(
          FileManager.default.contentsOfDirectory(atPath: url.appending(path: "kept").path).first)
        try FileManager.default.moveItem(
          at: url.appending(path: "kept/\(name)"), to: url.appending(path: "snapshot.json"))
      }
      if let meanwhile = ending.meanwhile {
        #expect(try await Binary.run(["plan", "--out", "plan.json"], in: url, variables).status == 0)
        await meanwhile(emulator)
      }
      isSpoilt.withLock { $0 = true }
      return try await Binary.run(ending.arguments + form, in: url, variables.merging(ending.variables) { $1 })
    }
  }

  @Test("are the same in every form, and JSON is one document of its schema", arguments: endings)
  func table(ending: Ending) async throws {
    for form in Self.forms {
      let outcome = try await Self.run(ending, form)
      #expect(outcome.status == ending.code, "\(form): \(outcome.text)")
      switch form[1] {
      case "json":
        let document = try JSON(parsing: Array(outcome.output.utf8))
        #expect(document["kind"]?.string == ending.kind)
        let schema = try #require(DocumentSchema(rawValue: ending.kind))
        #expect(SchemaValidator(schema.json).problems(of: document).isEmpty)
        if ending.kind == "error" { #expect(document["error"]?["code"]?.int == Int(ending.code)) }
      case "markdown":
        #expect(outcome.output.hasPrefix("<!-- presetctl:"), "\(outcome.text)")
      case "html":
        #expect(outcome.output.hasPrefix("<!DOCTYPE html>") && outcome.output.hasSuffix("</html>\n"), "\(outcome.text)")
      default:
        #expect(ending.kind != "error" || outcome.output.isEmpty && outcome.errors.contains("error"), "\(outcome.text)")
      }
    }
  }

  @Test("not approved is 1 in every form", arguments: ["text", "json", "markdown"])
  func notApproved(form: String) async throws {
    let folder = try Self.folder(Ending(1, "", "", ""))
    let terminal = try Terminal()
    terminal.type("no\n")
    let outcome = try await folder.run("apply", "--local", "-o", form, input: terminal.program)
    #expect(outcome.status == 1)
    if form == "json" {
      let document = try JSON(parsing: Array(outcome.output.utf8))
      #expect(document["error"]?["message"] == "not approved; nothing was changed")
    }
  }

  // MARK: Interruption

  /// What a signal meets: a plan that waits for an answer, or an apply whose first write is under way.
  private func interrupt(
    _ arguments: [String], _ signals: [Int32], at method: HTTPRequest.Method
  ) async throws -> (outcome: Binary.Outcome, presets: [String]) {
    let folder = try Self.folder(Ending(0, "", "", ""))
    let url = folder.url
    let emulator = try Emulator([])
    let process = Mutex<(id: Int32, errors: URL)?>(nil)
    let hasCome = Mutex(false)
    let outcome = try await EmulatorServer.with({ request, body in
      let answer = await emulator.respond(to: request, body: body)
      let isFirst = hasCome.withLock { flag in
        defer { flag = flag || request.method == method }
        return !flag && request.method == method
      }
      guard isFirst, let (id, errors) = process.withLock({ $0 }) else { return answer }
      for signal in signals {
        kill(id, signal)
        guard method != .get else { try await Task.sleep(for: .seconds(3600)); break }
        // The answer is held back until the signal was heard.
        while try !String(contentsOf: errors, encoding: .utf8).contains("interrupted") { await Task.yield() }
      }
      if signals.count > 1 { try await Task.sleep(for: .seconds(3600)) }
      return answer
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
    "an interrupted plan ends at once", arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)],
    ["text", "json", "markdown"])
  func interruptedPlan(signal: (Int32, Int32), form: String) async throws {
    let (outcome, _) = try await interrupt(["plan", "-o", form], [signal.0], at: .get)
    #expect(outcome.status == signal.1)
    if form == "json" {
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
    "an interrupted apply ends what is under way and says what was not started",
    arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)], ["text", "json"])
  func interruptedApply(signal: (Int32, Int32), form: String) async throws {
    let (outcome, presets) = try await interrupt(
      ["apply", "--auto-approve", "--parallelism", "1", "-o", form], [signal.0], at: .post)
    #expect(outcome.status == signal.1)
    #expect(presets == ["audio_room_host"])
    if form == "json" {
      let document = try JSON(parsing: Array(outcome.output.utf8))
      #expect(document["summary"]?["done"] == 1 && document["summary"]?["not-started"] == 8)
      #expect(SchemaValidator(DocumentSchema.report.json).problems(of: document).isEmpty)
    } else {
      try expectSnapshot(
        outcome.output.replacing(/(?s)^.*?\n\ndone/, with: "done").withoutTimes, "program/interrupted-apply")
    }
  }

  @Test("a second signal ends an apply where it is, with one document")
  func secondSignal() async throws {
    let (outcome, presets) = try await interrupt(
      ["apply", "--auto-approve", "--parallelism", "1", "-o", "json"], [SIGINT, SIGINT], at: .post)
    #expect(outcome.status == 130)
    #expect(presets == ["audio_room_host"])
    let document = try JSON(parsing: Array(outcome.output.utf8))
    #expect(
      document["error"]?["message"]
        == "interrupted twice: what was under way may or may not have been done")
  }

  @Test("a signal at the prompt ends at once")
  func interruptedPrompt() async throws {
    let folder = try Self.folder(Ending(0, "", "", ""))
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

  @Test("a result that cannot be written is an error")
  func fullDisk() async throws {
    let folder = try Self.folder(Ending(0, "", "", ""))
    let outcome = try await Binary.run(
      URL(filePath: "/bin/sh"), ["-c", #"exec "$0" plan --local > /dev/full"#, Binary.url.path], in: folder.url)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "error: the result cannot be written: No space left on device\n")
  }
}
