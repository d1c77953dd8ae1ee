import Foundation
import JSONValue
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing
import YAML

/// The example pipelines, run step by step with a git repository and the local API. The tests need what a CI runner
/// has: Linux with git, curl, tar and jq.
@Suite("Example pipelines") struct PipelineTests {
  private static let marker = "<!-- presetctl:plan:default -->\n"
  private static let guest = "presets/group-call-guest.yaml"

  /// Creates a branch that lets guests join without a waiting room, and returns its commit.
  private static func commitWidening(_ fixture: PipelineFixture) async throws -> String {
    try await fixture.folder.git("-C", "work", "checkout", "-q", "-B", "branch", "main")
    try fixture.folder.replace(
      "waiting_room_type: SKIP_ON_ACCEPT", by: "waiting_room_type: SKIP", in: "work/\(guest)")
    return try await fixture.commit("no more waiting")
  }

  private static func waitingRoom(_ emulator: Emulator) async -> JSON? {
    await emulator.presets.first { $0.document.name == "group_call_guest" }?.document["permissions.waiting_room_type"]
  }

  /// Runs a test with a repository and the API that its pipelines use.
  private static func withFixture(
    _ body: @escaping @Sendable (PipelineFixture, Emulator) async throws -> Void
  ) async throws {
    let emulator = try Emulator([])
    try await EmulatorServer.with(emulator) { address in
      let fixture = try await PipelineFixture(address)
      try fixture.addCommand("gh", FakeCommands.gh)
      try fixture.addCommand("curl", FakeCommands.curl)
      try await body(fixture, emulator)
    }
  }

  // MARK: GitHub Actions

  /// Returns the event of a pull request with the given head commit, on its merge commit.
  private static func pullRequest(_ fixture: PipelineFixture, head: String, from repository: String = "team/presets")
    async throws -> GitHubRunner.Event
  {
    let reference = "refs/pull/7/merge"
    let commit = try await fixture.merge("branch", into: "preview", pushing: reference)
    var context = [
      "github.event.pull_request.number": "7", "github.event.pull_request.head.sha": head,
      "github.event.pull_request.head.repo.full_name": repository,
    ]
    // A fork gets no credentials.
    if repository == "team/presets" { context.merge(credentials(fixture)) { $1 } }
    return GitHubRunner.Event(name: "pull_request", reference: reference, commit: commit, context: context)
  }

  /// Returns an event on `main`.
  private static func event(_ name: String, _ fixture: PipelineFixture, widening: String = "") async throws
    -> GitHubRunner.Event
  {
    let commit = try await fixture.folder.git("-C", "origin.git", "rev-parse", "main")
    let context = credentials(fixture).merging(["inputs.allow-widening": widening]) { $1 }
    return GitHubRunner.Event(name: name, reference: "refs/heads/main", commit: commit, context: context)
  }

