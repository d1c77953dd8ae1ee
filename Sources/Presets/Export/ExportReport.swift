/// What became of an export.
public struct ExportReport: Hashable, Sendable {
  /// What became of a file.
  public enum Outcome: String, CaseIterable, Sendable {
    case written
    /// It was there already, byte for byte.
    case unchanged
  }

  /// A manifest's file.
  public struct File: Hashable, Sendable {
    /// The file, from the working directory.
    public let path: String
    /// The manifest in it.
    public let manifest: ManifestDraft
    /// What became of it.
    public let outcome: Outcome

    /// Creates a file.
    public init(_ path: String, _ manifest: ManifestDraft, _ outcome: Outcome) {
      self.path = path
      self.manifest = manifest
      self.outcome = outcome
    }
  }

  /// The app that was exported.
  public let environment: Environment
  /// The folder of the files, from the working directory.
  public let folder: String
  /// The files, sorted by name.
  public let files: [File]
  /// The presets of which no manifest can be made.
  public let skipped: [Export.Skipped]
  /// Fields that no manifest can say, and that are left unmanaged.
  public let leftOut: [Export.LeftOut]

  /// Creates a report.
  public init(
    _ environment: Environment, folder: String, files: [File], skipped: [Export.Skipped], leftOut: [Export.LeftOut]
  ) {
    self.environment = environment
    self.folder = folder
    self.files = files
    self.skipped = skipped
    self.leftOut = leftOut
  }

  /// Whether a plan of the manifests takes a project file that allows unknown fields.
  public var needsUnknownFields: Bool { files.contains { !$0.manifest.unknownFields.isEmpty } }

  /// The number of files of which an outcome became.
  public func count(_ outcome: Outcome) -> Int {
    files.count { $0.outcome == outcome }
  }
}
