import Foundation
import HTTPTypes
import OrderedCollections
import Presets
import RealtimeKitEmulator
import TestSupport
import Testing

/// What a hostile server, or one that only repeats what it is told, cannot make the program say.
@Suite("Secrecy") struct SecrecyTests {
  private static let token = "Zq3canary7Kx0vB9mW2sT5pL8nR1dF4gH6jC"
  private static let parts: [String] = (0...(token.count - 8)).map { String(token.dropFirst($0).prefix(8)) }

  // MARK: The canary

  /// How a server repeats the token.
  enum Echo: String, CaseIterable, Sendable {
    /// In refusals of writes, in names and in every header field.
    case inRefusals
    /// In the refusal of everything.
    case inEverything
    /// In a preset's document.
    case inDocuments
    /// In JSON that breaks off.
    case inGarbage
  }

  private static func answer(
    _ echo: Echo, _ request: HTTPRequest, _ answer: Reply
  ) -> Reply {
    let words = request.headerFields[.authorization] ?? ""
    let refusal =
      #"{"errors": [{"code": "\#(token)", "message": "no \#(words), \#(parts[9])", "source": {"pointer": "/\#(token)"}}]}"#
    var (head, body) = (answer.head, answer.body)
    switch echo {
    case .inRefusals where request.method != .get: (head.status, body) = (.badRequest, Array(refusal.utf8))
    case .inEverything: (head.status, body) = (.unauthorized, Array(refusal.utf8))
    case .inDocuments where request.path?.contains("/presets/") == true:
      body = Array(
        String(decoding: body, as: UTF8.self).replacing(#""config""#, with: #""x\#(token)": 1, "config""#).utf8)
    case .inGarbage: body = Array(#"{"data": [{"name": "\#(words)", "\#(token)"#.utf8)
    case .inRefusals, .inDocuments: break
    }
    for name in ["cf-ray", "server", "retry-after", "x-echo"] {
      if let name = HTTPField.Name(name) { head.headerFields[name] = words }
    }
    head.headerFields[.contentLength] = nil
    return Reply(head, body)
  }

  /// Every command with what makes it do most, `SNAPSHOT` being one that was kept; a command that is not known here is run
  /// as it is.
  private static func lines() async throws -> [[String]] {
    let help = try await Binary.run(["--help"], in: Binary.repository).output
    let section = try #require(help.components(separatedBy: "SUBCOMMANDS:\n").last)
    let names = section.split(separator: "\n").prefix { $0.hasPrefix("  ") }.compactMap { line in
      line.hasPrefix("   ") ? nil : line.split(separator: " ").first.map(String.init)
    }
    #expect(names.count > 5)
    let known: [String: [[String]]] = [
      "restore": [["SNAPSHOT", "--auto-approve"], ["plan.json"]],
      "plan": [["--out", "plan.json"], ["--base", "nope"]],
      "apply": [["--auto-approve"], ["plan.json"], ["--dry-run"]],
      "compare": [["a", "b", "--config", "two.yaml"]], "explain": [["permissions"]],
      "show": [["plan.json"]], "schema": [["plan"]], "emulate": [["--port", "99999"]], "help": [],
      "completions": [["fish"]],
    ]
    return names.flatMap { name in (known[name] ?? [[], ["plan.json"]]).map { [name] + $0 } }
  }

  private static let forms: [[String]] = [
    ["-vv"], ["-o", "json", "-v"], ["-o", "markdown", "-vv"], ["-q"],
  ]

  @Test("no byte that any command writes holds a part of the token", arguments: Echo.allCases, forms)
  func canary(echo: Echo, form: [String]) async throws {
    let folder = try Folder()
    try folder.copy("presets", to: "presets")
    let other = "9b1d0c8e-1d7b-4c0e-8a5a-5b1f0f4c2d11"
    try folder.write("environments: {a: {app_id: \(Emulator.appID)}, b: {app_id: \(other)}}\n", "two.yaml")
    let elsewhere = try Folder(["token": Self.token + "\n"])
    let named = Preset(DefaultPresets.all[0].document.merging(["name": .string("echo \(Self.token)")]) { $1 })
    let emulator = try Emulator(DefaultPresets.all + [named])
    let url = folder.url
    let tokenFile = elsewhere.url.appending(path: "token").path
    let outcomes = try await EmulatorServer.with({ request, body in
      Self.answer(echo, request, await emulator.respond(to: request, body: body))
    }) { address in
      var outcomes: [Binary.Outcome] = []
      for (number, line) in try await Self.lines().enumerated() {
        var variables = [
          "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID,
          "REALTIMEKIT_APP_ID": Emulator.appID, "PRESETCTL_TIMEOUT": "30s", "GITHUB_ACTIONS": "true",
          "GITHUB_STEP_SUMMARY": "summary-\(number).md", "GITHUB_OUTPUT": "output-\(number)",
        ]
        if line.first == "compare" { variables["REALTIMEKIT_APP_ID"] = nil }
        let isInFile = number % 2 == 0
        variables[isInFile ? "PRESETCTL_API_TOKEN_FILE" : "CLOUDFLARE_API_TOKEN"] = isInFile ? tokenFile : Self.token
        let reports = ["json", "md", "txt", "sarif"].flatMap { ["--report", "reports/\(number).\($0)"] }
        let snapshots = try? FileManager.default.contentsOfDirectory(atPath: url.path + "/.presetctl/snapshots")
        let snapshot = ".presetctl/snapshots/" + (snapshots?.first ?? "none")
        let arguments = line.map { $0 == "SNAPSHOT" ? snapshot : $0 } + form + reports
        outcomes.append(try await Binary.run(arguments, in: url, variables))
      }
      return outcomes
    }
    for outcome in outcomes { Self.expectNoPart(in: outcome.text, "\(outcome.text)") }
    for path in try FileManager.default.subpathsOfDirectory(atPath: url.path) {
      guard let bytes = FileManager.default.contents(atPath: url.appending(path: path).path) else { continue }
      Self.expectNoPart(in: String(decoding: bytes, as: UTF8.self), "\(path)")
    }
    // What is searched is not empty because nothing happened.
    let wanted: [Echo: String] = [
      .inRefusals: "no Bearer ", .inEverything: "(401)", .inDocuments: "holds a part of the API token",
      .inGarbage: "invalid JSON",
    ]
    #expect(outcomes.contains { $0.text.contains(wanted[echo] ?? "?") }, "\(outcomes.map(\.text))")
  }

  private static func expectNoPart(
    in text: String, _ comment: Comment, _ place: SourceLocation = #_sourceLocation
  ) {
    #expect(!parts.contains { text.contains($0) }, comment, sourceLocation: place)
  }

  @Test(
    "a token on the command line is refused, and not repeated",
    arguments: [
      ["plan", token], ["plan", "--manifests=\(token)"], [token], ["plan", "--app-id", "x\(token)x"],
      ["plan", "--api-token-file", token],
    ])
  func tokenArgument(arguments: [String]) async throws {
    let folder = try Folder()
    let outcome = try await Binary.run(arguments, in: folder.url, ["CLOUDFLARE_API_TOKEN": Self.token])
    #expect(
      outcome.text == """
        exit 64
        --- stdout ---
        --- stderr ---
        error: the API token is not taken from the command line, where others can read it
        hint: set CLOUDFLARE_API_TOKEN, or name a file with --api-token-file

        """)
  }

  @Test("a token that was given in place of its file's path is not repeated")
  func tokenAsPath() async throws {
    let folder = try Folder()
    func text(_ file: String) async throws -> String {
      try await folder.run(
        "plan", "--account-id", "a", "--app-id", "b", "--manifests", Binary.repository.appending(path: "presets").path,
        "--api-token-file", file
      ).text
    }
    let head = "exit 3\n--- stdout ---\n--- stderr ---\nerror: the token file"
    #expect(try await text(Self.token) == head + " cannot be read\nhint: --api-token-file takes a path\n")
    #expect(
      try await text("./secrets") == head + " './secrets' cannot be read\nhint: --api-token-file takes a path\n")
  }

  // MARK: Commands for terminals and pipelines

  private static let evil =
    "\u{1B}[2J\u{1B}]0;x\u{7}\r\n::error::pwned\n##[error]##vso[x]pwned\u{202E}\u{2066}\u{9B}31m\u{0}\u{7F}\u{2028}"
    + "<script>alert(1)</script>|`@team`![x](http://evil.example)"

  /// Where a server says something evil.
  enum Place: String, CaseIterable, Sendable {
    case names, values, messages, refusedWrites, apps
  }

  private static func answer(_ place: Place, _ request: HTTPRequest) -> (status: Int, body: JSON)? {
    let words = JSON.string(evil)
    let error: JSON = ["errors": [["code": words, "message": words, "source": ["pointer": words]]]]
    let isList = request.path?.contains("/presets?") == true
    switch place {
    case .messages: return (400, error)
    case .refusedWrites: return request.method == .get ? nil : (409, error)
    case .apps: return isList ? (404, [:]) : (200, ["data": [["id": words, "name": words]]])
    case .names, .values: return nil
    }
  }

  @Test("nothing that a server says commands a terminal, a pipeline or a page", arguments: Place.allCases)
  func evil(place: Place) async throws {
    let folder = try Folder()
    try folder.copy("presets", to: "presets")
    let url = folder.url
    let extra = Preset(DefaultPresets.all[0].document.merging(["name": "extra"]) { $1 })
    let emulator = try Emulator(DefaultPresets.all + [extra])
    if place == .names { await emulator.edit("extra") { $0.document["name"] = .string(Self.evil) } }
    if place == .values {
      await emulator.edit("webinar_viewer") { preset in
        preset["ui.design_tokens.theme"] = .string(Self.evil)
        preset.document[ExactString(Self.evil)] = .string(Self.evil)
      }
    }
    let outcomes = try await EmulatorServer.with({ request, body in
      guard let (status, body) = Self.answer(place, request) else {
        return await emulator.respond(to: request, body: body)
      }
      return Reply(HTTPResponse(status: .init(code: status)), Array(body.text().utf8))
    }) { address in
      let variables = [
        "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID, "CLOUDFLARE_API_TOKEN": Self.token,
        "REALTIMEKIT_APP_ID": Emulator.appID,
      ]
      var outcomes: [Binary.Outcome] = []
      for command in [["plan", "--out", "plan.json"], ["apply", "--auto-approve"], ["apply", "plan.json"]] {
        // The reports hold what -o would print.
        let reports = ["json", "md", "txt", "sarif"].flatMap { ["--report", "reports/\(command[1]).\($0)"] }
        outcomes.append(try await Binary.run(command + reports + ["-vv"], in: url, variables))
        let pipeline = variables.merging(["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary.md"]) { $1 }
        let annotated = try await Binary.run(command, in: url, pipeline)
        let commands = annotated.text.split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix("::") }
        let ours = ["::error title=presetctl::", "::error file=presets/", "::notice file=presets/"]
        #expect(commands.allSatisfy { command in ours.contains { command.hasPrefix($0) } }, "\(commands)")
      }
      return outcomes
    }
    #expect(outcomes.contains { $0.text.contains("pwned") })
    for outcome in outcomes {
      Self.expectHarmless(outcome.output, false)
      Self.expectHarmless(outcome.errors, false)
    }
    for path in try FileManager.default.subpathsOfDirectory(atPath: url.path) where !path.hasPrefix("presets/") {
      guard let bytes = FileManager.default.contents(atPath: url.appending(path: path).path) else { continue }
      Self.expectHarmless(String(decoding: bytes, as: UTF8.self), path.hasSuffix(".md"))
    }
  }

