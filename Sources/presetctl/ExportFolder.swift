import Presets
import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder that an export is written to, with what is there already.
struct ExportFolder: Sendable {
  /// More than any manifest may have, so that what is longer differs.
  private static let sizeLimit = 2 << 20

  /// The folder's path from the working directory.
  let path: String
  private let isGiven: Bool
  private let repository: RepositoryFolder
  private let existing: ExistingManifests

  /// Chooses the folder: the one that is given, else the first one of the manifests.
  init(_ given: String?, _ session: Session) throws(Failure) {
    let settings = session.settings
    repository = settings.repository
    isGiven = given != nil || settings.manifestsAreGiven
    let target = given ?? settings.manifests.first ?? "presets"
    let absolute = repository.absolutePath(target)
    path = repository.pathFromWorkingDirectory(repository.name(of: absolute))
    if let present = try? FilePath(absolute).stat(), present.type != .directory {
      throw Failure(usage: "'\(path)' is no folder", hint: "name a folder with --out")
    }
    // Within the manifests of the project, every one of them could declare the same preset.
    let around = settings.manifests.map(repository.absolutePath)
    let isWithin = around.contains { absolute == $0 || absolute.hasPrefix($0 + "/") }
    existing = session.loader.existing(isWithin ? around + [absolute] : [absolute], areGivenByHand: isGiven)
  }

  /// What an export shares in a base, under a name that nothing else has.
  func factored(_ export: Export) -> Export {
    export.factored { name, fileName in
      let file = repository.name(of: repository.absolutePath(FilePath(path).appending(fileName).string))
      return existing.letBase(named: name, in: file, for: export)
    }
  }

  /// Refuses an export that would declare a preset twice, leave the repository, or overwrite what differs.
  func check(_ export: Export, isForced: Bool) throws(Failure) {
    if let duplicate = existing.duplicates(of: export, name: { repository.name(of: absolutePath($0)) }).first {
      throw Failure(
        .failure,
        "'\(duplicate.name)' is declared in '\(repository.pathFromWorkingDirectory(duplicate.file))' already; nothing was written",
        hint: "remove that manifest, leave the preset out with --except, or name another folder with --out")
    }
    if !isGiven, let file = export.files.first(where: leadsAway) {
      throw Failure(
        .badInput, "'\(path(of: file))' leads out of the repository, or nowhere; nothing was written",
        hint: "remove the link, or name a folder with --out")
    }
    let differing = isForced ? [] : export.files.filter { isThere($0) && !isUnchanged($0) }
    guard differing.isEmpty else {
      let list = differing.map { "'\(path(of: $0))'" }.joined(separator: ", ")
      throw Failure(
        .failure, "\(counted(differing.count, "file")) would be overwritten: \(list); nothing was written",
        hint: "--force overwrites, --out names another folder")
    }
  }

  /// Writes the files that are not there yet as they shall be, and tells what became of each.
  func write(_ export: Export) throws(Failure) -> [ExportReport.File] {
    var files: [ExportReport.File] = []
    for file in export.files {
      let isUnchanged = isUnchanged(file)
      if !isUnchanged { try TextFile.write(file.text, to: path(of: file)) }
      files.append(.init(path(of: file), file.manifest, isUnchanged ? .unchanged : .written))
    }
    return files
  }

  private func path(of file: Export.File) -> String {
    FilePath(path).appending(file.name).string
  }

  private func absolutePath(_ file: Export.File) -> String {
    repository.absolutePath(path(of: file))
  }

  /// Whether a link would take the file elsewhere. Of one that leads nowhere nobody can tell where that is.
  private func leadsAway(_ file: Export.File) -> Bool {
    !repository.holds(absolutePath(file)) || (isThere(file) && !FileManager.default.fileExists(atPath: path(of: file)))
  }

  private func isThere(_ file: Export.File) -> Bool {
    (try? FileManager.default.attributesOfItem(atPath: path(of: file))) != nil
  }

  private func isUnchanged(_ file: Export.File) -> Bool {
    TextFile.bytes(path(of: file), limit: Self.sizeLimit) == Array(file.text.utf8)
  }
}
