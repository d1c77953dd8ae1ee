import Manifests
import Subprocess
import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Runs the `git` command to read base manifests from the repository.
struct Git {
  private static let outputLimit = 64 << 20
  private static let folderHint = "use --base with a folder instead"

  /// The root folder of the work tree.
  let folder: Repository
  /// Overrides for the environment variables of the command; a nil value removes a variable.
  var variables: [String: String?] = [:]

  /// A resolved git revision.
  struct Revision {
    let reference: String
    /// The merge base of the work tree's commit and the revision.
    let commit: String
  }

  /// Returns the merge base of `HEAD` and a revision; nil if the revision does not exist.
  func mergeBase(with reference: String) async throws(CommandFailure) -> Revision? {
    guard !reference.isEmpty, let commit = try await resolve(reference).line else { return nil }
    let base = try await git("merge-base", "HEAD", commit)
    guard let line = base.line else {
      guard base.reason.isEmpty else {
        throw CommandFailure(
          usage: "git could not compare HEAD with '\(reference)': \(base.reason)", hint: Self.folderHint)
      }
      throw CommandFailure(
        usage: "HEAD and '\(reference)' have no common ancestor in this clone",
        hint: try await isShallow()
          ? "this clone is shallow: run 'git fetch --unshallow', or set 'fetch-depth: 0' in GitHub Actions"
          : "use --base with a revision that this branch started from, or with a folder")
    }
    return Revision(reference: reference, commit: line)
  }

  /// Returns the error for a revision that does not exist, with a hint on how to fetch it.
  func missing(_ reference: String) async throws(CommandFailure) -> CommandFailure {
    let reason = try await resolve(reference).reason
    // git prints nothing if the revision is unknown, and a reason if it could not look it up.
    guard reason.isEmpty else {
      return CommandFailure(usage: "git could not resolve '\(reference)': \(reason)", hint: Self.folderHint)
    }
    let isShallow = (try? await isShallow()) == true
    let parts = reference.split(separator: "/", maxSplits: 1).map(String.init)
    let remotes = (try? await git("remote"))?.text.split(separator: "\n").map(String.init) ?? []
    let fetch =
      parts.count == 2 && remotes.contains(parts[0])
      ? "fetch it: git fetch \(parts[0]) '+refs/heads/\(parts[1]):refs/remotes/\(reference)'"
      : "use a branch, tag, or commit of this clone, or a folder"
    return CommandFailure(
      usage: "'\(reference)' is neither a git revision nor a folder",
      hint: (isShallow ? "this clone is shallow and may lack the history as well (fetch-depth: 0); " : "") + fetch)
  }

  private func resolve(_ reference: String) async throws(CommandFailure) -> Output {
    try await git("rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}")
  }

  private func isShallow() async throws(CommandFailure) -> Bool {
    try await git("rev-parse", "--is-shallow-repository").line == "true"
  }

  // MARK: The command

  /// The result of a git command.
  struct Output {
    let isSuccess: Bool
    /// The standard output.
    let text: String
    /// The standard error on one line.
    let reason: String

    /// The first line of the output; nil if the command failed or printed nothing.
    var line: String? {
      let line = text.split(separator: "\n").first.map(String.init)
      return isSuccess ? line : nil
    }

    /// Returns the output, or throws if the command failed.
    func orThrow() throws(CommandFailure) -> String {
      guard isSuccess else {
        throw CommandFailure(.failure, "git: \(reason.isEmpty ? "failed without a message" : reason)")
      }
      return text
    }
  }

  /// Runs git with arguments.
  func git(_ arguments: String..., input: String = "") async throws(CommandFailure) -> Output {
    try await git(arguments, input: input)
  }

  /// Runs git with arguments.
  func git(_ arguments: [String], input: String = "") async throws(CommandFailure) -> Output {
    let overrides = variables.map { (Subprocess.Environment.Key(stringLiteral: $0), $1) }
    do {
      let result = try await run(
        .name("git"), arguments: Arguments(["-C", folder.root] + arguments),
        environment: .inherit.updating(Dictionary(overrides) { _, last in last }),
        input: .string(input), output: .bytes(limit: Self.outputLimit), error: .string(limit: 1 << 20))
      let reason = result.standardError.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return Output(
        isSuccess: result.terminationStatus.isSuccess,
        text: String(decoding: result.standardOutput, as: UTF8.self),
        reason: reason.hasPrefix("error: ") ? String(reason.dropFirst("error: ".count)) : reason)
    } catch {
      throw CommandFailure(.failure, "could not run git: \(error)", hint: Self.folderHint)
    }
  }
}
