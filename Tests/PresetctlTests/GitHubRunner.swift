import Foundation
import Testing
import YAML

/// Runs the jobs of the example workflows as a GitHub runner would.
struct GitHubRunner {
  /// The event that triggers a workflow.
  struct Event {
    let name: String
    let reference: String
    let commit: String
    /// The values that expressions can use.
    var context: [String: String] = [:]
  }

  /// The result of a job.
  struct Job {
    var status: Int32 = 0
    var steps: [String] = []
    var outcomes: [String: String] = [:]
    var outputs: [String: [String: String]] = [:]
    var log = ""
    var summary = ""
  }

  let fixture: PipelineFixture

  /// Runs a workflow and returns its jobs by name, without the jobs that are skipped.
  func run(_ workflow: String, on event: Event) async throws -> [String: Job] {
    let file = try Node(example: "github-actions/.github/workflows/\(workflow).yml")
    var jobs: [String: Job] = [:]
    for (name, node) in file["jobs"]?.members ?? [] {
      let folder = try fixture.newJob()
      var expressions = Expressions(context: event.context)
      expressions.context["github.event_name"] = event.name
      expressions.context["github.ref"] = event.reference
      expressions.context["github.repository"] = "team/presets"
      expressions.context["github.run_attempt"] = "1"
      expressions.context["github.token"] = "github-token"
      expressions.context["runner.temp"] = folder.appending(path: "temp").path
      guard expressions.isTrue(node["if"]?.text ?? "true") else { continue }
      for step in node["steps"]?.items ?? [] {
        try await run(step, of: file, event, in: folder, &expressions)
      }
      jobs[name] = expressions.job
    }
    return jobs
  }

  private func run(
    _ step: Node, of file: Node, _ event: Event, in folder: URL, _ expressions: inout Expressions
  ) async throws {
    let condition = step["if"]?.text ?? "true"
    let runsAfterFailure = condition.contains("cancelled()")
    guard expressions.job.status == 0 || runsAfterFailure, expressions.isTrue(condition) else { return }
    let name = step["name"]?.text ?? step["uses"]?.text ?? ""
    expressions.job.steps.append(name)
    switch step["uses"]?.text {
    case "actions/checkout@v4":
      try await fixture.checkOut(event.reference, depth: step["with"]?["fetch-depth"]?.text ?? "1", in: folder)
    case "actions/upload-artifact@v4":
      let name = expressions.resolve(step["with"]?["name"]?.text ?? "")
      try upload(expressions.resolve(step["with"]?["path"]?.text ?? ""), of: folder, as: name, event)
    case nil:
      let files = ["OUTPUT", "STEP_SUMMARY", "PATH", "ENV"].map { ("GITHUB_\($0)", folder.appending(path: $0)) }
      for (_, file) in files where file.lastPathComponent != "PATH" { try Data().write(to: file) }
      var variables = fixture.variables.merging(files.map { ($0, $1.path) }) { $1 }
      variables.merge([
        "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "team/presets", "GITHUB_SHA": event.commit,
        "GITHUB_REF": event.reference, "GITHUB_EVENT_NAME": event.name, "RUNNER_TEMP": folder.path + "/temp",
        "GITHUB_BASE_REF": event.name == "pull_request" ? "main" : "",
      ]) { $1 }
      let added = (try? String(contentsOf: folder.appending(path: "PATH"), encoding: .utf8)) ?? ""
      for path in added.split(separator: "\n") { variables["PATH"] = "\(path):\(variables["PATH"] ?? "")" }
      // Users replace the values in the `env` of the workflow.
      for (key, value) in file["env"]?.members ?? [] where variables[key] == nil { variables[key] = value.text }
      for (key, value) in step["env"]?.members ?? [] { variables[key] = expressions.resolve(value.text) }
      let isBash = file["defaults"]?["run"]?["shell"]?.text == "bash"
      let shell = isBash ? ["bash", "--noprofile", "--norc", "-eo", "pipefail"] : ["bash", "-e"]
      let script = step["run"]?.text ?? ""
      #expect(!script.isEmpty && !script.contains("${{"), "\(name)")
      let outcome = try await fixture.run(script, with: shell, in: folder, variables)
      let texts = files.map { ($0, (try? String(contentsOf: $1, encoding: .utf8)) ?? "") }
      expressions.record(outcome, id: step["id"]?.text ?? "", Dictionary(uniqueKeysWithValues: texts))
    case let action?: Issue.record("no fake for the action '\(action)'")
    }
  }

