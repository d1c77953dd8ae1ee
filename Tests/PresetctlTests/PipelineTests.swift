import Foundation
import Presets
import RealtimeKitEmulator
import TestSupport
import Testing
import YAML

/// The pipelines of the examples, run step by step against the local API, with a real repository. They need what their
/// runners have: Linux with git, curl, tar and jq.
@Suite("Pipelines") struct PipelineTests {
  private static let marker = "<!-- presetctl:plan:default -->\n"
  private static let guest = "presets/group-call-guest.yaml"

  /// Lets guests in without waiting, on a branch.
  private static func widen(_ site: PipelineSite) async throws -> String {
    try await site.folder.git("-C", "work", "checkout", "-q", "-B", "branch", "main")
    try site.folder.replace(
      "waiting_room_type: SKIP_ON_ACCEPT", by: "waiting_room_type: SKIP", in: "work/\(guest)")
    return try await site.commit("no more waiting")
  }

  private static func waitingRoom(_ emulator: Emulator) async -> JSON? {
    await emulator.presets.first { $0.document.name == "group_call_guest" }?.document["permissions.waiting_room_type"]
  }

  /// Runs a test with a repository and the API that its pipelines use.
  private static func withSite(
    _ body: @escaping @Sendable (PipelineSite, Emulator) async throws -> Void
  ) async throws {
    let emulator = try Emulator([])
    try await EmulatorServer.with(emulator) { address in
      let site = try await PipelineSite(address)
      try site.stand(in: "gh", StandIn.gh)
      try site.stand(in: "curl", StandIn.curl)
      try await body(site, emulator)
    }
  }

  // MARK: GitHub Actions

  /// The event of a pull request with the given head, in what it would be merged to.
  private static func pullRequest(_ site: PipelineSite, head: String, from repository: String = "team/presets")
    async throws -> GitHubRunner.Event
  {
    let reference = "refs/pull/7/merge"
    let commit = try await site.merge("branch", into: "preview", pushing: reference)
    var context = [
      "github.event.pull_request.number": "7", "github.event.pull_request.head.sha": head,
      "github.event.pull_request.head.repo.full_name": repository,
    ]
    // A fork gets no more than that.
    if repository == "team/presets" { context.merge(credentials(site)) { $1 } }
    return GitHubRunner.Event(name: "pull_request", reference: reference, commit: commit, context: context)
  }

  /// An event on `main`.
  private static func event(_ name: String, _ site: PipelineSite, widening: String = "") async throws
    -> GitHubRunner.Event
  {
    let commit = try await site.folder.git("-C", "origin.git", "rev-parse", "main")
    let context = credentials(site).merging(["inputs.allow-widening": widening]) { $1 }
    return GitHubRunner.Event(name: name, reference: "refs/heads/main", commit: commit, context: context)
  }

