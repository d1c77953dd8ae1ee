import Foundation
import RealtimeKitEmulator
import RegexBuilder
import TestSupport
import Testing

/// Complete runs of the built program with exit code, stdout and stderr.
@Suite("Commands") struct CommandTests {
  /// A manifest that overrides some fields of the base.
  private static let host = """
    # The host.
    name: group_call_host
    extends: base
    permissions:
      can_record: false
      waiting_room_type: SKIP_ON_ACCEPT
    ui:
      design_tokens:
        colors: {brand: {500: "#2160FD"}}

    """
  private static let files = [
    "presets/base.json": DefaultPresets.base, "presets/host.yaml": host,
    "presets/guest.yaml": "name: class-guest\nextends: base\n---\nname: webinar_viewer\nstate: absent\n",
    "presets/viewer.yaml": "name: viewer\nextends: base\npreviously: livestream_viewer\n",
  ]

  @Test(
    "The output of a command matches its snapshot",
    arguments: [
      "--help", "help plan", "help apply", "help restore", "help validate", "help emulate", "help doctor",
      "help compare", "help explain", "help export", "help init", "help completions", "help matrix", "matrix",
      "matrix --differing", "matrix --only class-guest -o json", "matrix --differing -o markdown",
      "matrix --remote --local --differing --only *host", "matrix --only nope", "explain", "explain permissions.chat",
      "explain waiting_room_type", "explain hidden-publisher", "explain hidden-publisher -o markdown",
      "explain low-contrast -o json",
      "explain waiting_room_type --color always", "explain quality", "explain can_recrod",
      "explain ignore_changes", "explain config.media.video.frame_rate -o json", "explain polls -o markdown",
      "--version",
      "", "validate",
      "validate -o json", "plan --local", "plan --local --color always", "plan --local -o json",
      "plan --local --detailed-exitcode", "apply --local", "apply --local --auto-approve",
      "apply --local --auto-approve -o json", "apply --local --dry-run", "plan", "plan --account-id a --app-id b",
      "plan --account-id a --app-id b --base-url http://example.com", "plan --account-id a/b --app-id c",
      "plan --local --parallelism 0", "plan --local --timeout soon", "plan --local --output yaml", "plna",
      "plan --loca", "plan --api-token secret", "plan --api-token=secret -o json", "plan --local --manifests nope",
      "help wave", "emulate --app-id x", "init --flat", "explain access_control",
      "explain permissions.plugins.config.x",
      "plan --local --manifests nope -o json",
      "plan -o json --account-id a --app-id b", "plan --nope -o json", "emulate --port 99999",
      "emulate --behavior patch=flat", "emulate --seed nope.json", "emulate --faults nope.json",
      "validate presets/guest.yaml",
      "--local plan --color=never", "plna -o markdown",
      "plan --nope -o markdown", "-o json plan --local --manifests presets/host.yaml --manifests presets/base.json",
    ])
  func snapshots(line: String) async throws {
    let folder = try TemporaryFolder(Self.files)
    let arguments = line.split(separator: " ").map(String.init)
    let outcome = try await Binary.run(arguments, in: folder.url)
    try expectSnapshot(outcome.text.withoutTimes, "program/\(Self.fileName(line))")
  }

  private static func fileName(_ line: String) -> String {
    let name = String(line.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
    return name.isEmpty ? "nothing" : name
  }

  @Test("A plan after an apply has no changes, and another apply does nothing")
  func converges() async throws {
    let folder = try TemporaryFolder(Self.files)
    #expect(try await folder.run("apply", "--local", "--auto-approve").status == 0)
    let plan = try await folder.run("plan", "--local", "--detailed-exitcode")
    #expect(plan.status == 0)
    #expect(plan.output.hasSuffix("\n\nNo changes. 4 presets match their manifests.\n"))
    let again = try await folder.run("apply", "--local", "--auto-approve")
    #expect(again.output == plan.output)
  }

  @Test("Plans and dry runs leave the state of the local API unchanged byte for byte")
  func dryRun() async throws {
    let folder = try TemporaryFolder(Self.files)
    _ = try await folder.run("plan", "--local", "--manifests", "presets")
    let state = folder.url.appending(path: ".presetctl/local.json")
    let before = try Data(contentsOf: state)
    let dry = try await folder.run("apply", "--local", "--dry-run", "-v")
    #expect(try Data(contentsOf: state) == before)
    #expect(dry.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("GET ") })
    #expect(dry.output == (try await folder.run("plan", "--local")).output)
  }

  @Test("The exit code of a dry run shows whether there are changes, and --detailed-exitcode needs a dry run")
  func detailedDryRun() async throws {
    let folder = try TemporaryFolder(Self.files)
    #expect(try await folder.run("apply", "--local", "--dry-run", "--detailed-exitcode").status == 2)
    #expect(try await folder.run("plan", "--local", "--out", "plan.json").status == 0)
    let saved = ["apply", "--local", "--detailed-exitcode", "plan.json"]
    #expect(try await folder.run(saved + ["--dry-run"]).status == 2)
    for arguments in [saved, ["apply", "--local", "--auto-approve", "--detailed-exitcode"]] {
      let outcome = try await folder.run(arguments)
      #expect(outcome.status == 64 && outcome.output.isEmpty)
      #expect(
        outcome.errors == """
          error: --detailed-exitcode requires --dry-run
          hint: add --dry-run, or use 'presetctl plan --detailed-exitcode'

          """)
    }
    // The variable is allowed, because a pipeline may set it for other steps.
    let variables = ["PRESETCTL_DETAILED_EXITCODE": "1"]
    #expect(try await folder.run(["apply", "--local", "--auto-approve"], variables).status == 0)
    #expect(try await folder.run(["apply", "--local", "--dry-run"], variables).status == 0)
  }

