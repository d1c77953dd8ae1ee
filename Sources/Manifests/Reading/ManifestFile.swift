import Diagnostics
import YAML

/// A manifest file that was read.
///
/// It does not keep the nodes: those of thousands of files would take more memory than everything else.
struct ManifestFile: Sendable {
  let name: String
  let manifests: [Manifest]
  /// The problems of the text and of keys that are not fields.
  let diagnostics: [Diagnostic]
  /// Whether the text could be read to its end. If not, its presets are unknown.
  let isComplete: Bool
  private let source: SourceText?

  /// Reads the manifests of a text.
  init(_ text: ManifestText, allowsUnknownFields: Bool, as role: DocumentRole = .manifest) {
    name = text.file
    (manifests, diagnostics) = ManifestReader.manifests(in: text, allowsUnknownFields: allowsUnknownFields, as: role)
    isComplete = text.isComplete
    source = text.source
  }

  /// Returns the diagnostics with their source lines.
  func withExcerpts(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    source?.withExcerpts(diagnostics) ?? diagnostics
  }
}
