import Foundation
import JSONValue
import RealtimeKitEmulator
import TestSupport
import Testing

@Suite("The project file") struct ProjectTests {
  private static let project = """
    version: 1
    manifests: [roles]
    environments:
      staging:
        account_id: 0123456789abcdef0123456789abcdef
        app_id: 3f0c0a52-7a0e-4d6b-9a63-0f8f3a1f6f10
      production:
        account_id: 0123456789abcdef0123456789abcdef
        app_id: 9b1d0c8e-1d7b-4c0e-8a5a-5b1f0f4c2d11
        policy: { widening: deny, drift: warn }

    """

  private static func folder(_ project: String = project) throws -> TemporaryFolder {
    let folder = try TemporaryFolder(["presetctl.yaml": project])
    try folder.copy("presets", to: "roles")
    return folder
  }

  private func environment(_ outcome: Binary.Outcome) throws -> JSON? {
    try JSON(parsing: Array(outcome.output.utf8))["environment"]
  }

  @Test("All problems of the project file are reported in one run with their locations")
  func diagnostics() async throws {
    let folder = try Self.folder(
      """
      version: 2
      manifest: [roles]
      allow_unknown_fields: yes
      lint: { hiden-publisher: off, kick-ends-meeting: warn, unknown-field: off }
      environments:
        staging:
          acount_id: x
          app_id: [x]
          prune: yes
          policy: { widening: denied, drft: warn }
          manage: { a: b }
          protect:
          limits: { deletes: -1, changes: half, delete: 1 }
          overlays: [overlays/staging]
        " x": {}
        production: nothing
        other:
      ---
      version: 1

      """)
    try expectSnapshot(try await folder.run("plan", "--local").text, "project/diagnostics")
    let reported = try await folder.run("plan", "--local", "-e", "staging", "--report", "plan.md", "-o", "markdown")
    let report = try String(contentsOf: folder.url.appending(path: "plan.md"), encoding: .utf8)
    #expect(report == reported.output)
    #expect(
      report.hasPrefix("<!-- presetctl:plan:staging -->\n### ❌ presetctl plan\n\n**20 errors in the project file**\n"))
    try folder.write("- a\n", "presetctl.yaml")
    try expectSnapshot(try await folder.run("validate").text, "project/list")
  }

  @Test("Wrong paths, wrong names and invalid ids are reported with their locations")
  func mistakes() async throws {
    let folder = try Self.folder()
    try folder.write("", "overlays/empty/x.yaml")
    try folder.write("notes", "overlays/none/readme.txt")
    let projects = [
      ("empty", ""), ("leads", "manifests: [nope, roles/host.txt]\n"),
      (
        "overlays",
        "manifests: roles\nenvironments: {a: {overlays: overlays/empty}, b: {overlays: [overlays/none]}, c: {}}\n"
      ),
      (
        "identities",
        "environments: {a: {account_id: a/b, app_id: '', base_url: 'https://me:secret@example.com'}, b: {base_url: http://x}}\n"
      ),
    ]
    for (name, text) in projects {
      try folder.write(text, "presetctl.yaml")
      let outcome = try await folder.run("validate")
      #expect(outcome.status == 65 && !outcome.text.contains("secret"))
      try expectSnapshot(outcome.text, "project/\(name)")
    }
    try FileManager.default.removeItem(at: folder.url.appending(path: "presetctl.yaml"))
    try expectSnapshot(try await folder.run("validate", "--config", "nope.yaml").text, "project/none")
    try folder.write(Self.project, "presetctl.yml")
    try expectSnapshot(try await folder.run("plan", "--local").text, "project/misnamed")
    let withConfig = try await folder.run("plan", "--local", "--config", "presetctl.yml", "-e", "staging")
    #expect(withConfig.status == 0)
  }

  @Test("The manifests are found relative to the project file from any folder below it")
  func discovery() async throws {
    let folder = try Self.folder()
    let below = folder.url.appending(path: "below/deep")
    try FileManager.default.createDirectory(at: below, withIntermediateDirectories: true)
    #expect(try await Binary.run(["validate"], in: below).output == "Valid. 9 presets and 3 bases in 12 files.\n")
    let other = try TemporaryFolder()
    let config = folder.url.appending(path: "presetctl.yaml").path
    let outcome = try await other.run("validate", "--config", config)
    // Only paths that are named for a single run may be outside the repository.
    #expect(outcome.status == 65)
    #expect(
      outcome.errors == """
        \(config):2:13: error[leaves-repository]: the path leads outside the repository
            2 | manifests: [roles]
              |             ^^^^^
          hint: to read files outside the repository, name their path on the command line
        error: 1 error in the project file

        """)
  }

  @Test("The environment is the only one or the selected one")
  func environments() async throws {
    let folder = try Self.folder()
    let notSelected = try await folder.run("plan", "--local")
    #expect(notSelected.status == 64)
    #expect(
      notSelected.errors == """
        error: no environment selected: 'presetctl.yaml' declares staging, production
        hint: select one with -e

        """)
    let misspelled = try await folder.run("plan", "--local", "-e", "stagin")
    #expect(
      misspelled.errors == """
        error: unknown environment 'stagin' in 'presetctl.yaml'. Did you mean 'staging'?
        hint: available environments: staging, production

        """)
    let staging = try await folder.run("plan", "--local", "--env", "staging", "-o", "json")
    #expect(try environment(staging)?["name"] == "staging")
    let variable = try await folder.run("plan", "--local", "-o", "markdown", variables: ["PRESETCTL_ENV": "production"])
    #expect(variable.output.hasPrefix("<!-- presetctl:plan:production -->\n"))
    try folder.write("environments: {only: {}}\nmanifests: roles\n", "presetctl.yaml")
    #expect(try environment(try await folder.run("plan", "--local", "-o", "json"))?["name"] == "only")
    #expect(try await folder.run("validate").status == 0)
  }

  @Test("A flag overrides its variable, and an id that contradicts the project file is rejected")
  func precedence() async throws {
    let emulator = try Emulator(DefaultPresets.all)
    try await EmulatorServer.with(emulator) { address in
      let folder = try Self.folder()
      let variables = ["CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_API_TOKEN": Emulator.token]
      func plan(_ arguments: [String], _ otherVariables: [String: String] = [:]) async throws -> Binary.Outcome {
        try await Binary.run(
          ["plan", "-e", "staging", "-o", "json"] + arguments, in: folder.url, variables.merging(otherVariables) { $1 })
      }
      let other = "00000000-0000-4000-8000-000000000000"
      #expect(try environment(try await plan([]))?["app_id"]?.string == Emulator.appID)
      #expect(try await plan([], ["REALTIMEKIT_APP_ID": Emulator.appID]).status == 0)
      let conflict = try await plan([], ["REALTIMEKIT_APP_ID": other])
      #expect(conflict.status == 65)
      #expect(
        conflict.output.contains("REALTIMEKIT_APP_ID is '\(other)', but presetctl.yaml:6 has '\(Emulator.appID)'"))
      // A flag or its own variable may contradict the project file.
      #expect(try await plan(["--app-id", Emulator.appID], ["REALTIMEKIT_APP_ID": other]).status == 0)
      #expect(try await plan([], ["REALTIMEKIT_APP_ID": other, "PRESETCTL_APP_ID": Emulator.appID]).status == 0)
    }
  }

  @Test("The policy applies to plan and apply, and flags can make it stricter")
  func policy() async throws {
    let folder = try Self.folder()
    #expect(try await folder.run("plan", "--local", "-e", "staging").status == 0)
    let denied = try await folder.run("plan", "--local", "-e", "production")
    #expect(denied.status == 5)
    #expect(denied.output.contains("UPDATE*"))
    #expect(
      denied.errors == "warning: the drift policy has no effect without --base\n")
    #expect(try await folder.run("apply", "--local", "-e", "production", "--auto-approve").status == 5)
    #expect(try await folder.run("plan", "--local", "-e", "staging", "--deny-widening").status == 5)
    let warned = try await folder.run("plan", "--local", "-e", "production", "--base", "roles", "-o", "json")
    let rules = try JSON(parsing: Array(warned.output.utf8))["warnings"]?.array?.compactMap { $0["rule"]?.string }
    #expect(Set(rules ?? []) == ["policy-drift"])
  }
}

