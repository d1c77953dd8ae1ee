package import Diagnostics

/// The project file `presetctl.yaml`: the paths of the manifests, and the environments that they apply to.
package struct Project: Hashable, Sendable {
  package static let fileName = "presetctl.yaml"
  /// A common wrong name of the file.
  package static let misspelledFileName = "presetctl.yml"

  /// The path of the file in diagnostics.
  package let file: String
  /// Manifest files and folders, relative to the file's folder; nil if the file does not set them.
  package let manifests: [Located<String>]?
  /// Whether keys that the schema does not know are sent as written, with a warning.
  package let allowsUnknownFields: Bool
  /// The severities of the lint rules.
  package let lint: LintLevels
  /// The environments in file order.
  package let environments: [ProjectEnvironment]
}

/// An environment as the project file declares it.
package struct ProjectEnvironment: Hashable, Sendable {
  package let name: String
  /// The id of the Cloudflare account.
  package let accountID: Located<String>?
  /// The id of the RealtimeKit app.
  package let appID: Located<String>?
  /// The URL of the API.
  package let baseURL: Located<String>?
  /// Overlay files and folders, relative to the project file's folder; later ones win.
  package let overlays: [Located<String>]
  /// The presets that the environment manages in addition to the declared ones.
  package let scope: Scope
  /// The limits and policies that block dangerous operations.
  package let safeguards: Safeguards
}

extension Project {
  /// Reads a project file. The project must not be used if a diagnostic is an error.
  /// - Parameters:
  ///   - file: The path of the file in diagnostics.
  ///   - usesManifests: Whether this run uses the `manifests` key, whose paths are then checked.
  ///   - canRead: Returns whether manifests and overlays may be read from a path in the file.
  package static func read(
    _ bytes: [UInt8], file: String, usesManifests: Bool = true, canRead: (String) -> Bool = { _ in true }
  ) -> (project: Project?, diagnostics: [Diagnostic]) {
    let text = ManifestText(bytes, file: file, format: .yaml, as: .project)
    guard let document = text.documents.first else { return (nil, text.diagnostics) }
    var reader = ProjectReader(file: file)
    let project = reader.project(document)
    for extra in text.documents.dropFirst() { reader.values.report(.secondDocument, at: extra) }
    let paths = (usesManifests ? project?.manifests ?? [] : []) + (project?.environments ?? []).flatMap(\.overlays)
    let outside = paths.filter { !canRead($0.value) }
      .map { Diagnostic(.leavesRepository, at: $0.location, width: $0.width) }
    var diagnostics = text.withExcerpts(text.diagnostics + reader.values.diagnostics + outside)
    for index in diagnostics.indices where reader.redactedLines.contains(diagnostics[index].location.line) {
      diagnostics[index].excerpt = nil
    }
    return (project, diagnostics.sorted())
  }
}
