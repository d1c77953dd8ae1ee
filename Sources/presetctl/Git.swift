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
  private static let folderHint = "a folder will do as well"

  /// The folder of the work tree.
  let folder: RepositoryFolder
  /// What the command's environment has in place of this program's; nil where it has nothing.
  var variables: [String: String?] = [:]

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
      guard base.reason.isEmpty else {
        throw Failure(usage: "git cannot compare HEAD with '\(reference)': \(base.reason)", hint: Self.folderHint)
      }
      throw Failure(
        usage: "no commit is known to be in the history of both HEAD and '\(reference)'",
        hint: try await isShallow()
          ? "this clone is shallow: fetch more of the history, as with 'git fetch --unshallow' or fetch-depth: 0"
          : "name a revision that this branch began from, or a folder of earlier manifests: --base DIR")
    }
    return Revision(reference: reference, commit: line)
  }

  /// Why a revision is not there, and what to do about it.
  func missing(_ reference: String) async throws(Failure) -> Failure {
    let reason = try await resolve(reference).reason
    // A revision that is not there is no news to git; that it may not, or cannot, look is.
    guard reason.isEmpty else {
      return Failure(usage: "git cannot tell what '\(reference)' is: \(reason)", hint: Self.folderHint)
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

  private func resolve(_ reference: String) async throws(Failure) -> Output {
    try await git("rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}")
  }

  private func isShallow() async throws(Failure) -> Bool {
    try await git("rev-parse", "--is-shallow-repository").line == "true"
  }

  // MARK: The command

  /// What the command printed.
  struct Output {
    let isSuccess: Bool
    let text: String
    let reason: String

    /// The only line of the output; nil where the command failed or said nothing.
    var line: String? {
      let line = text.split(separator: "\n").first.map(String.init)
      return isSuccess ? line : nil
    }

    /// The output of a command that did not fail.
    func orThrow() throws(Failure) -> String {
      guard isSuccess else { throw Failure(.failure, "git: \(reason.isEmpty ? "failed without a word" : reason)") }
      return text
    }
  }

  /// Runs the command.
  func git(_ arguments: String..., input: String = "") async throws(Failure) -> Output {
    try await git(arguments, input: input)
  }

  /// Runs the command.
  func git(_ arguments: [String], input: String = "") async throws(Failure) -> Output {
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
      throw Failure(.failure, "the git command cannot be run: \(error)", hint: "--base DIR takes a folder instead")
    }
  }
}
