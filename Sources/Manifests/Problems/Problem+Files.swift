package import Diagnostics

extension Problem {
  static func missingPath(_ path: ManifestPath) -> Problem {
    let hint: String? =
      switch path.origin {
      case .commandLine: nil
      case .default: "run 'presetctl init' to create manifests, or pass --manifests PATH"
      case .projectFile: "paths are relative to the project file's folder"
      }
    return Problem(.missingPath, "no such file or folder" + (path.written.map { ": '\($0)'" } ?? ""), hint: hint)
  }

  static func unreadablePath(reason: String) -> Problem {
    Problem(.unreadablePath, "could not read this path: \(reason)")
  }

  static let notAManifest = Problem(.notAManifest, "not a manifest: the name must end in .yaml, .yml, or .json")

  /// - Parameter folder: The folder as the project file names it.
  static func noManifests(_ role: DocumentRole, in folder: String?) -> Problem {
    let folder = folder.map { "'\($0)'" } ?? "the folder"
    return Problem(
      .noManifests, "no \(role.noun)s found: \(folder) contains no .yaml, .yml, or .json files",
      hint: role == .overlay ? "add the fields that differ in this environment, or remove the path" : absenceHint)
  }

  package static let leavesRepository = Problem(
    .leavesRepository, "the path leads outside the repository",
    hint: "to read files outside the repository, name their path on the command line")

  package static func emptyFile(_ role: DocumentRole) -> Problem {
    switch role {
    case .project:
      Problem(
        .emptyFile, "the project file is empty",
        hint: "add settings that differ from the defaults, such as 'manifests: presets', or delete the file")
    case .overlay:
      Problem(
        .emptyFile, "the file contains no overlay",
        hint: "add the name of a manifest and the fields to override, or delete the file")
    case .manifest: Problem(.emptyFile, "the file contains no manifest", hint: absenceHint)
    }
  }

  private static let absenceHint =
    "a missing manifest never deletes a preset; to delete one, declare it with 'state: absent'"
}

extension DocumentRole {
  fileprivate var noun: String {
    switch self {
    case .manifest: "manifest"
    case .overlay: "overlay"
    case .project: "project file"
    }
  }
}