  @Test("-v logs every request, -vv adds duration and request id, and -q overrides both")
  func verbosity() async throws {
    let folder = try TemporaryFolder(Self.files)
    func errors(_ flags: String...) async throws -> [Substring] {
      try await Binary.run(["plan", "--local"] + flags, in: folder.url).errors.split(separator: "\n")
    }
    let list = /GET \/client\/v4\/accounts\/\w+\/realtime\/kit\/[\w-]+\/presets\?page_no=1&per_page=100 200/
    #expect(try await errors("-v").first?.wholeMatch(of: list) != nil)
    let detailed = Regex {
      list
      #/ in \d+ ms, request local-1/#
    }
    #expect(try await errors("-vv").first?.wholeMatch(of: detailed) != nil)
    #expect(try await errors("-v", "-v").count == errors("-v").count)
    #expect(try await errors("-vv", "-q").isEmpty)
    #expect(try await errors().isEmpty)
  }

  @Test("Diagnostics show paths from the working directory, and plans show paths from the repository")
  func paths() async throws {
    let folder = try TemporaryFolder(Self.files)
    try folder.write("name: x\ncofig: 1\n", "presets/bad.yaml")
    let below = folder.url.appending(path: "below/deep")
    try FileManager.default.createDirectory(at: below, withIntermediateDirectories: true)
    let outcome = try await Binary.run(["validate", "../../presets"], in: below)
    #expect(outcome.output.contains("../../presets/bad.yaml:2:1: error[unknown-field]"))
    try FileManager.default.removeItem(at: folder.url.appending(path: "presets/bad.yaml"))
    let plan = try await Binary.run(["plan", "--local", "--manifests", "../../presets"], in: below)
    #expect(plan.output.contains("presets/host.yaml:2"))
    #expect(!plan.output.contains("../"))
  }

