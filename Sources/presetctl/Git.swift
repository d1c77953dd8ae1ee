import Presets
import Subprocess
import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads earlier manifests out of the git repository, through the `git` command.
struct Git {
  private static let outputLimit = 64 << 20

  /// The folder of the work tree.
  let folder: RepositoryFolder

  /// A commit, and what was asked for.
  struct Revision {
    let reference: String
    /// The merge base of the work tree's commit and the revision.
    let commit: String
  }

  /// The merge base of `HEAD` and a revision; nil where no revision is called so.
  func mergeBase(with reference: String) async throws(Failure) -> Revision? {
    guard !reference.isEmpty, let commit = try await resolve(reference).line else { return nil }
    let base = try await git("merge-base", "HEAD", commit)
    guard let line = base.line else {
      throw Failure(
        usage: "no commit is known to be in the history of both HEAD and '\(reference)'",
        hint: try await isShallow()
          ? "this clone is shallow: fetch more of the history, as with 'git fetch --unshallow' or fetch-depth: 0"
          : base.reason)
    }
    return Revision(reference: reference, commit: line)
  }

  /// Why a revision is not there, and what to do about it.
  func missing(_ reference: String) async throws(Failure) -> Failure {
    let reason = try await resolve(reference).reason
    // A revision that is not there is no news to git; that it may not, or cannot, look is.
    guard reason.isEmpty else {
      return Failure(usage: "git cannot tell what '\(reference)' is: \(reason)", hint: "a folder will do as well")
    }
    let isShallow = (try? await isShallow()) == true
    let parts = reference.split(separator: "/", maxSplits: 1).map(String.init)
    let remotes = (try? await git("remote"))?.text.split(separator: "\n").map(String.init) ?? []
    let fetch =
      parts.count == 2 && remotes.contains(parts[0])
      ? "fetch it: git fetch \(parts[0]) '+refs/heads/\(parts[1]):refs/remotes/\(reference)'"
      : "name a branch, a tag or a commit that this clone has, or a folder"
    return Failure(
      usage: "there is no git revision and no folder '\(reference)' here",
      hint: fetch
        + (isShallow ? "; this clone is shallow, so its history may have to be fetched too (fetch-depth: 0)" : ""))
  }

  /// Checks out what a commit holds at paths into a folder of its own, for the time of `body`. The work tree, its index and
  /// its branches are not touched.
  /// - Parameter paths: Absolute paths within the work tree.
  func with<Result>(
    _ commit: String, paths: [String], _ body: (RepositoryFolder) throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let temporary = FileManager.default.temporaryDirectory.appending(path: "presetctl-base-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: temporary) }
    do {
      try FileManager.default.createDirectory(atPath: temporary + "/tree", withIntermediateDirectories: true)
    } catch {
      throw Failure(.failure, "'\(temporary)' cannot be written: \(error.fileReason)")
    }
    let index = ["GIT_INDEX_FILE": temporary + "/index"]
    try await git("read-tree", commit, index).orThrow()
    let names = paths.map { folder.name(of: $0) }
    let listed = try await git(["ls-files", "-z", "--stage", "--"] + names.map { ":(top,literal)" + $0 }, index)
    try listed.orThrow()
    let entries = listed.text.split(separator: "\0").map { $0.split(separator: "\t", maxSplits: 1) }
    // A link may lead anywhere in the repository.
    let hasLinks = entries.contains { $0.first?.hasPrefix("120000") == true }
    let files = entries.compactMap { $0.count == 2 ? $0[1] + "\0" : nil }.joined()
    let checkout = ["checkout-index", "--quiet", "--prefix=" + temporary + "/tree/"]
    try await git(checkout + (hasLinks ? ["--all"] : ["-z", "--stdin"]), index, input: hasLinks ? "" : files).orThrow()
    return try body(RepositoryFolder(root: temporary + "/tree", workingDirectory: temporary + "/tree"))
  }

  private func resolve(_ reference: String) async throws(Failure) -> Output {
    try await git("rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}")
  }

  private func isShallow() async throws(Failure) -> Bool {
    try await git("rev-parse", "--is-shallow-repository").line == "true"
  }

  // MARK: The command

  private struct Output {
    let isSuccess: Bool
    let text: String
    let reason: String

    /// The only line of the output; nil where the command failed or said nothing.
    var line: String? {
      let line = text.split(separator: "\n").first.map(String.init)
      return isSuccess ? line : nil
    }

    func orThrow() throws(Failure) {
      if !isSuccess { throw Failure(.failure, "git: \(reason.isEmpty ? "failed without a word" : reason)") }
    }
  }

  private func git(_ arguments: String..., variables: [String: String] = [:]) async throws(Failure) -> Output {
    try await git(arguments, variables)
  }

  private func git(_ first: String, _ second: String, _ variables: [String: String]) async throws(Failure) -> Output {
    try await git([first, second], variables)
  }

  private func git(
    _ arguments: [String], _ variables: [String: String], input: String = ""
  ) async throws(Failure) -> Output {
    let overrides = variables.map { (Subprocess.Environment.Key(stringLiteral: $0), Optional($1)) }
    do {
      let result = try await run(
        .name("git"), arguments: Arguments(["-C", folder.root] + arguments),
        environment: .inherit.updating(Dictionary(overrides) { _, last in last }),
        input: .string(input), output: .bytes(limit: Self.outputLimit), error: .string(limit: 1 << 20))
      return Output(
        isSuccess: result.terminationStatus.isSuccess,
        text: String(decoding: result.standardOutput, as: UTF8.self),
        reason: result.standardError.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    } catch {
      throw Failure(.failure, "the git command cannot be run: \(error)", hint: "--base DIR takes a folder instead")
    }
  }
}
