import Presets

/// The project file of a run, found and read.
struct ProjectFile {
  /// What it says.
  let project: Project
  /// Its folder's absolute path, from which its paths count.
  let folder: String

  private static let sizeLimit = 1 << 20

  /// Reads the project file that was named, or else the nearest one; nil where there is none.
  static func find(named path: String?, _ repository: RepositoryFolder) throws(Failure) -> ProjectFile? {
    guard let file = path.map(repository.absolutePath) ?? repository.nearest(Project.fileName) else { return nil }
    let name = repository.name(of: file)
    guard let bytes = TextFile.bytes(file, limit: sizeLimit) else {
      throw Failure(
        .badInput, "the project file '\(path ?? name)' cannot be read, or is larger than \(sizeLimit) bytes")
    }
    let (project, diagnostics) = Project.read(bytes, file: name)
    guard let project, !diagnostics.containsErrors else {
      let errors = counted(max(1, diagnostics.count { $0.severity == .error }), "error")
      throw Failure(.badInput, "\(errors) in the project file", diagnostics: diagnostics)
    }
    return ProjectFile(project: project, folder: String(file.prefix(upTo: file.lastIndex(of: "/") ?? file.startIndex)))
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
