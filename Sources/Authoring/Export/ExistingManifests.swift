import Diagnostics
import JSONValue
package import Manifests

/// The manifests that already exist where an export writes.
package struct ExistingManifests: Hashable, Sendable {
  private let manifests: [Manifest]

  package init(_ manifests: [Manifest] = []) {
    self.manifests = manifests
  }

  /// A preset of the export that another file already declares.
  package struct Duplicate: Hashable, Sendable {
    /// The duplicate name.
    package let name: String
    /// The file that declares the name, or one that differs only in case or Unicode form.
    package let file: String
  }

  /// Returns the presets of an export that other files already declare.
  /// - Parameter name: Maps a file of the export to its path in diagnostics.
  package func duplicates(of export: Export, name: (Export.File) -> String) -> [Duplicate] {
    let byName = Dictionary(grouping: manifests) { $0.name.value.lowercased() }
    let written = Set(export.files.map { ExactString(name($0)) })
    return export.files.flatMap { file in
      (byName[file.manifest.name.lowercased()] ?? [])
        // The export overwrites these files.
        .filter { !written.contains(ExactString($0.location.file)) }
        .map { Duplicate(name: file.manifest.name, file: $0.location.file) }
    }
  }

  /// Returns whether a base can be written to a file.
  ///
  /// No other manifest may have its name or be in its file, and the export must replace every manifest that extends a base
  /// with its name.
  package func allowsBase(named name: String, in file: String, for export: Export) -> Bool {
    let exported = Set(export.files.map { ExactString($0.manifest.name) })
    return manifests.allSatisfy { manifest in
      let hasSameName = manifest.name.value.lowercased() == name.lowercased()
      let isInFile = manifest.location.file.isExactly(file)
      let isChild = manifest.bases.contains { $0.value.isExactly(name) }
      if hasSameName != isInFile || (hasSameName && manifest.kind != .abstract) { return false }
      return !isChild || exported.contains(ExactString(manifest.name.value))
    }
  }
}

extension ManifestLoader {
  /// Returns the manifests at paths, before inheritance is resolved. Files that cannot be read are skipped.
  package func existing(_ paths: [ManifestPath]) -> ExistingManifests {
    ExistingManifests(manifests(at: paths))
  }
}
