public import YAML

/// What was loaded from manifests, and what is wrong with them.
public struct LoadedManifests: Hashable, Sendable {
  /// What the manifests want; only to be acted upon when no diagnostic is an error.
  public let state: DesiredState
  /// Everything that is wrong, in all files, sorted.
  public let diagnostics: [Diagnostic]
  /// The number of files read.
  public let files: Int
  /// The number of manifests that are only bases.
  public let abstract: Int
}

/// Loads manifests: from files to what they want.
public struct ManifestLoader: Sendable {
  private let folder: RepositoryFolder
  private let limits: Limits
  private let allowsUnknownFields: Bool

  /// Creates a loader for the manifests of a repository.
  /// - Parameter allowsUnknownFields: Whether keys that the schema does not know are sent as written, with a warning.
  public init(in folder: RepositoryFolder, allowsUnknownFields: Bool = false, limits: Limits = Limits()) {
    self.folder = folder
    self.limits = limits
    self.allowsUnknownFields = allowsUnknownFields
  }

  /// Loads the manifests at `paths`, files or folders given from the working directory.
  /// - Parameters:
  ///   - areGivenByHand: Whether a person named the paths for this run, which lets them lie outside the repository folder.
  ///   - library: Where else to look for bases; only what is wrong with inherited fields is reported there.
  ///   - libraryIsGivenByHand: The same of the library.
  public func load(
    _ paths: [String], areGivenByHand: Bool, library: [String] = [], libraryIsGivenByHand: Bool = false
  ) -> LoadedManifests {
    let (texts, diagnostics) = parse(paths, mayLeave: areGivenByHand)
    return load(texts, diagnostics, library: parse(library, mayLeave: libraryIsGivenByHand).texts)
  }

  private func parse(_ paths: [String], mayLeave: Bool) -> (texts: [ManifestText], diagnostics: [Diagnostic]) {
    let (files, diagnostics) = ManifestFiles.read(paths, in: folder, mayLeave: mayLeave, sizeLimit: limits.bytes)
    return (files.map { ManifestText($0.bytes, file: $0.name, format: $0.format, limits: limits) }, diagnostics)
  }

  /// Loads manifests from texts.
  package func load(
    _ texts: [ManifestText], _ earlier: [Diagnostic] = [], library: [ManifestText] = []
  ) -> LoadedManifests {
    var manifests: [Manifest] = []
    var diagnostics = earlier
    for text in texts {
      let (found, problems) = ManifestReader.manifests(in: text, allowsUnknownFields: allowsUnknownFields)
      manifests += found
      diagnostics += problems
    }
    let isWhole = (texts + library).allSatisfy(\.isWhole) && !earlier.containsErrors
    let bases = library.flatMap {
      ManifestReader.manifests(in: $0, allowsUnknownFields: allowsUnknownFields).manifests
    }
    let (state, problems) = Inheritance.resolve(manifests, library: bases, isWhole: isWhole)
    diagnostics += problems
    return LoadedManifests(
      state: state, diagnostics: Self.excerpted(Array(Set(diagnostics)), from: texts + library).sorted(),
      files: texts.count,
      abstract: manifests.count { $0.purpose == .abstract })
  }

  private static func excerpted(_ diagnostics: [Diagnostic], from texts: [ManifestText]) -> [Diagnostic] {
    guard !diagnostics.isEmpty else { return [] }
    let byFile = Dictionary(grouping: diagnostics) { ExactString($0.location.file) }
    let textByFile = Dictionary(texts.map { (ExactString($0.file), $0) }) { first, _ in first }
    return byFile.flatMap { file, diagnostics in
      textByFile[file]?.excerpted(diagnostics) ?? diagnostics
    }
  }
}
