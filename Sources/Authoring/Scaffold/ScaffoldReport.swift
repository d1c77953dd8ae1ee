/// The result of `presetctl init`.
package struct ScaffoldReport: Hashable, Sendable {
  /// A file of the new project.
  package struct File: Hashable, Sendable {
    /// The path, relative to the working directory.
    package let path: String
    /// A short description.
    package let content: String
    package let outcome: ExportReport.Outcome

    package init(_ path: String, _ content: String, _ outcome: ExportReport.Outcome) {
      self.path = path
      self.content = content
      self.outcome = outcome
    }
  }

  /// The files, starting with the project file.
  package let files: [File]
  /// The export that wrote the manifests; nil for starter manifests.
  package let export: ExportReport?

  /// - Parameters:
  ///   - files: The files that are not part of the export.
  ///   - export: The export that wrote the manifests.
  package init(_ files: [File], _ export: ExportReport? = nil) {
    self.files =
      files
      + (export?.files ?? []).map { file in
        let name = file.manifest.name
        return File(file.path, file.manifest.isAbstract ? "\(name) (abstract)" : name, file.outcome)
      }
    self.export = export
  }

  /// Returns the number of files with an outcome.
  package func count(_ outcome: ExportReport.Outcome) -> Int {
    files.count { $0.outcome == outcome }
  }
}
