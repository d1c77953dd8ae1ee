import Authoring
import Manifests
import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder that an export is written to, and the manifests that are already there.
struct ExportFolder: Sendable {
  /// The folder's path from the working directory.
  let path: String
  /// Whether the folder is part of the manifests that a plan reads.
  let isInProject: Bool
  /// The option that selects the folder, for hints.
  private let option: String
  private let isGiven: Bool
  private let repository: Repository
  private let existing: ExistingManifests

  /// Selects the given folder, or else the first manifest folder, and reads the manifests that are already there.
  /// - Parameter option: The option that selects the folder, for hints.
  static func open(
    _ given: String?, _ session: Session, option: String = "--out"
  ) throws(CommandFailure) -> ExportFolder {
    let settings = session.settings
    let repository = settings.repository
    let isGiven = given != nil || settings.manifestsAreGiven
    let folder = given ?? settings.manifests.first?.path ?? "presets"
    let absolute = repository.absolutePath(folder)
    let path = repository.relativePath(repository.name(of: absolute))
    if let present = try? FilePath(absolute).stat(), present.type != .directory {
      throw CommandFailure(usage: "'\(path)' is not a folder", hint: "use \(option) with a folder")
    }
    // Inside the project's manifests, any of them may already declare an exported preset.
    let around = settings.manifests.map { repository.absolutePath($0.path) }
    let isWithin = around.contains { absolute == $0 || absolute.hasPrefix($0 + "/") }
    let target = ManifestPath(absolute, isGiven ? .commandLine : .default)
    return ExportFolder(
      path: path, isInProject: isWithin, option: option, isGiven: isGiven, repository: repository,
      existing: session.loader.existing(isWithin ? settings.manifests + [target] : [target]))
  }

  /// Returns the export with shared fields in a base whose name is not taken.
  func withSharedBase(_ export: Export) -> Export {
    export.withSharedBase { name, fileName in
      let file = repository.name(of: repository.absolutePath(FilePath(path).appending(fileName).string))
      return existing.allowsBase(named: name, in: file, for: export)
    }
  }

  /// Throws if the export would duplicate a preset, leave the repository, or overwrite a file that differs.
  func check(_ export: Export, isForced: Bool) throws(CommandFailure) {
    if let duplicate = existing.duplicates(of: export, name: { repository.name(of: absolutePath($0)) }).first {
      throw CommandFailure(
        .failure,
        "'\(duplicate.name)' is already declared in '\(repository.relativePath(duplicate.file))'; "
          + "nothing was written",
        hint: "remove that manifest, or select another folder with \(option)")
    }
    try fileSet(export).check(
      isForced: isForced, hint: "use --force to overwrite, or \(option) to select another folder")
  }

  /// Writes the files that differ, and returns the outcome for each file.
  func write(_ export: Export) throws(CommandFailure) -> [ExportReport.File] {
    let outcomes = try fileSet(export).write()
    return zip(export.files, outcomes).map { .init(path(of: $0), $0.manifest, $1) }
  }

  private func fileSet(_ export: Export) -> FileSet {
    FileSet(
      files: export.files.map { .init(path: path(of: $0), text: $0.text) }, repository: repository,
      allowsOutsideRepository: isGiven)
  }

  private func path(of file: Export.File) -> String {
    FilePath(path).appending(file.name).string
  }

  private func absolutePath(_ file: Export.File) -> String {
    repository.absolutePath(path(of: file))
  }
}