  private static func credentials(_ site: PipelineSite) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: site.settings.map { ($0 == "CLOUDFLARE_API_TOKEN" ? "secrets.\($0)" : "vars.\($0)", $1) })
  }

  /// Merges the branch of a pull request.
  private static func merge(_ site: PipelineSite, head: String) async throws -> GitHubRunner.Event {
    let commit = try await site.merge("branch", into: "main", pushing: "refs/heads/main")
    try site.add(
      #"{"merge_commit_sha": "\#(commit)", "merged_at": "2026-01-02T00:00:00Z", "head": {"sha": "\#(head)"}}"#,
      to: "pulls.jsonl")
    return try await event("push", site)
  }

  @Test("GitHub Actions: one comment follows the pull request, and what it says is applied")
  func gitHubReview() async throws {
    try await Self.withSite { site, emulator in
      let runner = GitHubRunner(site: site)
      // Somebody else's comment is not touched, whatever it begins with.
      let other = #"{"id":1,"user":{"login":"somebody"},"body":"<!-- presetctl:plan:default -->\nhello"}"#
      try site.add(other, to: "comments.jsonl")
      func comment() throws -> String {
        let lines = try site.lines("comments.jsonl")
        #expect(lines.count == 2 && lines.first == other)
        return try JSON(parsing: Array((lines.last ?? "").utf8))["body"]?.string ?? ""
      }
      var head = try await Self.widen(site)
      let first = try await runner.run("presets-plan", on: Self.pullRequest(site, head: head))
      #expect(first.mapValues(\.status) == ["validate": 0, "plan": 0], "\(first)")
      #expect(first["plan"]?.outputs["plan"]?["has_changes"] == "true")
      #expect(first["plan"]?.outputs["plan"]?["update"] == "1")
      #expect(first["plan"]?.summary == (try comment()) + "\n")
      #expect(try comment().hasPrefix(Self.marker) && comment().contains("group_call_guest"))

      // A mistake is told in the same comment.
      try site.folder.replace("can_vote: true", by: "can_vot: true", in: "work/\(Self.guest)")
      head = try await site.commit("a mistake")
      let second = try await runner.run("presets-plan", on: Self.pullRequest(site, head: head))
      #expect(second.mapValues(\.status) == ["validate": 65, "plan": 65], "\(second)")
      #expect(second["validate"]?.log.contains("::error file=\(Self.guest),line=") == true)
      #expect(try comment().hasPrefix(Self.marker) && comment().contains("unknown-field"))
      try site.folder.replace("can_vot: true", by: "can_vote: true", in: "work/\(Self.guest)")
      head = try await site.commit("mended")
      let third = try await runner.run("presets-plan", on: Self.pullRequest(site, head: head))
      #expect(third.mapValues(\.status) == ["validate": 0, "plan": 0], "\(third)")
      #expect(third["plan"]?.summary == (try comment()) + "\n")
      #expect(await Self.waitingRoom(emulator) == "SKIP_ON_ACCEPT")

      let apply = try await runner.run("presets-apply", on: Self.merge(site, head: head))["apply"]
      #expect(apply?.status == 0 && apply?.steps.contains("Plan anew") == false, "\(String(describing: apply))")
      #expect(await Self.waitingRoom(emulator) == "SKIP")
      let kept = try FileManager.default.subpathsOfDirectory(atPath: site.folder.url.appending(path: "artifacts").path)
      #expect(kept.count { $0.contains("/presetctl-snapshot-1/") && $0.hasSuffix("-default.json") } == 1, "\(kept)")
      #expect(try await runner.run("presets-drift", on: Self.event("schedule", site))["drift"]?.status == 0)
      let logs = [first, second, third].flatMap(\.values).map { $0.log + $0.summary }
      #expect(!logs.joined().contains(Emulator.token))
    }
  }

  @Test("GitHub Actions: drift fails the night's check, a stale plan is not applied, and one by hand is")
  func gitHubStale() async throws {
    try await Self.withSite { site, emulator in
      let runner = GitHubRunner(site: site)
      let head = try await Self.widen(site)
      #expect(try await runner.run("presets-plan", on: Self.pullRequest(site, head: head))["plan"]?.status == 0)
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = true }
      let before = await emulator.presets
      let drift = try await runner.run("presets-drift", on: Self.event("schedule", site))["drift"]
      #expect(drift?.status == 5 && drift?.summary.contains("The app is not as main says.") == true)
      let apply = try await runner.run("presets-apply", on: Self.merge(site, head: head))["apply"]
      #expect(apply?.status == 6 && apply?.steps.contains("Plan anew") == false, "\(String(describing: apply))")
      #expect(apply?.summary.contains("permissions.can_record") == true)
      #expect(apply?.summary.hasSuffix("it plans anew.\n") == true)
      let denied = try await runner.run(
        "presets-apply", on: Self.event("workflow_dispatch", site, widening: "false"))["apply"]
      #expect(denied?.status == 5)
      #expect(await emulator.presets == before)
      let allowed = try await runner.run(
        "presets-apply", on: Self.event("workflow_dispatch", site, widening: "true"))["apply"]
      #expect(allowed?.status == 0, "\(String(describing: allowed))")
      #expect(await Self.waitingRoom(emulator) == "SKIP")
      #expect(try await runner.run("presets-drift", on: Self.event("schedule", site))["drift"]?.status == 0)
    }
  }

  @Test("GitHub Actions: a fork is only checked, cannot slip a plan in, and widens nothing unseen")
  func gitHubFork() async throws {
    try await Self.withSite { site, emulator in
      let runner = GitHubRunner(site: site)
      let head = try await Self.widen(site)
      let checks = try await runner.run(
        "presets-plan", on: Self.pullRequest(site, head: head, from: "somebody/presets"))
      #expect(checks.mapValues(\.status) == ["validate": 0], "\(checks)")
      let forged = GitHubRunner.artifact("presetctl-plan-\(head)", run: 9, head: head, repository: 2)
      try site.add(forged, to: "artifacts.jsonl")
      try site.folder.write("not a plan", "artifacts/9/presetctl-plan-\(head)/plan.json")
      let before = await emulator.presets
      let apply = try await runner.run("presets-apply", on: Self.merge(site, head: head))["apply"]
      #expect(
        apply?.steps.suffix(2) == ["Plan anew", "Keep the snapshot"] && apply?.status == 5,
        "\(String(describing: apply))")
      #expect(await emulator.presets == before)
    }
  }

  // MARK: GitLab CI

  /// Runs a job of the pipeline at a commit of the origin.
  private static func gitLab(
    _ name: String, at reference: String, _ site: PipelineSite, _ more: [String: String] = [:], in job: URL? = nil
  ) async throws -> (outcome: Binary.Outcome, job: URL) {
    let file = try Node(example: "gitlab-ci/.gitlab-ci.yml")
    let folder = try job ?? site.newJob()
    let depth = file["variables"]?["GIT_DEPTH"]?.text ?? "20"
    if job == nil { try await site.checkOut(reference, depth: depth, in: folder) }
    var variables = site.variables.merging(more) { $1 }.merging(["CI_PROJECT_ID": "3", "GITLAB_CI": "true"]) { $1 }
    for (key, value) in file["variables"]?.members ?? [] where variables[key] == nil { variables[key] = value.text }
    let shell = ["bash", "-eo", "pipefail"]
    let script = (file["default"]?["before_script"]?.items ?? []) + (file[name]?["script"]?.items ?? [])
    let outcome = try await site.run(
      script.map(\.text).joined(separator: "\n"), with: shell, in: folder, variables)
    if let after = file[name]?["after_script"]?.items {
      let told = try await site.run(after.map(\.text).joined(separator: "\n"), with: shell, in: folder, variables)
      #expect(told.status == 0, "\(told.text)")
    }
    return (outcome, folder)
  }

  @Test("GitLab CI: one note follows the merge request, and the saved plan is applied, or stopped")
  func gitLab() async throws {
    try await Self.withSite { site, emulator in
      let request = site.settings.merging([
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_IID": "7", "GITLAB_TOKEN": "gitlab-token",
        "CI_API_V4_URL": "https://gitlab.example.com/api/v4",
      ]) { $1 }
      try site.add(
        #"{"id": 1, "author": {"id": 5}, "body": "<!-- presetctl:plan:default -->\nhello"}"#, to: "comments.jsonl")
      _ = try await Self.widen(site)
      try await site.folder.git("-C", "work", "push", "-q", "origin", "branch")
      for _ in 1...2 {
        let plan = try await Self.gitLab("plan", at: "refs/heads/branch", site, request)
        #expect(plan.outcome.status == 0 && plan.outcome.output.contains("1 change from this branch, 0 from drift"))
        let lines = try site.lines("comments.jsonl")
        #expect(lines.count == 2)
        let note = try JSON(parsing: Array((lines.last ?? "").utf8))["body"]?.string
        #expect(note?.hasPrefix(Self.marker) == true && note?.contains("group_call_guest") == true)
      }
      let validation = try await Self.gitLab("validate", at: "refs/heads/branch", site)
      #expect(validation.outcome.status == 0, "\(validation.outcome.text)")
      let quality = validation.job.appending(path: "workspace/gl-code-quality.json")
      #expect(try JSON(parsing: [UInt8](Data(contentsOf: quality))) == [])

      _ = try await site.merge("branch", into: "main", pushing: "refs/heads/main")
      let plan = try await Self.gitLab("plan-to-apply", at: "refs/heads/main", site, site.settings)
      #expect(plan.outcome.status == 0, "\(plan.outcome.text)")
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = true }
      let stale = try await Self.gitLab("apply", at: "", site, site.settings, in: plan.job).outcome
      #expect(stale.status == 6 && stale.errors.contains("look at the new plan"), "\(stale.text)")
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = false }
      let apply = try await Self.gitLab("apply", at: "", site, site.settings, in: plan.job).outcome
      #expect(apply.status == 0, "\(apply.text)")
      #expect(await Self.waitingRoom(emulator) == "SKIP")
      #expect(try await Self.gitLab("drift", at: "refs/heads/main", site, site.settings).outcome.status == 0)
      await emulator.edit("webinar_viewer") { $0["permissions.can_record"] = true }
      #expect(try await Self.gitLab("drift", at: "refs/heads/main", site, site.settings).outcome.status == 5)
    }
  }

  // MARK: Jenkins

  /// Runs the shell steps of a stage in a job's workspace, up to the first that fails.
  private static func jenkins(
    _ stage: String, _ site: PipelineSite, in job: URL, _ more: [String: String] = [:]
  ) async throws -> Binary.Outcome {
    let file = try String(
      contentsOf: Binary.repository.appending(path: "examples/jenkins/Jenkinsfile"), encoding: .utf8)
    let text = try #require(file.components(separatedBy: "stage('").first { $0.hasPrefix("\(stage)')") })
    #expect(!text.contains("sh \"") && !text.contains("script: \""))
    let steps = text.matches(of: /\b(?:sh |script: )(?:'''(.*?)'''|'([^'\n]+)')/.dotMatchesNewlines())
    var variables = site.variables.merging(site.settings) { $1 }.merging(more) { $1 }
    variables["WORKSPACE_TMP"] = job.appending(path: "temp/tools").path
    var outcome: Binary.Outcome?
    for step in steps where outcome?.status ?? 0 == 0 {
      let script = String(step.output.1 ?? step.output.2 ?? "")
      outcome = try await site.run(script, with: ["sh", "-xe"], in: job, variables)
    }
    return try #require(outcome)
  }

  @Test("Jenkins: a pull request is planned, the saved plan is applied, or stopped, and drift is found")
  func jenkins() async throws {
    try await Self.withSite { site, emulator in
      let head = try await Self.widen(site)
      _ = try await Self.pullRequest(site, head: head)
      let review = try site.newJob()
      try await site.checkOut("refs/pull/7/merge", depth: "0", in: review)
      for stage in ["Install", "Validate", "Plan a pull request"] {
        let outcome = try await Self.jenkins(stage, site, in: review, ["CHANGE_TARGET": "main"])
        #expect(outcome.status == 0, "\(outcome.text)")
        #expect(!outcome.text.contains(Emulator.token))
      }
      let shown = try String(contentsOf: review.appending(path: "workspace/plan.md"), encoding: .utf8)
      #expect(shown.hasPrefix(Self.marker) && shown.contains("group_call_guest"))

      _ = try await site.merge("branch", into: "main", pushing: "refs/heads/main")
      let main = try site.newJob()
      try await site.checkOut("refs/heads/main", depth: "0", in: main)
      #expect(try await Self.jenkins("Install", site, in: main).status == 0)
      #expect(try await Self.jenkins("Plan", site, in: main).status == 2)
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = true }
      let stale = try await Self.jenkins("Apply", site, in: main)
      #expect(stale.status == 6, "\(stale.text)")
      await emulator.edit("group_call_guest") { $0["permissions.can_record"] = false }
      #expect(try await Self.jenkins("Apply", site, in: main).status == 0)
      #expect(await Self.waitingRoom(emulator) == "SKIP")
      #expect(try await Self.jenkins("Drift", site, in: main).status == 0)
      await emulator.edit("webinar_viewer") { $0["permissions.can_record"] = true }
      #expect(try await Self.jenkins("Drift", site, in: main).status == 5)
    }
  }
}
