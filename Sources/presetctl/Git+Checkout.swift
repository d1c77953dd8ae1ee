import Presets

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Git {
  /// Checks out what a revision holds at paths into a folder of its own, for the time of `body`. The work tree, its index and
  /// its branches are not touched.
  /// - Parameter paths: Absolute paths within the work tree, or within its submodules.
  func with<Result>(
    _ revision: Revision, paths: [String], _ body: (RepositoryFolder) throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let temporary = FileManager.default.temporaryDirectory.appending(path: "presetctl-base-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: temporary) }
    do {
      try FileManager.default.createDirectory(atPath: temporary + "/tree", withIntermediateDirectories: true)
    } catch {
      throw Failure(.failure, "'\(temporary)' cannot be written: \(error.fileReason)")
    }
    try await Checkout(of: self, revision.commit, revision.reference, to: temporary)
      .lay(paths.map { folder.name(of: $0) })
    return try body(RepositoryFolder(root: temporary + "/tree", workingDirectory: temporary + "/tree"))
  }
}

/// Lays what a commit holds into a folder, and what its submodules held then.
private struct Checkout {
  private let git: Git
  private let commit: String
  private let reference: String
  private let temporary: String
  /// The path of the submodule, ended by a slash; empty for the repository itself.
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

  /// Lays what the commit holds at paths, which are named from its root.
  func lay(_ names: [String]) async throws(Failure) {
    try? FileManager.default.removeItem(atPath: temporary + "/index")
    _ = try await git.git("read-tree", commit).orThrow()
    let around = try await submodules(around: names)
    let own = names.filter { name in !around.contains { name.isPath(within: $0.path) } }
    let within = own.isEmpty ? [] : try await layOwn(own)
    // The index is read no more, so submodules may have it.
    for module in around {
      let inside = names.filter { $0.isPath(within: module.path) }
      try await lay(module, inside.map { $0 == module.path ? "." : String($0.dropFirst(module.path.count + 1)) })
    }
    for module in within { try await lay(module, ["."]) }
  }

  /// Lays the files of the commit itself, and returns the submodules that they lead to.
  private func layOwn(_ names: [String]) async throws(Failure) -> [Entry] {
    let entries = try await entries(names)
    // A link may lead anywhere in the repository.
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

  /// Lays what a submodule held at paths, which are named from its root.
  private func lay(_ module: Entry, _ names: [String]) async throws(Failure) {
    let (path, commit) = (prefix + module.path, module.object)
    let folder = git.folder.root + "/" + module.path
    // Without a repository of its own, git would answer for the one around it.
    guard FileManager.default.fileExists(atPath: folder + "/.git") else {
      throw Failure(
        usage: "manifests at '\(reference)' lie in the submodule '\(path)', which is not checked out here",
        hint: "check it out: git submodule update --init --recursive; or name a folder of earlier manifests: --base DIR"
      )
    }
    let inside = Git(
      folder: RepositoryFolder(root: folder, workingDirectory: folder),
      variables: ["GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_COMMON_DIR": nil, "GIT_OBJECT_DIRECTORY": nil])
    guard try await inside.git("cat-file", "-e", commit + "^{commit}").isSuccess else {
      throw Failure(
        usage: "the submodule '\(path)' has no commit \(commit), in which the manifests at '\(reference)' lie",
        hint: "fetch it: git -C '\(path)' fetch origin \(commit); or name a folder of earlier manifests: --base DIR")
    }
    try await Checkout(of: inside, commit, reference, to: temporary, prefix: path + "/").lay(names)
  }

  // MARK: What is where

  private var tree: String { "\(temporary)/tree/\(prefix)".trimmingSlash }

  /// Something that a commit holds.
  private struct Entry: Hashable {
    let mode: Substring
    let object: String
    let path: String

    var isSubmodule: Bool { mode == "160000" }
  }

  /// What is at paths or below them.
  private func entries(_ names: [String]) async throws(Failure) -> [Entry] {
    let places = names.map { ":(top\($0 == "." ? ")" : ",literal)" + $0)" }
    return Self.entries(try await git.git(["ls-files", "-z", "--stage", "--"] + places).orThrow(), objectAt: 1)
  }

  /// The submodules in which paths lie.
  private func submodules(around names: [String]) async throws(Failure) -> [Entry] {
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

  /// Where a link leads, named from the commit's root; nil where that is not within it.
  private func target(of link: Entry) -> String? {
    let file = tree + "/" + link.path
    guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: file) else { return nil }
    let folder = RepositoryFolder(root: tree, workingDirectory: URL(filePath: file).deletingLastPathComponent().path)
    let name = folder.name(of: folder.absolutePath(target))
    return name.hasPrefix("/") ? nil : name
  }
}

extension String {
  /// Whether a path is another, or lies below it; both are named from the same folder.
  fileprivate func isPath(within folder: String) -> Bool {
    folder == "." || self == folder || hasPrefix(folder + "/")
  }

  fileprivate var trimmingSlash: String {
    hasSuffix("/") ? String(dropLast()) : self
  }
}
