import Foundation
import OrderedCollections
import Presets
import RealtimeKitEmulator
import TestSupport
import Testing

/// What a reviewer and a pipeline live through, with a real repository and a served API.
@Suite("A review") struct ReviewTests {
  private static let path = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]

  /// A repository with the catalogue on `main`, all of it applied, and a branch that lets hosts of webinars record.
  private static func repository(_ variables: [String: String]) async throws -> Folder {
    let folder = try Folder()
    try FileManager.default.removeItem(at: folder.url.appending(path: ".git"))
    try folder.copy("presets", to: "presets")
    try folder.write(".presetctl\n", ".gitignore")
    try await folder.git("init", "-q", "-b", "main")
    try await folder.git("add", "-A")
    try await folder.git("commit", "-qm", "presets")
    #expect(try await folder.run("apply", "--auto-approve", variables: variables).status == 0)
    try await folder.git("checkout", "-qb", "branch")
    try folder.replace(
      "waiting_room_type: SKIP_ON_ACCEPT", by: "waiting_room_type: SKIP", in: "presets/group-call-guest.yaml")
    try await folder.git("commit", "-qam", "no more waiting")
    // Meanwhile somebody else changes main too.
    try await folder.git("checkout", "-q", "main")
    try folder.write("notes\n", "NOTES.md")
    try await folder.git("add", "-A")
    try await folder.git("commit", "-qm", "notes")
    try await folder.git("checkout", "-q", "branch")
    return folder
  }

  private static func variables(_ address: String) -> [String: String] {
    path.merging([
      "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_API_TOKEN": Emulator.token,
      "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID, "REALTIMEKIT_APP_ID": Emulator.appID,
    ]) { $1 }
  }

  @Test("tells the branch's change from drift, applies exactly what was reviewed, and stops when anything moved")
  func story() async throws {
    let emulator = try Emulator([])
    try await EmulatorServer.with(emulator) { address in
      let variables = Self.variables(address)
      let folder = try await Self.repository(variables)
      await emulator.edit("webinar_viewer") { $0["permissions.chat.public.files"] = true }

      let plan = try await folder.run(
        "plan", "--base", "main", "--out", "plan.json", "--report", "plan.md", variables: variables)
      try expectSnapshot(plan.text, "review/plan")
      let readme = try String(contentsOf: Binary.repository.appending(path: "README.md"), encoding: .utf8)
      #expect(readme.contains("```\n" + plan.output + "```"))
      let comment = try String(contentsOf: folder.url.appending(path: "plan.md"), encoding: .utf8)
      let base = try await folder.git("merge-base", "main", "branch")
      try expectSnapshot(comment.replacing(base.prefix(12), with: "COMMIT"), "review/comment")
      let shown = try await folder.run("show", "plan.json", "-o", "json")
      let json = try JSON(parsing: Array(shown.output.utf8))
      #expect(json["summary"]?["intent"] == 1 && json["summary"]?["drift"] == 1 && json["summary"]?["widens"] == 1)
      #expect(try String(contentsOf: folder.url.appending(path: "plan.json"), encoding: .utf8) == shown.output)

      // Somebody edits what the plan touches.
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = true }
      let before = await emulator.presets
      let stale = try await folder.run("apply", "plan.json", variables: variables)
      #expect(stale.status == 6)
      try expectSnapshot(stale.text, "review/stale")
      let dry = try await folder.run("apply", "plan.json", "--dry-run", variables: variables)
      #expect(dry.status == 6 && dry.output == stale.output, "\(dry.text)")
      #expect(await emulator.presets == before)

      // The edit is taken back, the branch is merged, and the plan applies.
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = false }
      try await folder.git("checkout", "-q", "main")
      try await folder.git("merge", "-q", "branch")
      let apply = try await folder.run("apply", "plan.json", variables: variables)
      #expect(apply.status == 0, "\(apply.text)")
      let after = try await folder.run("plan", "--base", "HEAD", "--detailed-exitcode", variables: variables)
      #expect(after.status == 0, "\(after.text)")
    }
  }

  @Test("a saved plan is readable by its owner only, and says the same in every form")
  func savedPlan() async throws {
    let emulator = try Emulator([])
    try await EmulatorServer.with(emulator) { address in
      let variables = Self.variables(address)
      let folder = try await Self.repository(variables)
      let reports = ["json", "md", "txt", "sarif"].flatMap { ["--report", "out/plan.\($0)"] }
      let arguments =
        ["plan", "--base", "main", "--out", "plan.json", "--report", "out/gl-code-quality.json"] + reports
      let plan = try await Binary.run(arguments, in: folder.url, variables)
      #expect(plan.status == 0, "\(plan.text)")
      // A report of a plan holds what the plan saw as well.
      for name in ["plan.json", "out/plan.json"] {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.url.appending(path: name).path)
        #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
      }
      func text(_ name: String) throws -> String {
        try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
      }
      #expect(try text("out/plan.json") == text("plan.json"))
      for (format, file) in [("text", "txt"), ("json", "json"), ("markdown", "md")] {
        #expect(try await folder.run("show", "plan.json", "-o", format).output == text("out/plan.\(file)"))
      }
      #expect(try text("out/plan.txt") == plan.output)
      try expectSnapshot(try text("out/plan.sarif"), "review/sarif")
      try expectSnapshot(try text("out/gl-code-quality.json"), "review/code-quality")
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasPrefix(".plan") }
      #expect(left.isEmpty)
    }
  }

  @Test(
    "a plan for another account, app, address or environment is refused, each with its own words",
    arguments: [
      ("account", ["CLOUDFLARE_ACCOUNT_ID": "ffffffffffffffffffffffffffffffff"]),
      ("app", ["REALTIMEKIT_APP_ID": "00000000-0000-4000-8000-000000000000"]),
      ("base URL", ["CLOUDFLARE_BASE_URL": "http://127.0.0.1:9/client/v4"]),
      ("environment", ["PRESETCTL_CONFIG": "other.yaml"]),
    ])
  func otherTarget(noun: String, other: [String: String]) async throws {
    let emulator = try Emulator([])
    try await EmulatorServer.with(emulator) { address in
      let variables = Self.variables(address)
      let folder = try await Self.repository(variables)
      #expect(try await folder.run("plan", "--out", "plan.json", variables: variables).status == 0)
      try folder.write("environments: {staging: {}}\n", "other.yaml")
      await emulator.clearJournal()
      let outcome = try await folder.run(
        "apply", "plan.json",
        variables: variables.merging(other) { $1 })
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("was made for the \(noun) '"), "\(outcome.errors)")
      #expect(await emulator.journal.isEmpty)
    }
  }

  // MARK: Earlier manifests

  @Test("a shallow clone without the history says what to fetch")
  func shallowClone() async throws {
    let folder = try await Self.repository(Self.path.merging(["PRESETCTL_LOCAL": "1"]) { $1 })
    let other = try Folder()
    try await other.git("clone", "-q", "--depth", "1", "--branch", "branch", "file://" + folder.url.path, "clone")
    let clone = other.url.appending(path: "clone")
    let missing = try await Binary.run(["plan", "--local", "--base", "origin/main"], in: clone, Self.path)
    try expectSnapshot(missing.text, "review/missing-revision")
    try await other.git(
      "-C", "clone", "fetch", "-q", "--depth", "1", "origin", "+refs/heads/main:refs/remotes/origin/main")
    let shallow = try await Binary.run(["plan", "--local", "--base", "origin/main"], in: clone, Self.path)
    try expectSnapshot(shallow.text, "review/shallow")
    try await other.git("-C", "clone", "fetch", "-q", "--unshallow", "origin")
    let whole = try await Binary.run(["plan", "--local", "--base", "origin/main", "-o", "json"], in: clone, Self.path)
    #expect(whole.status == 0, "\(whole.text)")
    let base = try JSON(parsing: Array(whole.output.utf8))["base"]
    #expect(
      base == ["reference": "origin/main", "commit": .string(try await folder.git("merge-base", "main", "branch"))])
  }

  @Test("histories that have nothing in common are told, and objects that are damaged")
  func strangeHistories() async throws {
    let variables = Self.path.merging(["PRESETCTL_LOCAL": "1"]) { $1 }
    let folder = try await Self.repository(variables)
    try await folder.git("checkout", "-q", "--orphan", "other")
    try await folder.git("commit", "-qm", "another beginning")
    let unrelated = try await folder.run("plan", "--base", "main", variables: variables)
    #expect(unrelated.status == 64)
    #expect(
      unrelated.errors == """
        error: no commit is known to be in the history of both HEAD and 'main'
        hint: name a revision that this branch began from, or a folder of earlier manifests: --base DIR

        """)
    let commit = try await folder.git("rev-parse", "main")
    let object = folder.url.appending(path: ".git/objects/\(commit.prefix(2))/\(commit.dropFirst(2))")
    try FileManager.default.removeItem(at: object)
    try Data().write(to: object)
    let damaged = try await folder.run("plan", "--base", "main", variables: variables)
    #expect(damaged.status == 64)
    #expect(damaged.errors.hasPrefix("error: git cannot tell what 'main' is: object file "), "\(damaged.errors)")
  }

  @Test("what git says when it may not or cannot look is told")
  func withoutGit() async throws {
    let folder = try Folder()
    try FileManager.default.removeItem(at: folder.url.appending(path: ".git"))
    try folder.copy("presets", to: "presets")
    let none = try await folder.run("plan", "--local", "--base", "main", variables: Self.path)
    #expect(none.status == 64)
    #expect(none.errors.contains("git cannot tell what 'main' is: fatal: not a git repository"))
    let noCommand = try await folder.run("plan", "--local", "--base", "main", variables: ["PATH": "/nonexistent"])
    #expect(noCommand.status == 1)
    #expect(noCommand.errors.hasPrefix("error: the git command cannot be run: "))
    #expect(try await folder.run("plan", "--local", "--base", "--help=1", variables: Self.path).status == 64)
  }

  @Test("reading earlier manifests leaves the work tree, its index and uncommitted work alone")
  func untouched() async throws {
    let folder = try await Self.repository(Self.path.merging(["PRESETCTL_LOCAL": "1"]) { $1 })
    try folder.replace("can_record: true", by: "can_record: false", in: "presets/webinar-presenter.yaml")
    try await folder.git("add", "-A")
    try folder.write("name: scratch\nabstract: true\n", "presets/scratch.yaml")
    let before = try await folder.git("status", "--porcelain=v2", "--branch")
    let plan = try await folder.run("plan", "--local", "--base", "main", "-o", "json", variables: Self.path)
    #expect(plan.status == 0, "\(plan.text)")
    #expect(try await folder.git("status", "--porcelain=v2", "--branch") == before)
    // What is not committed yet is this branch's as well.
    #expect(try JSON(parsing: Array(plan.output.utf8))["summary"]?["intent"] == 2)
    let below = folder.url.appending(path: "presets")
    let fromBelow = try await Binary.run(
      [
        "plan", "--local", "--local-state", "../.presetctl/local.json", "--base", "main", "--manifests", ".", "-o",
        "json",
      ],
      in: below, Self.path)
    #expect(fromBelow.output == plan.output, "\(fromBelow.errors)")
  }

  @Test("earlier manifests can be a folder, of manifests or with them where this repository has them")
  func folders() async throws {
    let variables = Self.path.merging(["PRESETCTL_LOCAL": "1"]) { $1 }
    let folder = try await Self.repository(variables)
    try await folder.git("worktree", "add", "-q", "../\(folder.url.lastPathComponent)-main", "main")
    let other = folder.url.path + "-main"
    defer { try? FileManager.default.removeItem(atPath: other) }
    for base in [other, other + "/presets", "../\(folder.url.lastPathComponent)-main"] {
      let plan = try await folder.run("plan", "--base", base, variables: variables)
      #expect(plan.output.hasSuffix(" 1 change from this branch, 0 from drift.\n"), "\(plan.text)")
    }
    for base in ["./nowhere", "./.gitignore", "", " "] {
      #expect(try await folder.run("plan", "--base", base, variables: variables).status == 64, "\(base)")
    }
  }

  @Test("earlier manifests may be links to files elsewhere in the repository")
  func links() async throws {
    let variables = Self.path.merging(["PRESETCTL_LOCAL": "1"]) { $1 }
    let folder = try await Self.repository(variables)
    try await folder.git("mv", "presets/base.yaml", "shared.yaml")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: "presets/base.yaml").path, withDestinationPath: "../shared.yaml")
    try await folder.git("add", "-A")
    try await folder.git("commit", "-qm", "shared")
    let plan = try await folder.run("plan", "--base", "HEAD", variables: variables)
    #expect(plan.output.hasSuffix(" 0 changes from this branch, 1 from drift.\n"), "\(plan.text)")
    #expect(plan.errors.isEmpty)
  }

  @Test("earlier manifests that are wrong count as new, with a warning, and those that were not there yet do too")
  func brokenBase() async throws {
    let variables = Self.path.merging(["PRESETCTL_LOCAL": "1"]) { $1 }
    let folder = try await Self.repository(variables)
    try await folder.git("checkout", "-q", "main")
    try folder.write("name: [\n", "presets/group-call-guest.yaml")
    try await folder.git("commit", "-qam", "broken")
    try await folder.git("checkout", "-qb", "repair")
    try await folder.git("checkout", "-q", "branch", "--", "presets/group-call-guest.yaml")
    try await folder.git("commit", "-qm", "repaired")
    let plan = try await folder.run("plan", "--base", "main", variables: variables)
    try expectSnapshot(plan.text, "review/broken-base")
    try await folder.git("checkout", "-q", "--orphan", "empty")
    try await folder.git("rm", "-rqf", "--cached", ".")
    try await folder.git("commit", "-q", "--allow-empty", "-m", "empty")
    try await folder.git("add", "-A")
    let first = try await folder.run("plan", "--base", "HEAD", variables: variables)
    #expect(first.output.hasSuffix(" 1 change from this branch, 0 from drift.\n"), "\(first.text)")
    #expect(first.errors.isEmpty)
  }
}
