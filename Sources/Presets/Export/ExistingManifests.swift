/// The manifests that are there already where others are to be written.
public struct ExistingManifests: Hashable, Sendable {
  private let manifests: [Manifest]

  /// Takes manifests as they are written.
  public init(_ manifests: [Manifest] = []) {
    self.manifests = manifests
  }

  /// A preset that is declared already, in another file than the one for it.
  public struct Duplicate: Hashable, Sendable {
    /// The name that would be declared twice.
    public let name: String
    /// The file that declares it, or one that differs only in case or Unicode form.
    public let file: String
  }

  /// The declarations that another file has of what an export declares.
  /// - Parameter name: The name of a file of the export, as diagnostics call it.
  public func duplicates(of export: Export, name: (Export.File) -> String) -> [Duplicate] {
    let byName = Dictionary(grouping: manifests) { $0.name.value.lowercased() }
    let written = Set(export.files.map { ExactString(name($0)) })
    return export.files.flatMap { file in
      (byName[file.manifest.name.lowercased()] ?? [])
        // What is overwritten declares nothing any more.
        .filter { !written.contains(ExactString($0.location.file)) }
        .map { Duplicate(name: file.manifest.name, file: $0.location.file) }
    }
  }

  /// Whether a base may be written to a file: nothing else has that name or stands in that file, and whoever extends a base of
  /// that name already is exported anew.
  public func letBase(named name: String, in file: String, for export: Export) -> Bool {
    let exported = Set(export.files.map { ExactString($0.manifest.name) })
    return manifests.allSatisfy { manifest in
      let isNamesake = manifest.name.value.lowercased() == name.lowercased()
      let isInFile = manifest.location.file.isExactly(file)
      let isHeir = manifest.bases.contains { $0.value.isExactly(name) }
      if isNamesake != isInFile || (isNamesake && manifest.purpose != .abstract) { return false }
      return !isHeir || exported.contains(ExactString(manifest.name.value))
    }
  }
}

extension ManifestLoader {
  /// The manifests below paths as they are written; what cannot be read is passed over.
  public func existing(_ paths: [ManifestPath]) -> ExistingManifests {
    ExistingManifests(read(paths).files.flatMap(\.manifests))
  }
}
