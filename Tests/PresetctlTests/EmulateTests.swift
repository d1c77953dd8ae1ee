import Foundation
import JSONValue
import RealtimeKitEmulator
import TestSupport
import Testing

@Suite("emulate") struct EmulateTests {
  @Test(
    "A plan and an apply work over a socket with any behavior switches",
    arguments: [
      [], ["patch=section", "update-answers-with-id=false", "adds-unknown-fields=true", "maximum-page-size=2"],
      [
        "patch=shallow", "envelope=result", "error-envelope=gateway", "empty-list-is-missing=true",
        "reorders-keys=true",
      ],
    ])
  func overSocket(switches: [String]) async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    let server = try EmulatorProcess(
      switches.flatMap { ["--behavior", $0] } + ["--state", "state.json"], in: folder.url)
    #expect(
      server.variables.keys.sorted() == [
        "CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN", "CLOUDFLARE_BASE_URL", "REALTIMEKIT_APP_ID",
      ])
    #expect(server.variables["CLOUDFLARE_BASE_URL"]?.hasSuffix("/client/v4") == true)
    let apply = try await folder.run("apply", "--auto-approve", variables: server.variables)
    #expect(apply.status == 0, "\(apply.text)")
    let plan = try await folder.run("plan", "--detailed-exitcode", "-v", variables: server.variables)
    #expect(plan.status == 0, "\(plan.text)")
    let pages = switches.contains("maximum-page-size=2") ? 5 : 1
    #expect(plan.errors.split(separator: "\n").count == pages + 9)
    #expect(!(plan.text + apply.text).contains("local-emulator-token"))
  }

  @Test("A wrong app, a missing token and an unreachable server have their own messages and exit codes")
  func failures() async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    let server = try EmulatorProcess(["--seed", "none"], in: folder.url)
    var variables = server.variables
    variables["REALTIMEKIT_APP_ID"] = "00000000-0000-0000-0000-000000000000"
    let wrongApp = try await folder.run("plan", variables: variables)
    #expect(
      wrongApp.text == """
        exit 1
        --- stdout ---
        --- stderr ---
        error: the account has no RealtimeKit app with id '00000000-0000-0000-0000-000000000000'; its apps: 'local' (3f0c0a52-7a0e-4d6b-9a63-0f8f3a1f6f10)

        """)
    variables = server.variables
    variables["CLOUDFLARE_API_TOKEN"] = nil
    #expect(try await folder.run("plan", variables: variables).status == 3)
    variables["CLOUDFLARE_API_TOKEN"] = " "
    #expect(try await folder.run("plan", variables: variables).status == 3)
    try folder.write("local-emulator-token\n", "token")
    let fromFile = try await folder.run("plan", "--api-token-file", "token", variables: variables)
    #expect(fromFile.status == 0, "\(fromFile.text)")
    #expect(try await folder.run("plan", "--api-token-file", "nope", variables: variables).status == 3)
    variables = server.variables
    variables["CLOUDFLARE_BASE_URL"] = "http://127.0.0.1:9/client/v4"
    let unreachable = try await folder.run("plan", "--timeout", "2s", variables: variables)
    #expect(unreachable.status == 1)
    #expect(
      unreachable.errors.contains("could not connect to the API")
        || unreachable.errors.contains("the run timed out"), "\(unreachable.errors)")
  }

  @Test("A port that is in use is reported")
  func takenPort() async throws {
    let folder = try TemporaryFolder()
    let server = try EmulatorProcess(["--seed", "none"], in: folder.url)
    let url = try #require(server.variables["CLOUDFLARE_BASE_URL"].flatMap { URL(string: $0) })
    let outcome = try await folder.run("emulate", "--port", "\(url.port ?? 0)")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == """
        error: could not listen on 127.0.0.1:\(url.port ?? 0): Address already in use
        hint: pass --port 0 to pick a free port

        """)
  }

  @Test("Faults from a file occur the configured number of times")
  func faults() async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    try folder.write(
      """
      [{"method": "GET", "path": "presets", "times": 2, "status": 503, "retry_after": 0},
       {"method": "GET", "path": "presets", "nth": 3, "drop": true},
       {"method": "POST", "nth": 2, "status": 418, "persist": true},
       {"method": "POST", "nth": 3, "body": "nope", "status": 400}]
      """, "faults.json")
    let server = try EmulatorProcess(["--seed", "none", "--faults", "faults.json"], in: folder.url)
    let plan = try await folder.run("plan", "-v", variables: server.variables)
    #expect(plan.status == 0, "\(plan.text)")
    let requests = plan.errors.split(separator: "\n").map { $0.replacing(/\/client\S*realtime\/kit\/[^\/]*/, with: "") }
    #expect(
      requests.count == 4 && requests.allSatisfy { $0.contains("GET /presets?page_no=1") }, "\(requests)")
    let apply = try await folder.run("apply", "--auto-approve", "--parallelism", "1", variables: server.variables)
    #expect(apply.status == 4)
    #expect(
      apply.output.split(separator: "\n").filter { $0.hasPrefix("failed") } == [
        "failed       audio_room_participant was not created: the server responded with 418: error 418 (code 418) (request local-8)",
        "failed       group_call_guest was not created: the server responded with 400: no reason given (request local-9)",
      ])
    // An operation that took effect needs no second write, whatever the response was.
    let again = try await folder.run("apply", "--auto-approve", "-o", "json", variables: server.variables)
    #expect(again.status == 0, "\(again.text)")
    #expect(try JSON(parsing: Array(again.output.utf8))["summary"]?["create"] == 1)
  }

  @Test("Faults and behavior switches of --local can be set with variables")
  func localFaults() async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    try folder.write(#"[{"method": "POST", "nth": 2, "status": 400}]"#, "faults.json")
    let variables = [
      "PRESETCTL_FAULTS": "faults.json", "PRESETCTL_BEHAVIOR": "maximum-page-size=3,error-envelope=gateway",
    ]
    let apply = try await folder.run(
      "apply", "--local", "--auto-approve", "-v", "--parallelism", "1", variables: variables)
    #expect(apply.status == 4)
    #expect(apply.output.contains("the server responded with 400: Bad Request (code 400)"), "\(apply.output)")
    #expect(apply.errors.contains("page_no=3"))
  }

  @Test("An invalid fault file is rejected with the locations of all problems")
  func wrongFaults() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      [
        {"metod": "POST"},
        {"method": "PSOT", "times": 1.5, "status": "500"},
        {"drop": true, "status": 500, "retry_after": [1]}
      ]
      """, "faults.json")
    let outcome = try await folder.run("emulate", variables: ["PRESETCTL_FAULTS": "faults.json"])
    try expectSnapshot(outcome.text, "program/emulate-faults")
  }

  @Test("Every behavior switch and every key of a fault is documented")
  func documentation() throws {
    let text = try String(contentsOf: Binary.repository.appending(path: "docs/local-api.md"), encoding: .utf8)
    for behaviorSwitch in Behavior.switches {
      #expect(text.contains("\n| `\(behaviorSwitch.name)` |"), "\(behaviorSwitch.name)")
    }
    for key in Faults.keys { #expect(text.contains("\n| `\(key)` |"), "\(key)") }
  }
}
