import Authoring
import Diagnostics
import Manifests
import Planning
import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Files that are written together, or not at all if one of them would overwrite a file that differs.
struct FileSet: Sendable {
  /// A file to write.
  struct File: Sendable {
    /// The path relative to the working directory.
    let path: String
    let text: String
  }

  /// Larger than any file of a set, so that a longer file differs.
  private static let sizeLimit = 2 << 20

  /// The files, in the order in which they are written.
  let files: [File]
  let repository: Repository
  /// Whether the files may be outside of the repository, because the user selected the folder.
  var allowsOutsideRepository = false

  /// Throws if a file would leave the repository or overwrite a file that differs.
  func check(isForced: Bool, hint: String) throws(CommandFailure) {
    if !allowsOutsideRepository, let file = files.first(where: isUnsafeLink) {
      throw CommandFailure(
        .badInput, "'\(file.path)' is a broken link or a link out of the repository; nothing was written",
        hint: "remove the link")
    }
    if let file = files.first(where: { isBelowFile($0.path) }) {
      throw CommandFailure(
        .failure, "cannot write '\(file.path)': a part of the path is not a folder; nothing was written")
    }
    let differing = isForced ? [] : files.filter { exists($0) && !isUnchanged($0) }
    guard differing.isEmpty else {
      let list = differing.map { "'\($0.path)'" }.joined(separator: ", ")
      throw CommandFailure(
        .failure, "\(counted(differing.count, "file")) would be overwritten: \(list); nothing was written", hint: hint)
    }
  }

  /// Writes the files that differ, and returns the outcome for each file.
  func write() throws(CommandFailure) -> [ExportReport.Outcome] {
    var outcomes: [ExportReport.Outcome] = []
    for file in files {
      let isUnchanged = isUnchanged(file)
      if !isUnchanged { try TextFile.write(file.text, to: file.path) }
      outcomes.append(isUnchanged ? .unchanged : .written)
    }
    return outcomes
  }

  /// Whether the path is a link out of the repository or a broken link.
  private func isUnsafeLink(_ file: File) -> Bool {
    !repository.contains(repository.absolutePath(file.path))
      || (exists(file) && !FileManager.default.fileExists(atPath: file.path))
  }

  /// Whether a parent of the path exists and is not a folder.
  private func isBelowFile(_ path: String) -> Bool {
    let folder = FilePath(repository.absolutePath(path)).removingLastComponent()
    return sequence(first: folder) { $0.components.isEmpty ? nil : $0.removingLastComponent() }
      .contains { ((try? $0.stat())?.type).map { $0 != .directory } ?? false }
  }

  private func exists(_ file: File) -> Bool {
    (try? FileManager.default.attributesOfItem(atPath: file.path)) != nil
  }

  private func isUnchanged(_ file: File) -> Bool {
    TextFile.bytes(file.path, limit: Self.sizeLimit) == Array(file.text.utf8)
  }
}
