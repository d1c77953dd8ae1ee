/// What became of a scaffold.
public struct ScaffoldReport: Hashable, Sendable {
  /// A file of it.
  public struct File: Hashable, Sendable {
    /// The file, from the working directory.
    public let path: String
    /// What is in it, in a few words.
    public let content: String
    /// What became of it.
    public let outcome: ExportReport.Outcome

    /// Creates a file.
    public init(_ path: String, _ content: String, _ outcome: ExportReport.Outcome) {
      self.path = path
      self.content = content
      self.outcome = outcome
    }
  }

  /// The files, the project file first.
  public let files: [File]
  /// The export that the manifests come from; nil where they are made up.
  public let export: ExportReport?

  /// Creates a report.
  /// - Parameters:
  ///   - files: The files beside those of the export.
  ///   - export: The export that the manifests come from.
  public init(_ files: [File], _ export: ExportReport? = nil) {
    self.files =
      files
      + (export?.files ?? []).map { file in
        let name = file.manifest.name
        return File(file.path, file.manifest.isAbstract ? "\(name) (a base)" : name, file.outcome)
      }
    self.export = export
  }

  /// The number of files of which an outcome became.
  public func count(_ outcome: ExportReport.Outcome) -> Int {
    files.count { $0.outcome == outcome }
  }
}
