import Manifests

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Git {
  /// Checks out paths of a revision into a temporary folder for the duration of `body`. The work tree, its index and
  /// its branches are unchanged.
  /// - Parameter paths: Absolute paths in the work tree or its submodules.
  func with<Result>(
    _ revision: Revision, paths: [String], _ body: (Repository) throws(CommandFailure) -> Result
  ) async throws(CommandFailure) -> Result {
    let temporary = FileManager.default.temporaryDirectory.appending(path: "presetctl-base-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: temporary) }
    do {
      try FileManager.default.createDirectory(atPath: temporary + "/tree", withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(.failure, "could not write '\(temporary)': \(error.fileErrorDescription)")
    }
    try await Checkout(of: self, revision.commit, revision.reference, to: temporary)
      .checkOut(paths.map { folder.name(of: $0) })
    return try body(Repository(root: temporary + "/tree", workingDirectory: temporary + "/tree"))
  }
}

/// Writes files of a commit, and of its submodules at that commit, into a folder.
private struct Checkout {
  private let git: Git
  private let commit: String
  private let reference: String
  private let temporary: String
  /// The path of the submodule with a trailing slash; empty for the repository itself.
  private let prefix: String

  init(of git: Git, _ commit: String, _ reference: String, to temporary: String, prefix: String = "") {
    var git = git
    git.variables["GIT_INDEX_FILE"] = temporary + "/index"
    self.git = git
    self.commit = commit
    self.reference = reference
    self.temporary = temporary
    self.prefix = prefix
  }

  /// Writes the files at the given paths, which are relative to the commit's root.
  func checkOut(_ names: [String]) async throws(CommandFailure) {
    try? FileManager.default.removeItem(atPath: temporary + "/index")
    _ = try await git.git("read-tree", commit).orThrow()
    let around = try await submodules(around: names)
    let own = names.filter { name in !around.contains { name.isPath(within: $0.path) } }
    let within = own.isEmpty ? [] : try await checkOutOwn(own)
    // The index is no longer needed here, so submodules can use the same file.
    for module in around {
      let inside = names.filter { $0.isPath(within: module.path) }
      try await checkOut(module, inside.map { $0 == module.path ? "." : String($0.dropFirst(module.path.count + 1)) })
    }
    for module in within { try await checkOut(module, ["."]) }
  }

  /// Writes the files of the commit itself, and returns the submodules at or behind the given paths.
  private func checkOutOwn(_ names: [String]) async throws(CommandFailure) -> [Entry] {
    let entries = try await entries(names)
    // The target of a link may be anywhere in the repository, so all files are written.
    let links = entries.filter { $0.mode == "120000" }
    let files = entries.map { $0.path + "\0" }.joined()
    let checkout = ["checkout-index", "--quiet", "--prefix=\(tree)/"]
    _ = try await git.git(
      checkout + (links.isEmpty ? ["-z", "--stdin"] : ["--all"]), input: links.isEmpty ? files : ""
    ).orThrow()
    let modules = entries.filter(\.isSubmodule)
    guard !links.isEmpty else { return modules }
    let targets = links.compactMap(target)
    let others = try await self.entries(["."]).filter { $0.isSubmodule && !modules.contains($0) }
    return modules
      + others.filter { other in
        targets.contains { $0.isPath(within: other.path) || other.path.isPath(within: $0) }
      }
  }

  /// Writes the files of a submodule at the given paths, which are relative to its root.
  private func checkOut(_ module: Entry, _ names: [String]) async throws(CommandFailure) {
    let (path, commit) = (prefix + module.path, module.object)
    let folder = git.folder.root + "/" + module.path
    // Without a repository in the folder, git would use the outer one.
    guard FileManager.default.fileExists(atPath: folder + "/.git") else {
      throw CommandFailure(
        usage: "manifests at '\(reference)' are in the submodule '\(path)', which is not checked out",
        hint: "use --base with a folder, or check out the submodule: git submodule update --init --recursive")
    }
    let inside = Git(
      folder: Repository(root: folder, workingDirectory: folder),
      variables: ["GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_COMMON_DIR": nil, "GIT_OBJECT_DIRECTORY": nil])
    guard try await inside.git("cat-file", "-e", commit + "^{commit}").isSuccess else {
      throw CommandFailure(
        usage: "the submodule '\(path)' does not have commit \(commit), which contains the manifests at '\(reference)'",
        hint: "use --base with a folder, or fetch the commit: git -C '\(path)' fetch origin \(commit)")
    }
    try await Checkout(of: inside, commit, reference, to: temporary, prefix: path + "/").checkOut(names)
  }

  // MARK: Entries

  private var tree: String { "\(temporary)/tree/\(prefix)".trimmingSlash }

  /// A file, a link, or a submodule of a commit.
  private struct Entry: Hashable {
    let mode: Substring
    let object: String
    let path: String

    var isSubmodule: Bool { mode == "160000" }
  }

  /// Returns the entries at the given paths or below them.
  private func entries(_ names: [String]) async throws(CommandFailure) -> [Entry] {
    let patterns = names.map { ":(top\($0 == "." ? ")" : ",literal)" + $0)" }
    return Self.entries(try await git.git(["ls-files", "-z", "--stage", "--"] + patterns).orThrow(), objectAt: 1)
  }

  /// Returns the submodules that contain the given paths.
  private func submodules(around names: [String]) async throws(CommandFailure) -> [Entry] {
    let paths = names.filter { $0 != "." }.flatMap { name in
      let parts = name.split(separator: "/")
      return parts.indices.map { parts[...$0].joined(separator: "/") }
    }
    guard !paths.isEmpty else { return [] }
    let output = try await git.git(["ls-tree", "-z", "--full-tree", commit, "--"] + paths).orThrow()
    return Self.entries(output, objectAt: 2).filter(\.isSubmodule)
  }

  private static func entries(_ output: String, objectAt index: Int) -> [Entry] {
    output.split(separator: "\0").compactMap { line in
      let parts = line.split(separator: "\t", maxSplits: 1)
      let words = parts[0].split(separator: " ")
      guard parts.count == 2, words.count > index else { return nil }
      return Entry(mode: words[0], object: String(words[index]), path: String(parts[1]))
    }
  }

  /// Returns the target of a link, relative to the commit's root; nil if it is outside of the commit.
  private func target(of link: Entry) -> String? {
    let file = tree + "/" + link.path
    guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: file) else { return nil }
    let folder = Repository(root: tree, workingDirectory: URL(filePath: file).deletingLastPathComponent().path)
    let name = folder.name(of: folder.absolutePath(target))
    return name.hasPrefix("/") ? nil : name
  }
}

extension String {
  /// Returns whether a path is a folder or inside of it. Both are relative to the same root.
  fileprivate func isPath(within folder: String) -> Bool {
    folder == "." || self == folder || hasPrefix(folder + "/")
  }

  fileprivate var trimmingSlash: String {
    hasSuffix("/") ? String(dropLast()) : self
  }
}
