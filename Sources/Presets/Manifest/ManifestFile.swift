import YAML

/// One file of manifests, read.
///
/// Its nodes are gone by then: those of thousands of files take more memory than all else together.
struct ManifestFile: Sendable {
  let name: String
  let manifests: [Manifest]
  /// What is wrong with the text, and with what does not concern single fields.
  let diagnostics: [Diagnostic]
  /// Whether the text could be read to its end. What it declares is unknown if not.
  let isWhole: Bool
  private let source: SourceText?

  /// Reads what stands in a text.
  init(_ text: ManifestText, allowsUnknownFields: Bool, as role: ManifestRole = .manifest) {
    name = text.file
    (manifests, diagnostics) = ManifestReader.manifests(in: text, allowsUnknownFields: allowsUnknownFields, as: role)
    isWhole = text.isWhole
    source = text.source
  }

  /// The diagnostics with the source lines they speak of.
  func excerpted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    source?.excerpted(diagnostics) ?? diagnostics
  }
}
