import Foundation
import JSONValue
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

/// A review from plan to apply, with a git repository and the local API.
@Suite("Reviews") struct ReviewTests {
  private static let path = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]

  /// Returns a repository with the catalog applied from `main`, and a branch that removes a waiting room.
  private static func repository(_ variables: [String: String]) async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
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
    // Another commit on main.
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

  @Test("A review distinguishes the branch's change from drift, applies the reviewed plan, and rejects a stale plan")
  func review() async throws {
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

      // Another client changes a preset of the plan.
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = true }
      let before = await emulator.presets
      let stale = try await folder.run("apply", "plan.json", variables: variables)
      #expect(stale.status == 6)
      try expectSnapshot(stale.text, "review/stale")
      let dry = try await folder.run("apply", "plan.json", "--dry-run", variables: variables)
      #expect(dry.status == 6 && dry.output == stale.output, "\(dry.text)")
      #expect(await emulator.presets == before)

      // After this change is undone and the branch is merged, the plan applies.
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = false }
      try await folder.git("checkout", "-q", "main")
      try await folder.git("merge", "-q", "branch")
      let apply = try await folder.run("apply", "plan.json", variables: variables)
      #expect(apply.status == 0, "\(apply.text)")
      let after = try await folder.run("plan", "--base", "HEAD", "--detailed-exitcode", variables: variables)
      #expect(after.status == 0, "\(after.text)")
    }
  }

  @Test("A saved plan is readable only by its owner and has the same content in every format")
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
      // A JSON report of a plan also contains the observed presets.
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
      let temporaryFiles = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter {
        $0.hasPrefix(".plan")
      }
      #expect(temporaryFiles.isEmpty)
    }
  }

  @Test(
    "A plan for another account, app, base URL or environment is rejected with a specific message",
    arguments: [
      ("account", ["CLOUDFLARE_ACCOUNT_ID": "ffffffffffffffffffffffffffffffff"]),
      ("app", ["REALTIMEKIT_APP_ID": "00000000-0000-4000-8000-000000000000"]),
      ("base URL", ["CLOUDFLARE_BASE_URL": "http://127.0.0.1:9/client/v4"]),
      ("environment", ["PRESETCTL_CONFIG": "other.yaml"]),
    ])
  func otherTarget(property: String, other: [String: String]) async throws {
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
      #expect(outcome.errors.contains("was made for the \(property) '"), "\(outcome.errors)")
      #expect(await emulator.journal.isEmpty)
    }
  }

  // MARK: Base manifests

  @Test("A shallow clone without the base revision is reported with the command that fetches it")
  func shallowClone() async throws {
    let folder = try await Self.repository(Self.path.merging(["PRESETCTL_LOCAL": "1"]) { $1 })
    let other = try TemporaryFolder()
    try await other.git("clone", "-q", "--depth", "1", "--branch", "branch", "file://" + folder.url.path, "clone")
    let clone = other.url.appending(path: "clone")
    let missing = try await Binary.run(["plan", "--local", "--base", "origin/main"], in: clone, Self.path)
    try expectSnapshot(missing.text, "review/missing-revision")
    try await other.git(
      "-C", "clone", "fetch", "-q", "--depth", "1", "origin", "+refs/heads/main:refs/remotes/origin/main")
    let shallow = try await Binary.run(["plan", "--local", "--base", "origin/main"], in: clone, Self.path)
    try expectSnapshot(shallow.text, "review/shallow")
    try await other.git("-C", "clone", "fetch", "-q", "--unshallow", "origin")
    let complete = try await Binary.run(
      ["plan", "--local", "--base", "origin/main", "-o", "json"], in: clone, Self.path)
    #expect(complete.status == 0, "\(complete.text)")
    let base = try JSON(parsing: Array(complete.output.utf8))["base"]
    #expect(
      base == ["reference": "origin/main", "commit": .string(try await folder.git("merge-base", "main", "branch"))])
  }

  @Test("Unrelated histories and damaged git objects are reported")
  func brokenHistories() async throws {
    let variables = Self.path.merging(["PRESETCTL_LOCAL": "1"]) { $1 }
    let folder = try await Self.repository(variables)
    try await folder.git("checkout", "-q", "--orphan", "other")
    try await folder.git("commit", "-qm", "another beginning")
    let unrelated = try await folder.run("plan", "--base", "main", variables: variables)
    #expect(unrelated.status == 64)
    #expect(
      unrelated.errors == """
        error: HEAD and 'main' have no common ancestor in this clone
        hint: use --base with a revision that this branch started from, or with a folder

        """)
    let commit = try await folder.git("rev-parse", "main")
    let object = folder.url.appending(path: ".git/objects/\(commit.prefix(2))/\(commit.dropFirst(2))")
    try FileManager.default.removeItem(at: object)
    try Data().write(to: object)
    let damaged = try await folder.run("plan", "--base", "main", variables: variables)
    #expect(damaged.status == 64)
    #expect(damaged.errors.hasPrefix("error: git could not resolve 'main': object file "), "\(damaged.errors)")
  }

  @Test("Errors of git are reported")
  func withoutGit() async throws {
    let folder = try TemporaryFolder()
    try FileManager.default.removeItem(at: folder.url.appending(path: ".git"))
    try folder.copy("presets", to: "presets")
    let none = try await folder.run("plan", "--local", "--base", "main", variables: Self.path)
    #expect(none.status == 64)
    #expect(none.errors.contains("git could not resolve 'main': fatal: not a git repository"))
    let noCommand = try await folder.run("plan", "--local", "--base", "main", variables: ["PATH": "/nonexistent"])
    #expect(noCommand.status == 1)
    #expect(noCommand.errors.hasPrefix("error: could not run git: "))
    #expect(try await folder.run("plan", "--local", "--base", "--help=1", variables: Self.path).status == 64)
  }

  @Test("Reading base manifests changes neither the work tree nor the index")
  func untouched() async throws {
    let folder = try await Self.repository(Self.path.merging(["PRESETCTL_LOCAL": "1"]) { $1 })
    try folder.replace("can_record: true", by: "can_record: false", in: "presets/webinar-presenter.yaml")
    try await folder.git("add", "-A")
    try folder.write("name: scratch\nabstract: true\n", "presets/scratch.yaml")
    let before = try await folder.git("status", "--porcelain=v2", "--branch")
    let plan = try await folder.run("plan", "--local", "--base", "main", "-o", "json", variables: Self.path)
    #expect(plan.status == 0, "\(plan.text)")
    #expect(try await folder.git("status", "--porcelain=v2", "--branch") == before)
    // Uncommitted changes belong to the branch.
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

  @Test("The base can be a folder of manifests or another checkout of the repository")
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

  @Test("Base manifests can be links to other files of the repository")
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

  @Test("Invalid base manifests count as new with a warning, and missing base manifests count as new")
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
