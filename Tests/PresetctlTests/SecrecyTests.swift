import Foundation
import HTTPTypes
import JSONValue
import OrderedCollections
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

/// Secrets and control sequences that a hostile server cannot make the program print.
@Suite("Secrecy") struct SecrecyTests {
  private static let token = "Zq3canary7Kx0vB9mW2sT5pL8nR1dF4gH6jC"
  private static let parts: [String] = (0...(token.count - 8)).map { String(token.dropFirst($0).prefix(8)) }

  // MARK: The API token

  /// The part of a response in which the server repeats the token.
  enum Echo: String, CaseIterable, Sendable {
    /// In the errors of writes, in names and in every header.
    case inWriteErrors
    /// In the error of every request.
    case inAllErrors
    /// In the document of a preset.
    case inDocuments
    /// In truncated JSON.
    case inInvalidJSON
  }

  private static func response(
    _ echo: Echo, _ request: HTTPRequest, _ response: EmulatedResponse
  ) -> EmulatedResponse {
    let authorization = request.headerFields[.authorization] ?? ""
    let errorBody =
      #"{"errors": [{"code": "\#(token)", "message": "no \#(authorization), \#(parts[9])", "source": {"pointer": "/\#(token)"}}]}"#
    var (head, body) = (response.head, response.body)
    switch echo {
    case .inWriteErrors where request.method != .get: (head.status, body) = (.badRequest, Array(errorBody.utf8))
    case .inAllErrors: (head.status, body) = (.unauthorized, Array(errorBody.utf8))
    case .inDocuments where request.path?.contains("/presets/") == true:
      body = Array(
        String(decoding: body, as: UTF8.self).replacing(#""config""#, with: #""x\#(token)": 1, "config""#).utf8)
    case .inInvalidJSON: body = Array(#"{"data": [{"name": "\#(authorization)", "\#(token)"#.utf8)
    case .inWriteErrors, .inDocuments: break
    }
    for name in ["cf-ray", "server", "retry-after", "x-echo"] {
      if let name = HTTPField.Name(name) { head.headerFields[name] = authorization }
    }
    head.headerFields[.contentLength] = nil
    return EmulatedResponse(head, body)
  }

  /// Every command with arguments that make it do the most. `SNAPSHOT` is replaced by a saved snapshot. A command that
  /// is missing from the table runs without arguments.
  private static func lines() async throws -> [[String]] {
    let help = try await Binary.run(["--help"], in: Binary.repository).output
    let section = try #require(help.components(separatedBy: "SUBCOMMANDS:\n").last)
    let names = section.split(separator: "\n").prefix { $0.hasPrefix("  ") }.compactMap { line in
      line.hasPrefix("   ") ? nil : line.split(separator: " ").first.map(String.init)
    }
    #expect(names.count > 5)
    let argumentsByCommand: [String: [[String]]] = [
      "restore": [["SNAPSHOT", "--auto-approve"], ["plan.json"]],
      "plan": [["--out", "plan.json"], ["--base", "nope"]],
      "apply": [["--auto-approve"], ["plan.json"], ["--dry-run"]],
      "compare": [["a", "b", "--config", "two.yaml"]], "explain": [["permissions"]],
      "show": [["plan.json"]], "schema": [["plan"]], "emulate": [["--port", "99999"]], "help": [],
      "completions": [["fish"]],
    ]
    return names.flatMap { name in (argumentsByCommand[name] ?? [[], ["plan.json"]]).map { [name] + $0 } }
  }

  private static let outputOptions: [[String]] = [
    ["-vv"], ["-o", "json", "-v"], ["-o", "markdown", "-vv"], ["-q"],
  ]

  @Test("No output and no file of any command contains a part of the token", arguments: Echo.allCases, outputOptions)
  func tokenInOutput(echo: Echo, options: [String]) async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    let other = "9b1d0c8e-1d7b-4c0e-8a5a-5b1f0f4c2d11"
    try folder.write("environments: {a: {app_id: \(Emulator.appID)}, b: {app_id: \(other)}}\n", "two.yaml")
    let tokenFolder = try TemporaryFolder(["token": Self.token + "\n"])
    let named = Preset(DefaultPresets.all[0].document.merging(["name": .string("echo \(Self.token)")]) { $1 })
    let emulator = try Emulator(DefaultPresets.all + [named])
    let url = folder.url
    let tokenFile = tokenFolder.url.appending(path: "token").path
    let outcomes = try await EmulatorServer.with({ request, body in
      Self.response(echo, request, await emulator.respond(to: request, body: body))
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
        let arguments = line.map { $0 == "SNAPSHOT" ? snapshot : $0 } + options + reports
        outcomes.append(try await Binary.run(arguments, in: url, variables))
      }
      return outcomes
    }
    for outcome in outcomes { Self.expectNoPart(in: outcome.text, "\(outcome.text)") }
    for path in try FileManager.default.subpathsOfDirectory(atPath: url.path) {
      guard let bytes = FileManager.default.contents(atPath: url.appending(path: path).path) else { continue }
      Self.expectNoPart(in: String(decoding: bytes, as: UTF8.self), "\(path)")
    }
    // Each echo leads to its expected output, so the search was not in vain.
    let expected: [Echo: String] = [
      .inWriteErrors: "no Bearer ", .inAllErrors: "(401)", .inDocuments: "contains part of the API token",
      .inInvalidJSON: "invalid JSON",
    ]
    #expect(outcomes.contains { $0.text.contains(expected[echo] ?? "?") }, "\(outcomes.map(\.text))")
  }

  private static func expectNoPart(
    in text: String, _ comment: Comment, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(!parts.contains { text.contains($0) }, comment, sourceLocation: location)
  }

  @Test(
    "A token on the command line is rejected without being repeated",
    arguments: [
      ["plan", token], ["plan", "--manifests=\(token)"], [token], ["plan", "--app-id", "x\(token)x"],
      ["plan", "--api-token-file", token],
    ])
  func tokenArgument(arguments: [String]) async throws {
    let folder = try TemporaryFolder()
    let outcome = try await Binary.run(arguments, in: folder.url, ["CLOUDFLARE_API_TOKEN": Self.token])
    #expect(
      outcome.text == """
        exit 64
        --- stdout ---
        --- stderr ---
        error: cannot pass the API token on the command line, where other users can read it
        hint: set CLOUDFLARE_API_TOKEN or use --api-token-file

        """)
  }

  @Test("A token in place of a path is not repeated")
  func tokenAsPath() async throws {
    let folder = try TemporaryFolder()
    func text(_ file: String) async throws -> String {
      try await folder.run(
        "plan", "--account-id", "a", "--app-id", "b", "--manifests", Binary.repository.appending(path: "presets").path,
        "--api-token-file", file
      ).text
    }
    let head = "exit 3\n--- stdout ---\n--- stderr ---\nerror: could not read the token file"
    #expect(try await text(Self.token) == head + "\nhint: pass a path to --api-token-file\n")
    #expect(
      try await text("./secrets") == head + " './secrets'\nhint: pass a path to --api-token-file\n")
  }