  /// Stores an artifact that a job uploads as an artifact of a run of this repository.
  private func upload(_ path: String, of folder: URL, as name: String, _ event: Event) throws {
    let source = path.hasPrefix("/") ? URL(filePath: path) : folder.appending(path: "workspace/\(path)")
    guard FileManager.default.fileExists(atPath: source.path) else { return }
    let run = try fixture.lines("artifacts.jsonl").count + 1
    let artifact = fixture.folder.url.appending(path: "artifacts/\(run)/\(name)")
    if source.hasDirectoryPath {
      try FileManager.default.createDirectory(
        at: artifact.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: source, to: artifact)
    } else {
      try fixture.folder.write(try String(contentsOf: source, encoding: .utf8), "artifacts/\(run)/\(name)/plan.json")
    }
    let head = event.context["github.event.pull_request.head.sha"] ?? ""
    try fixture.add(Self.artifact(name, run: run, head: head, repository: 1), to: "artifacts.jsonl")
  }

  /// Returns the JSON of an artifact in the GitHub API. This repository has the id 1.
  static func artifact(_ name: String, run: Int, head: String, repository: Int) -> String {
    #"{"name": "\#(name)", "expired": false, "created_at": "2026-01-01T00:00:0\#(run)Z", "#
      + #""workflow_run": {"id": \#(run), "head_sha": "\#(head)", "#
      + #""repository_id": 1, "head_repository_id": \#(repository)}}"#
  }
}

/// Evaluates the expressions of a job with the results of its steps.
struct Expressions {
  var context: [String: String]
  var job = GitHubRunner.Job()

  /// Returns the text with its expressions replaced by their values.
  func resolve(_ text: String) -> String {
    text.replacing(/\$\{\{ (.*?) \}\}/) { value(String($0.output.1)) }
  }

  func isTrue(_ condition: String) -> Bool {
    let text = condition.contains("${{") ? resolve(condition) : value(condition)
    return !["", "false", "0"].contains(text)
  }

  private func value(_ expression: String) -> String {
    let parts = expression.components(separatedBy: " && ")
    if parts.count > 1 { return String(parts.allSatisfy(isTrue)) }
    for (sign, isEqual) in [(" == ", true), (" != ", false)] {
      let sides = expression.components(separatedBy: sign)
      if sides.count == 2 { return String((value(sides[0]) == value(sides[1])) == isEqual) }
    }
    if expression.hasPrefix("!") { return String(!isTrue(String(expression.dropFirst()))) }
    if expression.hasPrefix("'") { return String(expression.dropFirst().dropLast()) }
    if expression == "true" { return expression }
    if expression == "cancelled()" { return "false" }
    let names = expression.split(separator: ".").map(String.init)
    if names.first == "steps", names.last == "outcome" { return job.outcomes[names[1]] ?? "skipped" }
    if names.first == "steps", names.count == 4 { return job.outputs[names[1]]?[names[3]] ?? "" }
    if let value = context[expression] { return value }
    Issue.record("unknown expression '\(expression)'")
    return ""
  }

  /// Adds the outcome and the output files of a step.
  mutating func record(_ outcome: Binary.Outcome, id: String, _ files: [String: String]) {
    if job.status == 0 { job.status = outcome.status }
    job.outcomes[id] = outcome.status == 0 ? "success" : "failure"
    job.log += outcome.output + outcome.errors
    job.summary += files["GITHUB_STEP_SUMMARY", default: ""]
    for line in files["GITHUB_OUTPUT", default: ""].split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      job.outputs[id, default: [:]][parts[0]] = parts.last
    }
  }
}