  private static func credentials(_ fixture: PipelineFixture) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: fixture.settings.map { ($0 == "CLOUDFLARE_API_TOKEN" ? "secrets.\($0)" : "vars.\($0)", $1) }
    )
  }

  /// Merges the branch of a pull request and returns the push event.
  private static func merge(_ fixture: PipelineFixture, head: String) async throws -> GitHubRunner.Event {
    let commit = try await fixture.merge("branch", into: "main", pushing: "refs/heads/main")
    try fixture.add(
      #"{"merge_commit_sha": "\#(commit)", "merged_at": "2026-01-02T00:00:00Z", "head": {"sha": "\#(head)"}}"#,
      to: "pulls.jsonl")
    return try await event("push", fixture)
  }

  @Test("GitHub Actions: a pull request has one comment, and the reviewed plan is applied")
  func gitHubReview() async throws {
    try await Self.withFixture { fixture, emulator in
      let runner = GitHubRunner(fixture: fixture)
      // A comment of another user is not changed, even with the same marker.
      let other = #"{"id":1,"user":{"login":"other-user"},"body":"<!-- presetctl:plan:default -->\nhello"}"#
      try fixture.add(other, to: "comments.jsonl")
      func comment() throws -> String {
        let lines = try fixture.lines("comments.jsonl")
        #expect(lines.count == 2 && lines.first == other)
        return try JSON(parsing: Array((lines.last ?? "").utf8))["body"]?.string ?? ""
      }
      var head = try await Self.commitWidening(fixture)
      let first = try await runner.run("presets-plan", on: Self.pullRequest(fixture, head: head))
      #expect(first.mapValues(\.status) == ["validate": 0, "plan": 0], "\(first)")
      #expect(first["plan"]?.outputs["plan"]?["has_changes"] == "true")
      #expect(first["plan"]?.outputs["plan"]?["update"] == "1")
      #expect(first["plan"]?.summary == (try comment()) + "\n")
      #expect(try comment().hasPrefix(Self.marker) && comment().contains("group_call_guest"))

      // An error appears in the same comment.
      try fixture.folder.replace("can_vote: true", by: "can_vot: true", in: "work/\(Self.guest)")
      head = try await fixture.commit("a mistake")
      let second = try await runner.run("presets-plan", on: Self.pullRequest(fixture, head: head))
      #expect(second.mapValues(\.status) == ["validate": 65, "plan": 65], "\(second)")
      #expect(second["validate"]?.log.contains("::error file=\(Self.guest),line=") == true)
      #expect(try comment().hasPrefix(Self.marker) && comment().contains("unknown-field"))
      try fixture.folder.replace("can_vot: true", by: "can_vote: true", in: "work/\(Self.guest)")
      head = try await fixture.commit("fixed")
      let third = try await runner.run("presets-plan", on: Self.pullRequest(fixture, head: head))
      #expect(third.mapValues(\.status) == ["validate": 0, "plan": 0], "\(third)")
      #expect(third["plan"]?.summary == (try comment()) + "\n")
      #expect(await Self.waitingRoom(emulator) == "SKIP_ON_ACCEPT")

      let apply = try await runner.run("presets-apply", on: Self.merge(fixture, head: head))["apply"]
      #expect(apply?.status == 0 && apply?.steps.contains("Make a new plan") == false, "\(String(describing: apply))")
      #expect(await Self.waitingRoom(emulator) == "SKIP")
      let artifacts = try FileManager.default.subpathsOfDirectory(
        atPath: fixture.folder.url.appending(path: "artifacts").path)
      #expect(
        artifacts.count { $0.contains("/presetctl-snapshot-1/") && $0.hasSuffix("-default.json") } == 1, "\(artifacts)")
      #expect(try await runner.run("presets-drift", on: Self.event("schedule", fixture))["drift"]?.status == 0)
      let logs = [first, second, third].flatMap(\.values).map { $0.log + $0.summary }
      #expect(!logs.joined().contains(Emulator.token))
    }
  }

  @Test("GitHub Actions: drift fails the scheduled check, a stale plan is rejected, and a manual run replaces it")
  func gitHubStale() async throws {
    try await Self.withFixture { fixture, emulator in
      let runner = GitHubRunner(fixture: fixture)
      let head = try await Self.commitWidening(fixture)
      #expect(try await runner.run("presets-plan", on: Self.pullRequest(fixture, head: head))["plan"]?.status == 0)
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = true }
      let before = await emulator.presets
      let drift = try await runner.run("presets-drift", on: Self.event("schedule", fixture))["drift"]
      #expect(drift?.status == 5 && drift?.summary.contains("The app differs from main.") == true)
      let apply = try await runner.run("presets-apply", on: Self.merge(fixture, head: head))["apply"]
      #expect(apply?.status == 6 && apply?.steps.contains("Make a new plan") == false, "\(String(describing: apply))")
      #expect(apply?.summary.contains("permissions.can_record") == true)
      #expect(apply?.summary.hasSuffix("to apply a new plan.\n") == true)
      let denied = try await runner.run(
        "presets-apply", on: Self.event("workflow_dispatch", fixture, widening: "false"))["apply"]
      #expect(denied?.status == 5)
      #expect(await emulator.presets == before)
      let allowed = try await runner.run(
        "presets-apply", on: Self.event("workflow_dispatch", fixture, widening: "true"))["apply"]
      #expect(allowed?.status == 0, "\(String(describing: allowed))")
      #expect(await Self.waitingRoom(emulator) == "SKIP")
      #expect(try await runner.run("presets-drift", on: Self.event("schedule", fixture))["drift"]?.status == 0)
    }
  }

  @Test("GitHub Actions: a fork is only validated, cannot inject a plan, and cannot widen permissions without a review")
  func gitHubFork() async throws {
    try await Self.withFixture { fixture, emulator in
      let runner = GitHubRunner(fixture: fixture)
      let head = try await Self.commitWidening(fixture)
      let checks = try await runner.run(
        "presets-plan", on: Self.pullRequest(fixture, head: head, from: "contributor/presets"))
      #expect(checks.mapValues(\.status) == ["validate": 0], "\(checks)")
      let forged = GitHubRunner.artifact("presetctl-plan-\(head)", run: 9, head: head, repository: 2)
      try fixture.add(forged, to: "artifacts.jsonl")
      try fixture.folder.write("not a plan", "artifacts/9/presetctl-plan-\(head)/plan.json")
      let before = await emulator.presets
      let apply = try await runner.run("presets-apply", on: Self.merge(fixture, head: head))["apply"]
      #expect(
        apply?.steps.suffix(2) == ["Make a new plan", "Keep the snapshot"] && apply?.status == 5,
        "\(String(describing: apply))")
      #expect(await emulator.presets == before)
    }
  }

  // MARK: GitLab CI

  /// Runs a job of the pipeline at a reference of the origin.
  private static func gitLab(
    _ name: String, at reference: String, _ fixture: PipelineFixture, _ more: [String: String] = [:], in job: URL? = nil
  ) async throws -> (outcome: Binary.Outcome, job: URL) {
    let file = try Node(example: "gitlab-ci/.gitlab-ci.yml")
    let folder = try job ?? fixture.newJob()
    let depth = file["variables"]?["GIT_DEPTH"]?.text ?? "20"
    if job == nil { try await fixture.checkOut(reference, depth: depth, in: folder) }
    var variables = fixture.variables.merging(more) { $1 }.merging(["CI_PROJECT_ID": "3", "GITLAB_CI": "true"]) { $1 }
    for (key, value) in file["variables"]?.members ?? [] where variables[key] == nil { variables[key] = value.text }
    let shell = ["bash", "-eo", "pipefail"]
    let script = (file["default"]?["before_script"]?.items ?? []) + (file[name]?["script"]?.items ?? [])
    let outcome = try await fixture.run(
      script.map(\.text).joined(separator: "\n"), with: shell, in: folder, variables)
    if let after = file[name]?["after_script"]?.items {
      let report = try await fixture.run(after.map(\.text).joined(separator: "\n"), with: shell, in: folder, variables)
      #expect(report.status == 0, "\(report.text)")
    }
    return (outcome, folder)
  }

  @Test("GitLab CI: a merge request has one note, and the saved plan is applied unless it is stale")
  func gitLab() async throws {
    try await Self.withFixture { fixture, emulator in
      let request = fixture.settings.merging([
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_IID": "7", "GITLAB_TOKEN": "gitlab-token",
        "CI_API_V4_URL": "https://gitlab.example.com/api/v4",
      ]) { $1 }
      try fixture.add(
        #"{"id": 1, "author": {"id": 5}, "body": "<!-- presetctl:plan:default -->\nhello"}"#, to: "comments.jsonl")
      _ = try await Self.commitWidening(fixture)
      try await fixture.folder.git("-C", "work", "push", "-q", "origin", "branch")
      for _ in 1...2 {
        let plan = try await Self.gitLab("plan", at: "refs/heads/branch", fixture, request)
        #expect(plan.outcome.status == 0 && plan.outcome.output.contains("1 change from this branch, 0 from drift"))
        let lines = try fixture.lines("comments.jsonl")
        #expect(lines.count == 2)
        let note = try JSON(parsing: Array((lines.last ?? "").utf8))["body"]?.string
        #expect(note?.hasPrefix(Self.marker) == true && note?.contains("group_call_guest") == true)
      }
      let validation = try await Self.gitLab("validate", at: "refs/heads/branch", fixture)
      #expect(validation.outcome.status == 0, "\(validation.outcome.text)")
      let quality = validation.job.appending(path: "workspace/gl-code-quality.json")
      #expect(try JSON(parsing: [UInt8](Data(contentsOf: quality))) == [])

      _ = try await fixture.merge("branch", into: "main", pushing: "refs/heads/main")
      let plan = try await Self.gitLab("plan-to-apply", at: "refs/heads/main", fixture, fixture.settings)
      #expect(plan.outcome.status == 0, "\(plan.outcome.text)")
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = true }
      let stale = try await Self.gitLab("apply", at: "", fixture, fixture.settings, in: plan.job).outcome
      #expect(stale.status == 6 && stale.errors.contains("review the new plan"), "\(stale.text)")
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = false }
      let apply = try await Self.gitLab("apply", at: "", fixture, fixture.settings, in: plan.job).outcome
      #expect(apply.status == 0, "\(apply.text)")
      #expect(await Self.waitingRoom(emulator) == "SKIP")
      #expect(try await Self.gitLab("drift", at: "refs/heads/main", fixture, fixture.settings).outcome.status == 0)
      await emulator.edit("webinar_viewer") { $0["permissions.can_record"] = true }
      #expect(try await Self.gitLab("drift", at: "refs/heads/main", fixture, fixture.settings).outcome.status == 5)
    }
  }

  // MARK: Jenkins

  /// Runs the shell steps of a stage up to the first step that fails.
  private static func jenkins(
    _ stage: String, _ fixture: PipelineFixture, in job: URL, _ more: [String: String] = [:]
  ) async throws -> Binary.Outcome {
    let file = try String(
      contentsOf: Binary.repository.appending(path: "examples/jenkins/Jenkinsfile"), encoding: .utf8)
    let text = try #require(file.components(separatedBy: "stage('").first { $0.hasPrefix("\(stage)')") })
    #expect(!text.contains("sh \"") && !text.contains("script: \""))
    let steps = text.matches(of: /\b(?:sh |script: )(?:'''(.*?)'''|'([^'\n]+)')/.dotMatchesNewlines())
    var variables = fixture.variables.merging(fixture.settings) { $1 }.merging(more) { $1 }
    variables["WORKSPACE_TMP"] = job.appending(path: "temp/tools").path
    var outcome: Binary.Outcome?
    for step in steps where outcome?.status ?? 0 == 0 {
      let script = String(step.output.1 ?? step.output.2 ?? "")
      outcome = try await fixture.run(script, with: ["sh", "-xe"], in: job, variables)
    }
    return try #require(outcome)
  }

  @Test("Jenkins: a pull request is planned, the saved plan is applied unless it is stale, and drift is detected")
  func jenkins() async throws {
    try await Self.withFixture { fixture, emulator in
      let head = try await Self.commitWidening(fixture)
      _ = try await Self.pullRequest(fixture, head: head)
      let review = try fixture.newJob()
      try await fixture.checkOut("refs/pull/7/merge", depth: "0", in: review)
      for stage in ["Install", "Validate", "Plan a pull request"] {
        let outcome = try await Self.jenkins(stage, fixture, in: review, ["CHANGE_TARGET": "main"])
        #expect(outcome.status == 0, "\(outcome.text)")
        #expect(!outcome.text.contains(Emulator.token))
      }
      let markdown = try String(contentsOf: review.appending(path: "workspace/plan.md"), encoding: .utf8)
      #expect(markdown.hasPrefix(Self.marker) && markdown.contains("group_call_guest"))

      _ = try await fixture.merge("branch", into: "main", pushing: "refs/heads/main")
      let main = try fixture.newJob()
      try await fixture.checkOut("refs/heads/main", depth: "0", in: main)
      #expect(try await Self.jenkins("Install", fixture, in: main).status == 0)
      #expect(try await Self.jenkins("Plan", fixture, in: main).status == 2)
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = true }
      let stale = try await Self.jenkins("Apply", fixture, in: main)
      #expect(stale.status == 6, "\(stale.text)")
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = false }
      #expect(try await Self.jenkins("Apply", fixture, in: main).status == 0)
      #expect(await Self.waitingRoom(emulator) == "SKIP")
      #expect(try await Self.jenkins("Drift", fixture, in: main).status == 0)
      await emulator.edit("webinar_viewer") { $0["permissions.can_record"] = true }
      #expect(try await Self.jenkins("Drift", fixture, in: main).status == 5)
    }
  }
}
