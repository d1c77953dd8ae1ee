import Presets
import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder that an export is written to, with what is there already.
struct ExportFolder: Sendable {
  /// The folder's path from the working directory.
  let path: String
  /// Whether a plan reads the folder without being told so.
  let isOfProject: Bool
  /// The option that names another folder.
  private let option: String
  private let isGiven: Bool
  private let repository: RepositoryFolder
  private let existing: ExistingManifests

  /// Chooses the folder: the one that is given, else the first one of the manifests.
  /// - Parameter option: The option by which a person names another.
  init(_ given: String?, _ session: Session, option: String = "--out") throws(Failure) {
    let settings = session.settings
    self.option = option
    repository = settings.repository
    isGiven = given != nil || settings.manifestsAreGiven
    let folder = given ?? settings.manifests.first?.path ?? "presets"
    let absolute = repository.absolutePath(folder)
    path = repository.pathFromWorkingDirectory(repository.name(of: absolute))
    if let present = try? FilePath(absolute).stat(), present.type != .directory {
      throw Failure(usage: "'\(path)' is no folder", hint: "name a folder with \(option)")
    }
    // Within the manifests of the project, every one of them could declare the same preset.
    let around = settings.manifests.map { settings.repository.absolutePath($0.path) }
    let isWithin = around.contains { absolute == $0 || absolute.hasPrefix($0 + "/") }
    isOfProject = isWithin
    let target = ManifestPath(absolute, isGiven ? .given : .byDefault)
    existing = session.loader.existing(isWithin ? settings.manifests + [target] : [target])
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
        hint: "remove that manifest, or name another folder with \(option)")
    }
    try fileSet(export).check(isForced: isForced, hint: "--force overwrites, \(option) names another folder")
  }

  /// Writes the files that are not there yet as they shall be, and tells what became of each.
  func write(_ export: Export) throws(Failure) -> [ExportReport.File] {
    let outcomes = try fileSet(export).write()
    return zip(export.files, outcomes).map { .init(path(of: $0), $0.manifest, $1) }
  }

  private func fileSet(_ export: Export) -> FileSet {
    FileSet(
      files: export.files.map { .init(path: path(of: $0), text: $0.text) }, repository: repository, mayLeave: isGiven)
  }

  private func path(of file: Export.File) -> String {
    FilePath(path).appending(file.name).string
  }

  private func absolutePath(_ file: Export.File) -> String {
    repository.absolutePath(path(of: file))
  }
}