  // MARK: Terminal and workflow commands

  private static let hostileText =
    "\u{1B}[2J\u{1B}]0;x\u{7}\r\n::error::pwned\n##[error]##vso[x]pwned\u{202E}\u{2066}\u{9B}31m\u{0}\u{7F}\u{2028}"
    + "<script>alert(1)</script>|`@team`![x](http://evil.example)"

  /// The part of a response that contains hostile text.
  enum Source: String, CaseIterable, Sendable {
    case names, values, messages, rejectedWrites, apps
  }

  private static func response(_ source: Source, _ request: HTTPRequest) -> (status: Int, body: JSON)? {
    let text = JSON.string(hostileText)
    let error: JSON = ["errors": [["code": text, "message": text, "source": ["pointer": text]]]]
    let isList = request.path?.contains("/presets?") == true
    switch source {
    case .messages: return (400, error)
    case .rejectedWrites: return request.method == .get ? nil : (409, error)
    case .apps: return isList ? (404, [:]) : (200, ["data": [["id": text, "name": text]]])
    case .names, .values: return nil
    }
  }

  @Test("Text from a server cannot control a terminal, a pipeline or a Markdown page", arguments: Source.allCases)
  func hostileText(source: Source) async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    let url = folder.url
    let extra = Preset(DefaultPresets.all[0].document.merging(["name": "extra"]) { $1 })
    let emulator = try Emulator(DefaultPresets.all + [extra])
    if source == .names { await emulator.edit("extra") { $0.document["name"] = .string(Self.hostileText) } }
    if source == .values {
      await emulator.edit("webinar_viewer") { preset in
        preset["ui.design_tokens.theme"] = .string(Self.hostileText)
        preset.document[ExactString(Self.hostileText)] = .string(Self.hostileText)
      }
    }
    let outcomes = try await EmulatorServer.with({ request, body in
      guard let (status, body) = Self.response(source, request) else {
        return await emulator.respond(to: request, body: body)
      }
      return EmulatedResponse(HTTPResponse(status: .init(code: status)), Array(body.text().utf8))
    }) { address in
      let variables = [
        "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID, "CLOUDFLARE_API_TOKEN": Self.token,
        "REALTIMEKIT_APP_ID": Emulator.appID,
      ]
      var outcomes: [Binary.Outcome] = []
      for command in [["plan", "--out", "plan.json"], ["apply", "--auto-approve"], ["apply", "plan.json"]] {
        // The reports contain the output of every format.
        let reports = ["json", "md", "txt", "sarif"].flatMap { ["--report", "reports/\(command[1]).\($0)"] }
        outcomes.append(try await Binary.run(command + reports + ["-vv"], in: url, variables))
        let pipeline = variables.merging(["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary.md"]) { $1 }
        let annotated = try await Binary.run(command, in: url, pipeline)
        let commands = annotated.text.split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix("::") }
        let allowedPrefixes = ["::error title=presetctl::", "::error file=presets/", "::notice file=presets/"]
        #expect(commands.allSatisfy { command in allowedPrefixes.contains { command.hasPrefix($0) } }, "\(commands)")
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
    _ text: String, _ isMarkdown: Bool, _ location: SourceLocation = #_sourceLocation
  ) {
    let controls = text.unicodeScalars.filter { scalar in
      scalar != "\n"
        && (scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x200E...0x200F).contains(scalar.value)
          || (0x2028...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value))
    }
    #expect(controls.isEmpty, "\(text.debugDescription)", sourceLocation: location)
    let lines = text.split(separator: "\n")
    #expect(!lines.contains { $0.drop { $0 == " " }.hasPrefix("::") }, "\(text)", sourceLocation: location)
    #expect(!lines.contains { $0.contains("##[") || $0.contains("##vso[") }, "\(text)", sourceLocation: location)
    guard isMarkdown else { return }
    for markup in ["<script", "@team", "![x]"] { #expect(!text.contains(markup), "\(text)", sourceLocation: location) }
  }

  @Test("An invalid request id is harmless")
  func hostileHeader() async throws {
    let folder = try TemporaryFolder(["presets/unused.yaml": "name: unused\nstate: absent\n"])
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
