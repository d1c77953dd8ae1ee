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

  /// The manifests, with what is wrong with the same ones for another environment.
  public func joined(with other: LoadedManifests) -> LoadedManifests {
    LoadedManifests(
      state: state, diagnostics: Set(diagnostics + other.diagnostics).sorted(), files: files, abstract: abstract)
  }
}

/// Loads manifests: from files to what they want.
public struct ManifestLoader: Sendable {
  private let folder: RepositoryFolder
  private let limits: Limits
  private let allowsUnknownFields: Bool
  private let lint: LintLevels?

  /// Creates a loader for the manifests of a repository.
  /// - Parameters:
  ///   - allowsUnknownFields: Whether keys that the schema does not know are sent as written, with a warning.
  ///   - lint: How grave the lint rules are taken; nil for not to look at them.
  public init(
    in folder: RepositoryFolder, allowsUnknownFields: Bool = false, limits: Limits = Limits(), lint: LintLevels? = nil
  ) {
    self.folder = folder
    self.limits = limits
    self.allowsUnknownFields = allowsUnknownFields
    self.lint = lint
  }

  /// Loads the manifests at `paths`, files or folders given from the working directory.
  /// - Parameters:
  ///   - areGivenByHand: Whether a person named the paths for this run, which lets them lie outside the repository folder.
  ///   - library: Where else to look for bases; only what is wrong with inherited fields is reported there.
  ///   - libraryIsGivenByHand: The same of the library.
  ///   - overlays: Files and folders of what is laid over the manifests, in this order; later ones win.
  public func load(
    _ paths: [String], areGivenByHand: Bool, library: [String] = [], libraryIsGivenByHand: Bool = false,
    overlays: [String] = []
  ) -> LoadedManifests {
    let (texts, diagnostics) = parse(paths, mayLeave: areGivenByHand)
    let layers = overlays.map { parse([$0], mayLeave: false) }
    return load(
      texts, diagnostics, library: parse(library, mayLeave: libraryIsGivenByHand).texts, layers: layers.map(\.texts),
      layers.flatMap(\.diagnostics))
  }

  func parse(_ paths: [String], mayLeave: Bool) -> (texts: [ManifestText], diagnostics: [Diagnostic]) {
    let (files, diagnostics) = ManifestFiles.read(paths, in: folder, mayLeave: mayLeave, sizeLimit: limits.bytes)
    return (files.map { ManifestText($0.bytes, file: $0.name, format: $0.format, limits: limits) }, diagnostics)
  }

  /// Loads manifests from texts.
  package func load(
    _ texts: [ManifestText], _ earlier: [Diagnostic] = [], library: [ManifestText] = [],
    layers: [[ManifestText]] = [], _ problemsOfLayers: [Diagnostic] = []
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
    let abstract = manifests.count { $0.purpose == .abstract }
    let overlays = overlays(in: layers)
    let overlaid = Overlay.lay(overlays.layers, over: manifests, isWhole: isWhole)
    manifests = overlaid.manifests
    diagnostics += problemsOfLayers + overlays.diagnostics + overlaid.diagnostics
    let (state, problems) = Inheritance.resolve(manifests, library: bases, isWhole: isWhole)
    diagnostics += problems
    if let lint {
      // What no preset has can only be told where all of them are known.
      let areAll = !diagnostics.containsErrors && Set(library.map(\.file)).isSubset(of: texts.map(\.file))
      diagnostics += Linter.diagnostics(of: state.presets, lint, areAll: areAll)
    }
    return LoadedManifests(
      state: state,
      diagnostics: Self.excerpted(Array(Set(diagnostics)), from: texts + library + layers.flatMap(\.self)).sorted(),
      files: texts.count, abstract: abstract)
  }

  private func overlays(in layers: [[ManifestText]]) -> (layers: [[Manifest]], diagnostics: [Diagnostic]) {
    let read = layers.map { texts in
      texts.map { ManifestReader.manifests(in: $0, allowsUnknownFields: allowsUnknownFields, as: .overlay) }
    }
    return (read.map { $0.flatMap(\.manifests) }, read.flatMap(\.self).flatMap(\.diagnostics))
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