  private static func expectHarmless(
    _ text: String, _ isMarkdown: Bool, _ place: SourceLocation = #_sourceLocation
  ) {
    let controls = text.unicodeScalars.filter { scalar in
      scalar != "\n"
        && (scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x200E...0x200F).contains(scalar.value)
          || (0x2028...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value))
    }
    #expect(controls.isEmpty, "\(text.debugDescription)", sourceLocation: place)
    let lines = text.split(separator: "\n")
    #expect(!lines.contains { $0.drop { $0 == " " }.hasPrefix("::") }, "\(text)", sourceLocation: place)
    #expect(!lines.contains { $0.contains("##[") || $0.contains("##vso[") }, "\(text)", sourceLocation: place)
    guard isMarkdown else { return }
    for markup in ["<script", "@team", "![x]"] { #expect(!text.contains(markup), "\(text)", sourceLocation: place) }
  }

  @Test("a request id that is none breaks nothing")
  func evilHeader() async throws {
    let folder = try Folder(["presets/nobody.yaml": "name: nobody\nstate: absent\n"])
    let url = folder.url
    for field in ["cf-ray: \u{1B}[31mred\u{9B}0m", "cf-ray: ::error::pwned", "\u{1B}[31m: x", "cf-ray: \u{202E}x"] {
      let outcome = try await SocketServer.with(
        nil,
        { socket in
          _ = try await socket.head()
          try await socket.send("HTTP/1.1 403 No\r\n\(field)\r\nContent-Length: 0\r\n\r\n")
        }
      ) { port in
        try await Binary.run(
          ["plan", "-vv", "--timeout", "60s"], in: url,
          [
            "CLOUDFLARE_BASE_URL": "http://127.0.0.1:\(port)/client/v4", "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID,
            "CLOUDFLARE_API_TOKEN": Self.token, "REALTIMEKIT_APP_ID": Emulator.appID,
          ])
      }
      #expect([1, 3].contains(outcome.status), "\(outcome.text)")
      Self.expectHarmless(outcome.text, false)
    }
  }
}
