import Foundation
import RealtimeKitEmulator
import Testing
import YAML

/// A repository whose pipelines run in tests: its origin, a clone, an archive with the program, and fake commands for
/// the services.
final class PipelineFixture {
  let folder: TemporaryFolder
  /// The variables and secrets of the CI service.
  let settings: [String: String]
  /// The environment of every job.
  let variables: [String: String]
  private var jobs = 0

  /// Creates a repository with the catalog on `main` and applies it to the API at the given address.
  init(_ address: String) async throws {
    folder = try TemporaryFolder()
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    settings = [
      "CLOUDFLARE_API_TOKEN": Emulator.token, "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID,
      "REALTIMEKIT_APP_ID": Emulator.appID,
    ]
    try folder.write("#!/bin/sh\nexec '\(Binary.url.path)' \"$@\"\n", "tool/presetctl")
    let archiveScript =
      "chmod +x tool/presetctl && tar -czf presetctl.tar.gz -C tool presetctl && sha256sum < presetctl.tar.gz"
    let checksum = try await Binary.run(
      URL(filePath: "/usr/bin/env"), ["sh", "-c", archiveScript], in: folder.url, ["PATH": path])
    variables = [
      "PATH": "\(folder.url.path)/bin:\(path)", "REAL_PATH": path, "CI": "true", "STORE": folder.url.path,
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "CLOUDFLARE_BASE_URL": address,
      "PRESETCTL_URL": "file://\(folder.url.path)/presetctl.tar.gz",
      "PRESETCTL_SHA256": String(checksum.output.prefix(64)),
    ]
    for name in ["comments", "pulls", "artifacts"] { try folder.write("", "\(name).jsonl") }
    try await folder.git("init", "-q", "--bare", "-b", "main", "origin.git")
    try await folder.git("init", "-q", "-b", "main", "work")
    try await folder.git("-C", "work", "remote", "add", "origin", "file://\(folder.url.path)/origin.git")
    try folder.copy("presets", to: "work/presets")
    try await commit("presets")
    try await folder.git("-C", "work", "push", "-q", "origin", "main")
    let apply = try await Binary.run(
      ["apply", "--auto-approve"], in: folder.url.appending(path: "work"), variables.merging(settings) { $1 })
    #expect(apply.status == 0, "\(apply.text)")
  }

  /// Commits all changes in the clone and returns the commit.
  @discardableResult func commit(_ message: String) async throws -> String {
    try await folder.git("-C", "work", "add", "-A")
    try await folder.git("-C", "work", "commit", "-qm", message)
    return try await folder.git("-C", "work", "rev-parse", "HEAD")
  }

  /// Merges a branch into `main` on a new branch, pushes the result to a reference of the origin, and returns the
  /// commit.
  func merge(_ branch: String, into other: String, pushing reference: String) async throws -> String {
    try await folder.git("-C", "work", "checkout", "-q", "-B", other, "main")
    try await folder.git("-C", "work", "merge", "-q", "--no-ff", "-m", "merge", branch)
    try await folder.git("-C", "work", "push", "-q", "--force", "origin", "HEAD:\(reference)")
    let commit = try await folder.git("-C", "work", "rev-parse", "HEAD")
    try await folder.git("-C", "work", "checkout", "-q", branch)
    return commit
  }

  /// Adds a fake command that replaces the command with the same name.
  func addCommand(_ name: String, _ script: String) throws {
    try folder.write(script, "bin/\(name)")
    let path = folder.url.appending(path: "bin/\(name)").path
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  /// Creates the folders of a new job and returns their parent.
  func newJob() throws -> URL {
    jobs += 1
    for name in ["home", "temp", "workspace"] {
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: "job\(jobs)/\(name)"), withIntermediateDirectories: true)
    }
    return folder.url.appending(path: "job\(jobs)")
  }

  /// Clones the origin for a job with the given depth. A depth of 0 fetches the whole history.
  func checkOut(_ reference: String, depth: String, in job: URL) async throws {
    let workspace = "\(job.lastPathComponent)/workspace"
    try await folder.git("init", "-q", "-b", "nothing", workspace)
    try await folder.git("-C", workspace, "remote", "add", "origin", "file://\(folder.url.path)/origin.git")
    let refspec = "+\(reference):refs/remotes/job"
    if depth == "0" {
      try await folder.git("-C", workspace, "fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*", refspec)
    } else {
      try await folder.git("-C", workspace, "fetch", "-q", "--depth", depth, "origin", refspec)
    }
    try await folder.git("-C", workspace, "checkout", "-q", "--detach", "refs/remotes/job")
  }

  /// Runs a script in the workspace of a job.
  func run(_ script: String, with shell: [String], in job: URL, _ variables: [String: String]) async throws
    -> Binary.Outcome
  {
    let file = job.appending(path: "temp/script.sh")
    try Data(script.utf8).write(to: file)
    return try await Binary.run(
      URL(filePath: "/usr/bin/env"), shell + [file.path], in: job.appending(path: "workspace"),
      variables.merging(["HOME": job.appending(path: "home").path]) { $1 })
  }

  /// Returns the lines of a file that stores the data of a service.
  func lines(_ name: String) throws -> [String] {
    try String(contentsOf: folder.url.appending(path: name), encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// Appends a line to such a file.
  func add(_ line: String, to name: String) throws {
    try folder.write((try lines(name) + [line]).map { $0 + "\n" }.joined(), name)
  }
}

extension Node {
  /// Reads a YAML file from the examples.
  init(example path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: Binary.repository.appending(path: "examples/\(path)")))
    let composition = Composer.compose(try SourceText(bytes, limit: 1 << 20))
    #expect(composition.problems.isEmpty)
    self = try #require(composition.documents.first)
  }

  var text: String {
    if case .scalar(let scalar) = content { scalar.text } else { "" }
  }

  var items: [Node] {
    if case .sequence(let items) = content { items } else { [] }
  }

  var members: [(key: String, value: Node)] {
    if case .mapping(let entries) = content { entries.map { ($0.key.text, $0.value) } } else { [] }
  }

  subscript(_ key: String) -> Node? {
    members.first { $0.key == key }?.value
  }
}