  @Test("A variable has the same effect as its flag, and the flag takes precedence")
  func variables() async throws {
    let folder = try TemporaryFolder(Self.files)
    let flags = try await folder.run("plan", "--local", "-o", "json", "--manifests", "presets")
    let variables = ["PRESETCTL_LOCAL": "1", "PRESETCTL_OUTPUT": "json", "PRESETCTL_MANIFESTS": "presets"]
    #expect(try await folder.run("plan", variables: variables).output == flags.output)
    #expect(try await folder.run("plan", "-o", "text", variables: variables).output.hasPrefix(">"))
    let wrong = try await folder.run("plan", variables: ["PRESETCTL_LOCAL": "yes"])
    #expect(
      wrong.text
        == "exit 64\n--- stdout ---\n--- stderr ---\nerror: invalid value 'yes' for PRESETCTL_LOCAL\nhint: use 1 or true, 0 or false\n"
    )
    let list = try await folder.run(
      "validate", variables: ["PRESETCTL_MANIFESTS": "presets/base.json,presets/host.yaml\npresets/guest.yaml"])
    #expect(list.output == "Valid. 3 presets and 1 base in 3 files.\n")
  }

  @Test(
    "Color depends on --color, NO_COLOR, FORCE_COLOR and the terminal, in this order",
    arguments: [
      (["--color", "always"], ["NO_COLOR": "1"], true), ([], ["NO_COLOR": "1", "FORCE_COLOR": "1"], false),
      ([], ["FORCE_COLOR": "1"], true), ([], ["CLICOLOR_FORCE": "1"], true), ([], [:], false),
      (["--color", "never"], ["FORCE_COLOR": "1"], false), ([], ["FORCE_COLOR": "1", "NO_COLOR": ""], true),
    ] as [([String], [String: String], Bool)])
  func color(flags: [String], variables: [String: String], isColored: Bool) async throws {
    let folder = try TemporaryFolder(Self.files)
    let outcome = try await Binary.run(["plan", "--local"] + flags, in: folder.url, variables)
    #expect(outcome.output.contains("\u{1B}[") == isColored)
  }

  @Test(
    "A plan with deletes requires the answer 'yes', and the end of input counts as no",
    arguments: [
      ("yes\n", 0), ("YES\n", 1), ("y\n", 1), ("no\n", 1), ("\n", 1), ("\u{4}", 1),
    ])
  func approval(answer: String, status: Int32) async throws {
    let folder = try TemporaryFolder(Self.files)
    let terminal = try Terminal()
    terminal.type(answer)
    let outcome = try await folder.run("apply", "--local", input: terminal.program)
    #expect(outcome.status == status)
    #expect(outcome.errors.contains("This plan deletes presets. Type 'yes' to apply it:"))
    #expect(outcome.errors.contains("not approved; nothing was changed") == (status == 1))
    let plan = try await folder.run("plan", "--local", "--detailed-exitcode")
    #expect(plan.status == (status == 0 ? 0 : 2))
  }

  @Test("A plan without deletes accepts the answer 'y', and there is no prompt in CI")
  func shortApproval() async throws {
    let folder = try TemporaryFolder(["presets/base.json": DefaultPresets.base, "presets/host.yaml": Self.host])
    let terminal = try Terminal()
    terminal.type("y\n")
    let inCI = try await folder.run("apply", "--local", variables: ["CI": "true"], input: terminal.program)
    #expect(inCI.status == 64)
    #expect(try await folder.run("apply", "--local", input: terminal.program).status == 0)
  }

  @Test("An apply with a failed operation exits with 4 and carries out all other operations")
  func partialFailure() async throws {
    // Two remote presets differ from their manifests, and the API rejects the preset 'bad'.
    let folder = try TemporaryFolder(Self.files)
    try folder.write("name: bad\nextends: base\npermissions: {can_wave: true}\n", "presets/bad.yaml")
    let outcome = try await folder.run(
      "apply", "--local", "--auto-approve", "--allow-unknown-fields", "-q", "--parallelism", "1")
    #expect(outcome.status == 4)
    #expect(outcome.errors.isEmpty)
    try expectSnapshot(outcome.output.withoutTimes, "program/partial-failure")
  }

  @Test("A damaged state file of the local API is reported and not overwritten")
  func damagedState() async throws {
    let folder = try TemporaryFolder(Self.files)
    try folder.write("{", ".presetctl/local.json")
    let outcome = try await folder.run("plan", "--local")
    #expect(
      outcome.text
        == "exit 65\n--- stdout ---\n--- stderr ---\nerror: '.presetctl/local.json' is not a state file of the local API\nhint: delete the file to start over\n"
    )
  }

  @Test("A link out of the repository is an error, and special files are not read")
  func links() async throws {
    let folder = try TemporaryFolder(Self.files)
    let outside = try TemporaryFolder(["secret.yaml": "name: secret\nabstract: true\n"])
    let presets = folder.url.appending(path: "presets")
    let manager = FileManager.default
    try manager.createSymbolicLink(
      at: presets.appending(path: "a.yaml"), withDestinationURL: outside.url.appending(path: "secret.yaml"))
    try manager.createSymbolicLink(at: presets.appending(path: "b"), withDestinationURL: outside.url)
    try manager.createSymbolicLink(at: presets.appending(path: "circle"), withDestinationURL: presets)
    try manager.createSymbolicLink(
      at: presets.appending(path: "gone.yaml"), withDestinationURL: presets.appending(path: "nowhere"))
    mkfifo(presets.appending(path: "pipe.yaml").path, 0o600)
    try expectSnapshot(try await folder.run("validate").output, "program/links")
    #expect(try await folder.run("validate", outside.url.path).status == 0)
  }

  @Test("A file that is too large is not read")
  func hugeFile() async throws {
    let folder = try TemporaryFolder(Self.files)
    let file = folder.url.appending(path: "presets/huge.yaml")
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    // A hole in a file takes no disk space.
    try FileHandle(forWritingTo: file).truncate(atOffset: 1 << 40)
    let outcome = try await folder.run("validate")
    #expect(outcome.status == 65)
    #expect(
      outcome.output == """
        presets/huge.yaml:1:1: error[too-large]: the file is larger than 1048576 bytes

        1 error in 4 files.

        """)
  }

  @Test(
    "A folder without manifests is an error instead of a plan that deletes presets",
    arguments: [
      ["presets/.hidden.yaml": "name: x\n"], ["presets/readme.md": "x"], ["presets/a.yaml": ""],
      ["presets/a.yaml": "# only a comment\n"], ["presets/a.json": " "], ["presets/a/b/.c/d.yaml": "name: x\n"],
    ])
  func noManifests(files: [String: String]) async throws {
    let folder = try TemporaryFolder(files)
    let outcome = try await folder.run("plan", "--local")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("error[no-manifests]") || outcome.errors.contains("error[empty-file]"))
  }
}
