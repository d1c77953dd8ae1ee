package import Diagnostics

/// A path of manifests or overlays, and where it comes from.
package struct ManifestPath: Hashable, Sendable {
  package enum Origin: Hashable, Sendable {
    /// The command line or its environment variable; such a path may be outside the repository.
    case commandLine
    /// The default folder.
    case `default`
    /// The project file.
    case projectFile(Located<String>)
  }

  /// The absolute path, or the path relative to the working directory.
  package let path: String
  package let origin: Origin

  package init(_ path: String, _ origin: Origin) {
    self.path = path
    self.origin = origin
  }

  /// Whether the path may be outside the repository.
  var mayLeaveRepository: Bool { origin == .commandLine }

  /// The path as written in the project file; nil if it comes from elsewhere.
  var written: String? {
    guard case .projectFile(let written) = origin else { return nil }
    return written.value
  }

  /// Returns a diagnostic of the path, located in the project file if the path comes from there.
  func diagnostic(_ problem: Problem, in repository: Repository) -> Diagnostic {
    guard case .projectFile(let written) = origin else {
      return Diagnostic(problem, at: Location(file: repository.name(of: repository.absolutePath(path))))
    }
    return Diagnostic(problem, at: written)
  }
}
