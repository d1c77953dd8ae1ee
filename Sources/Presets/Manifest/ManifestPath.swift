/// A path of manifests, or of what is laid over them, and how it came to be named.
public struct ManifestPath: Hashable, Sendable {
  /// How a path came to be named.
  public enum Origin: Hashable, Sendable {
    /// A person named it for this run, which lets it lie outside the repository folder.
    case given
    /// It is where manifests are looked for if nobody says.
    case byDefault
    /// It stands in the project file.
    case project(Located<String>)
  }

  /// The path from the working directory, or an absolute one.
  public let path: String
  /// How it came to be named.
  public let origin: Origin

  /// Names a path.
  public init(_ path: String, _ origin: Origin) {
    self.path = path
    self.origin = origin
  }

  /// Whether the path may lie outside the repository folder.
  var mayLeave: Bool { origin == .given }

  /// The path as the project file has it; nil where it stands elsewhere.
  var written: String? {
    guard case .project(let written) = origin else { return nil }
    return written.value
  }

  /// Something that is wrong with the path: at the project file's line where it stands there, else at the path itself.
  func diagnostic(_ fault: Fault, in folder: RepositoryFolder) -> Diagnostic {
    guard case .project(let written) = origin else {
      return Diagnostic(fault, at: Location(file: folder.name(of: folder.absolutePath(path))))
    }
    return Diagnostic(fault, at: written)
  }
}
