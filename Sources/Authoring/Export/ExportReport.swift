package import Manifests

/// The result of an export.
package struct ExportReport: Hashable, Sendable {
  /// The result for one file.
  package enum Outcome: String, CaseIterable, Sendable {
    case written
    /// The file already existed with the same bytes.
    case unchanged
  }

  /// A manifest and its file.
  package struct File: Hashable, Sendable {
    /// The path, relative to the working directory.
    package let path: String
    package let manifest: ManifestDraft
    package let outcome: Outcome

    package init(_ path: String, _ manifest: ManifestDraft, _ outcome: Outcome) {
      self.path = path
      self.manifest = manifest
      self.outcome = outcome
    }
  }

  /// The environment that was exported.
  package let environment: Environment
  /// The folder of the files, relative to the working directory.
  package let folder: String
  /// The files, sorted by name.
  package let files: [File]
  /// The presets that could not be exported.
  package let skipped: [Export.Skipped]
  /// The fields whose values manifests do not allow, which stay unmanaged.
  package let leftOut: [Export.OmittedField]

  package init(
    _ environment: Environment, folder: String, files: [File], skipped: [Export.Skipped], leftOut: [Export.OmittedField]
  ) {
    self.environment = environment
    self.folder = folder
    self.files = files
    self.skipped = skipped
    self.leftOut = leftOut
  }

  /// Whether the manifests require `allow_unknown_fields` in the project file.
  package var needsUnknownFields: Bool { files.contains { !$0.manifest.unknownFields.isEmpty } }

  /// Returns the number of files with an outcome.
  package func count(_ outcome: Outcome) -> Int {
    files.count { $0.outcome == outcome }
  }
}