/// The integration with GitHub Actions.
@Suite("GitHub Actions integration") struct PipelineVariableTests {
  @Test("GitHub Actions gets annotations, a summary and outputs, and JSON output stays a single document")
  func gitHub() async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    for (format, usesStdout) in [("text", true), ("json", false), ("markdown", false)] {
      let variables = [
        "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary-\(format).md", "GITHUB_OUTPUT": "output-\(format)",
      ]
      let plan = try await folder.run("plan", "--local", "-o", format, variables: variables)
      #expect(plan.status == 0)
      let text = usesStdout ? plan.output : plan.errors
      let notices = text.split(separator: "\n").filter { $0.hasPrefix("::notice ") }
      #expect(!notices.isEmpty)
      #expect(notices.allSatisfy { $0.contains("file=presets/") })
      if format == "json" { #expect(try JSON(parsing: Array(plan.output.utf8))["kind"] == "plan") }
      func content(_ name: String) throws -> String {
        try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
      }
      let json = try await folder.run("plan", "--local", "-o", "json").output
      let document = try JSON(parsing: Array(json.utf8))
      let (digest, changes) = (document["digest"]?.string ?? "", document["summary"]?["changes"]?.int ?? 0)
      #expect(
        try content("output-\(format)") == """
          has_changes=true
          changes=\(changes)
          create=2
          update=7
          rename=0
          delete=0
          blocked=0
          digest=\(digest)

          """)
      #expect(try content("summary-\(format).md").hasPrefix("<!-- presetctl:plan:default -->\n"))
    }
    let markdown = try await folder.run("plan", "--local", "-o", "markdown").output
    #expect(try String(contentsOf: folder.url.appending(path: "summary-text.md"), encoding: .utf8) == markdown + "\n")
  }

  @Test(
    "The summary never exceeds the size limit of GitHub", arguments: [0, 1, 1_048_000, 1_048_575, 1_048_576, 2_000_000])
  func summaryLimit(size: Int) async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    try folder.write(String(repeating: "x", count: size), "summary.md")
    let plan = try await folder.run(
      "plan", "--local", variables: ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary.md"])
    #expect(plan.status == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.url.appending(path: "summary.md").path)
    let after = (attributes[.size] as? Int) ?? 0
    #expect(after >= size && after <= max(size, 1_048_576))
    #expect((after > size) == (size <= 1_048_000))
  }

  @Test("Errors are annotated with and without a location")
  func annotations() async throws {
    let folder = try TemporaryFolder(["presets/a,b.yaml": "name: x\ncofig: {}\n"])
    let variables = ["GITHUB_ACTIONS": "true"]
    let validation = try await folder.run("validate", variables: variables)
    try expectSnapshot(validation.text, "pipeline/validate")
    let plan = try await folder.run("plan", "--nope", variables: variables)
    #expect(plan.status == 64)
    #expect(plan.output.hasPrefix("::error title=presetctl::"))
  }

  @Test("The progress line disappears on a terminal and is not shown in CI, with --quiet or on a dumb terminal")
  func progress() async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    let terminal = try Terminal()
    func errors(_ command: String, _ variables: [String: String]) async throws -> String {
      _ = try await Binary.run(
        URL(filePath: "/bin/sh"), ["-c", "exec \"$0\" \(command) > /dev/null 2> /dev/stdin", Binary.url.path],
        in: folder.url,
        variables, input: terminal.program)
      return terminal.read()
    }
    let terminalOutput = try await errors("apply --local --auto-approve", ["TERM": "xterm"])
    #expect(terminalOutput.contains("\r\u{1B}[Kreading presets: 7 of 7"))
    #expect(terminalOutput.contains("\r\u{1B}[Kapplying: 9 of 9"))
    #expect(terminalOutput.hasSuffix("\r\u{1B}[K"))
    #expect(try await errors("plan --local", ["TERM": "xterm", "CI": "true"]).isEmpty)
    #expect(try await errors("plan --local -q", ["TERM": "xterm"]).isEmpty)
    #expect(try await errors("plan --local", ["TERM": "dumb"]).isEmpty)
  }
}
