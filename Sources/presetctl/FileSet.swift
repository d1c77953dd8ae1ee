import Presets
import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Files that are written together: all of them, or none where one would overwrite what differs.
struct FileSet: Sendable {
  /// A file and what it shall hold.
  struct File: Sendable {
    /// Its path, from the working directory.
    let path: String
    let text: String
  }

  /// More than any of them may have, so that what is longer differs.
  private static let sizeLimit = 2 << 20

  /// The files, in the order in which they are written.
  let files: [File]
  let repository: RepositoryFolder
  /// Whether a person chose the place, which may then lie outside the repository.
  var mayLeave = false

  /// Refuses files that would leave the repository, or overwrite what differs.
  func check(isForced: Bool, hint: String) throws(Failure) {
    if !mayLeave, let file = files.first(where: leadsAway) {
      throw Failure(
        .badInput, "'\(file.path)' leads out of the repository, or nowhere; nothing was written",
        hint: "remove the link")
    }
    if let file = files.first(where: { isBelowFile($0.path) }) {
      throw Failure(
        .failure, "'\(file.path)' cannot be written: a file stands where a folder is needed; nothing was written")
    }
    let differing = isForced ? [] : files.filter { isThere($0) && !isUnchanged($0) }
    guard differing.isEmpty else {
      let list = differing.map { "'\($0.path)'" }.joined(separator: ", ")
      throw Failure(
        .failure, "\(counted(differing.count, "file")) would be overwritten: \(list); nothing was written", hint: hint)
    }
  }

  /// Writes the files that are not there yet as they shall be, and tells what became of each.
  func write() throws(Failure) -> [ExportReport.Outcome] {
    var outcomes: [ExportReport.Outcome] = []
    for file in files {
      let isUnchanged = isUnchanged(file)
      if !isUnchanged { try TextFile.write(file.text, to: file.path) }
      outcomes.append(isUnchanged ? .unchanged : .written)
    }
    return outcomes
  }

  /// Whether a link would take the file elsewhere. Of one that leads nowhere nobody can tell where that is.
  private func leadsAway(_ file: File) -> Bool {
    !repository.holds(repository.absolutePath(file.path))
      || (isThere(file) && !FileManager.default.fileExists(atPath: file.path))
  }

  /// Whether a file stands where a folder of the path would be.
  private func isBelowFile(_ path: String) -> Bool {
    let folder = FilePath(repository.absolutePath(path)).removingLastComponent()
    return sequence(first: folder) { $0.components.isEmpty ? nil : $0.removingLastComponent() }
      .contains { ((try? $0.stat())?.type).map { $0 != .directory } ?? false }
  }

  private func isThere(_ file: File) -> Bool {
    (try? FileManager.default.attributesOfItem(atPath: file.path)) != nil
  }

  private func isUnchanged(_ file: File) -> Bool {
    TextFile.bytes(file.path, limit: Self.sizeLimit) == Array(file.text.utf8)
  }
}
