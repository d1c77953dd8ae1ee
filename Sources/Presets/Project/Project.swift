/// The project file `presetctl.yaml`: where the manifests are, and the environments they are for.
public struct Project: Hashable, Sendable {
  /// The file's name.
  public static let fileName = "presetctl.yaml"
  /// What people call it by mistake.
  public static let mistakenFileName = "presetctl.yml"

  /// The file as diagnostics name it.
  public let file: String
  /// Manifests and folders of them, from the file's folder; nil where the file does not say.
  public let manifests: [Located<String>]?
  /// Whether keys that the schema does not know are sent as written, with a warning.
  public let allowsUnknownFields: Bool
  /// How grave the lint rules are taken.
  public let lint: LintLevels
  /// The environments in the order they are written.
  public let environments: [ProjectEnvironment]
}

/// An environment as the project file declares it.
public struct ProjectEnvironment: Hashable, Sendable {
  /// The environment's name.
  public let name: String
  /// The Cloudflare account.
  public let accountID: Located<String>?
  /// The RealtimeKit app.
  public let appID: Located<String>?
  /// The API's address.
  public let baseURL: Located<String>?
  /// Files and folders of what is laid over the manifests, from the project file's folder; later ones win.
  public let overlays: [Located<String>]
  /// What the environment answers for beside the declared presets.
  public let scope: Scope
  /// What keeps a plan from doing what nobody may want.
  public let safeguards: Safeguards
}

extension Project {
  /// Reads a project file; it is only to be used when no diagnostic is an error.
  /// - Parameters:
  ///   - file: The file as diagnostics name it.
  ///   - manifestsMatter: Whether this run takes its manifests from where the file says.
  ///   - mayRead: Whether a path, as it is written, lies where manifests and overlays may be read.
  public static func read(
    _ bytes: [UInt8], file: String, manifestsMatter: Bool = true, mayRead: (String) -> Bool = { _ in true }
  ) -> (project: Project?, diagnostics: [Diagnostic]) {
    let text = ManifestText(bytes, file: file, format: .yaml, as: .project)
    guard let document = text.documents.first else { return (nil, text.diagnostics) }
    var reader = ProjectReader(file: file)
    let project = reader.project(document)
    for extra in text.documents.dropFirst() { reader.values.report(.secondDocument, at: extra) }
    let paths = (manifestsMatter ? project?.manifests ?? [] : []) + (project?.environments ?? []).flatMap(\.overlays)
    let outside = paths.filter { !mayRead($0.value) }
      .map { Diagnostic(.leavesRepository, at: $0.location, width: $0.width) }
    let diagnostics = text.excerpted(text.diagnostics + reader.values.diagnostics + outside)
    return (project, diagnostics.withoutAddresses.sorted())
  }
}

extension [Diagnostic] {
  /// The diagnostics without the lines of addresses that are wrong: these may hold a password.
  fileprivate var withoutAddresses: [Diagnostic] {
    let lines = filter { if case .invalidAddress = $0.fault { true } else { false } }.map(\.location.line)
    return map { diagnostic in
      var diagnostic = diagnostic
      if lines.contains(diagnostic.location.line) { diagnostic.excerpt = nil }
      return diagnostic
    }
  }
}
