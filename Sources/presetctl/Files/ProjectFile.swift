import Diagnostics
import JSONValue
import Manifests

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A project file and its folder.
struct ProjectFile {
  /// The parsed content.
  let project: Project
  /// The absolute path of the folder, which paths in the file are relative to.
  let folder: String

  private static let sizeLimit = 1 << 20

  /// Reads the given project file, or else the nearest one; nil if none is found.
  /// - Parameter manifestsAreGiven: Whether `--manifests` replaces the manifests of the file, so they need not exist.
  static func find(
    named path: String?, _ here: Repository, manifestsAreGiven: Bool
  ) throws(CommandFailure) -> ProjectFile? {
    let found = path.map(here.absolutePath) ?? here.nearest(Project.fileName, Project.misspelledFileName)
    guard let file = found else { return nil }
    let name = here.name(of: file)
    // Ignoring a misnamed project file would silently drop its protection.
    guard path != nil || !file.hasSuffix("/" + Project.misspelledFileName) else {
      throw CommandFailure(
        .badInput, "the project file must be named '\(Project.fileName)', found '\(name)'",
        hint: "rename it, or pass it with --config")
    }
    let folder = String(file.prefix(upTo: file.lastIndex(of: "/") ?? file.startIndex))
    let repository = Repository.find(around: here.workingDirectory, projectFolder: folder)
    // Error messages would show lines of a file outside of the repository.
    guard path != nil || repository.contains(file) else {
      throw CommandFailure(
        .badInput, "1 error in the project file",
        diagnostics: [Diagnostic(.leavesRepository, at: Location(file: name))])
    }
    guard let bytes = TextFile.bytes(file, limit: sizeLimit) else {
      throw CommandFailure(
        .badInput,
        FileManager.default.fileExists(atPath: file)
          ? "could not read the project file '\(path ?? name)', or it is larger than \(sizeLimit) bytes"
          : "project file '\(path ?? name)' not found")
    }
    let (project, diagnostics) = Project.read(bytes, file: name, usesManifests: !manifestsAreGiven) {
      repository.contains(Self.path($0, in: folder))
    }
    guard let project, !diagnostics.containsErrors else {
      let errors = counted(max(1, diagnostics.count { $0.severity == .error }), "error")
      throw CommandFailure(.badInput, "\(errors) in the project file", diagnostics: diagnostics)
    }
    return ProjectFile(project: project, folder: folder)
  }

  /// The absolute paths of the manifests.
  var manifests: [ManifestPath] {
    project.manifests?.map(path) ?? [ManifestPath(folder + "/presets", .default)]
  }

  /// Returns the absolute paths of an environment's overlays.
  func overlays(of environment: ProjectEnvironment) -> [ManifestPath] {
    environment.overlays.map(path)
  }

  private func path(_ written: Located<String>) -> ManifestPath {
    ManifestPath(Self.path(written.value, in: folder), .projectFile(written))
  }

  private static func path(_ written: String, in folder: String) -> String {
    written.hasPrefix("/") ? written : folder + "/" + written
  }

  /// Returns the environment with a name, or else the only one; nil if the file declares no environment.
  func environment(named name: String?) throws(CommandFailure) -> ProjectEnvironment? {
    let environments = project.environments
    let names = environments.map(\.name)
    if let name {
      if let environment = environments.first(where: { ExactString($0.name) == ExactString(name) }) {
        return environment
      }
      let nearest = Suggestion.nearest(to: name, among: names).map { ". Did you mean '\($0)'?" } ?? ""
      throw CommandFailure(
        usage: "unknown environment '\(name)' in '\(project.file)'\(nearest)",
        hint: names.isEmpty
          ? "the project file declares no environments" : "available environments: \(names.joined(separator: ", "))")
    }
    guard environments.count <= 1 else {
      throw CommandFailure(
        usage: "no environment selected: '\(project.file)' declares \(names.joined(separator: ", "))",
        hint: "select one with -e")
    }
    return environments.first
  }
}
