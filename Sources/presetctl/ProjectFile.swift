import Presets

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The project file of a run, found and read.
struct ProjectFile {
  /// What it says.
  let project: Project
  /// Its folder's absolute path, from which its paths count.
  let folder: String

  private static let sizeLimit = 1 << 20

  /// Reads the project file that was named, or else the nearest one; nil where there is none.
  /// - Parameter manifestsAreGiven: Whether this run has manifests from elsewhere, so that those of the file do not matter.
  static func find(
    named path: String?, _ here: RepositoryFolder, manifestsAreGiven: Bool
  ) throws(Failure) -> ProjectFile? {
    let found = path.map(here.absolutePath) ?? here.nearest(Project.fileName, Project.mistakenFileName)
    guard let file = found else { return nil }
    let name = here.name(of: file)
    // Passed over in silence, it would protect nothing.
    guard path != nil || !file.hasSuffix("/" + Project.mistakenFileName) else {
      throw Failure(
        .badInput, "the project file is called \(Project.fileName), and this one '\(name)'",
        hint: "rename it, or name it with --config")
    }
    let folder = String(file.prefix(upTo: file.lastIndex(of: "/") ?? file.startIndex))
    let repository = RepositoryFolder(around: here.workingDirectory, projectFolder: folder)
    // Its lines would be shown, should they be wrong.
    guard path != nil || repository.holds(file) else {
      throw Failure(
        .badInput, "1 error in the project file",
        diagnostics: [Diagnostic(.leavesRepository, at: Location(file: name))])
    }
    guard let bytes = TextFile.bytes(file, limit: sizeLimit) else {
      throw Failure(
        .badInput,
        FileManager.default.fileExists(atPath: file)
          ? "the project file '\(path ?? name)' cannot be read, or is larger than \(sizeLimit) bytes"
          : "there is no project file '\(path ?? name)'")
    }
    let (project, diagnostics) = Project.read(bytes, file: name, manifestsMatter: !manifestsAreGiven) {
      repository.holds(Self.path($0, in: folder))
    }
    guard let project, !diagnostics.containsErrors else {
      let errors = counted(max(1, diagnostics.count { $0.severity == .error }), "error")
      throw Failure(.badInput, "\(errors) in the project file", diagnostics: diagnostics)
    }
    return ProjectFile(project: project, folder: folder)
  }

  /// The manifests that the file names, as paths that do not depend on where one is.
  var manifests: [ManifestPath] {
    project.manifests?.map(path) ?? [ManifestPath(folder + "/presets", .byDefault)]
  }

  /// What an environment lays over the manifests, as paths that do not depend on where one is.
  func overlays(of environment: ProjectEnvironment) -> [ManifestPath] {
    environment.overlays.map(path)
  }

  private func path(_ written: Located<String>) -> ManifestPath {
    ManifestPath(Self.path(written.value, in: folder), .project(written))
  }

  private static func path(_ written: String, in folder: String) -> String {
    written.hasPrefix("/") ? written : folder + "/" + written
  }

  /// The environment of a name, or else the only one; nil where the file declares none.
  func environment(named name: String?) throws(Failure) -> ProjectEnvironment? {
    let environments = project.environments
    let names = environments.map(\.name)
    if let name {
      if let environment = environments.first(where: { ExactString($0.name) == ExactString(name) }) {
        return environment
      }
      let nearest = Suggestion.nearest(to: name, among: names).map { ". Did you mean '\($0)'?" } ?? ""
      throw Failure(
        usage: "there is no environment '\(name)' in '\(project.file)'\(nearest)",
        hint: names.isEmpty ? "it declares none" : "environments: \(names.joined(separator: ", "))")
    }
    guard environments.count <= 1 else {
      throw Failure(
        usage: "which environment? '\(project.file)' has \(names.joined(separator: ", "))", hint: "choose one with -e")
    }
    return environments.first
  }
}
