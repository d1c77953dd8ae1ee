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
    let (files, diagnostics) = read(paths, mayLeave: areGivenByHand)
    let layers = overlays.map { read([$0], mayLeave: false, as: .overlay) }
    return load(
      files, diagnostics, library: read(library, mayLeave: libraryIsGivenByHand).files, layers: layers.map(\.files),
      layers.flatMap(\.diagnostics))
  }

  /// Reads the manifests below paths, as they are written.
  func read(
    _ paths: [String], mayLeave: Bool, as role: ManifestReader.Role = .manifest
  ) -> (files: [ManifestFile], diagnostics: [Diagnostic]) {
    let (files, diagnostics) = ManifestFiles.read(paths, in: folder, mayLeave: mayLeave, sizeLimit: limits.bytes)
    let (limits, allowsUnknownFields) = (limits, allowsUnknownFields)
    let read = files.concurrentMap { file in
      let text = ManifestText(file.bytes, file: file.name, format: file.format, limits: limits)
      return ManifestFile(text, allowsUnknownFields: allowsUnknownFields, as: role)
    }
    return (read, diagnostics)
  }

  /// Loads manifests from texts.
  package func load(
    _ texts: [ManifestText], library: [ManifestText] = [], layers: [[ManifestText]] = []
  ) -> LoadedManifests {
    func read(_ texts: [ManifestText], _ role: ManifestReader.Role = .manifest) -> [ManifestFile] {
      texts.map { ManifestFile($0, allowsUnknownFields: allowsUnknownFields, as: role) }
    }
    return load(read(texts), [], library: read(library), layers: layers.map { read($0, .overlay) }, [])
  }

  private func load(
    _ files: [ManifestFile], _ earlier: [Diagnostic], library: [ManifestFile], layers: [[ManifestFile]],
    _ problemsOfLayers: [Diagnostic]
  ) -> LoadedManifests {
    var manifests = files.flatMap(\.manifests)
    var diagnostics = earlier + files.flatMap(\.diagnostics)
    let isWhole = (files + library).allSatisfy(\.isWhole) && !earlier.containsErrors
    let abstract = manifests.count { $0.purpose == .abstract }
    let overlaid = Overlay.lay(layers.map { $0.flatMap(\.manifests) }, over: manifests, isWhole: isWhole)
    manifests = overlaid.manifests
    diagnostics += problemsOfLayers + layers.flatMap(\.self).flatMap(\.diagnostics) + overlaid.diagnostics
    let (state, problems) = Inheritance.resolve(manifests, library: library.flatMap(\.manifests), isWhole: isWhole)
    diagnostics += problems
    if let lint {
      // What no preset has can only be told where all of them are known.
      let areAll = !diagnostics.containsErrors && Set(library.map(\.name)).isSubset(of: files.map(\.name))
      diagnostics += Linter.diagnostics(of: state.presets, lint, areAll: areAll)
    }
    return LoadedManifests(
      state: state,
      diagnostics: Self.excerpted(Array(Set(diagnostics)), from: files + library + layers.flatMap(\.self)).sorted(),
      files: files.count, abstract: abstract)
  }

  private static func excerpted(_ diagnostics: [Diagnostic], from files: [ManifestFile]) -> [Diagnostic] {
    guard !diagnostics.isEmpty else { return [] }
    let byFile = Dictionary(grouping: diagnostics) { ExactString($0.location.file) }
    let sources = Dictionary(files.map { (ExactString($0.name), $0) }) { first, _ in first }
    return byFile.flatMap { file, diagnostics in
      sources[file]?.excerpted(diagnostics) ?? diagnostics
    }
  }
}
