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

  /// The manifests with what is wrong with some files only.
  public func only(_ isMeant: (String) -> Bool) -> LoadedManifests {
    LoadedManifests(
      state: state, diagnostics: diagnostics.filter { isMeant($0.location.file) }, files: files, abstract: abstract)
  }

  /// The manifests with what else is wrong.
  public func with(_ others: [Diagnostic]) -> LoadedManifests {
    LoadedManifests(state: state, diagnostics: (diagnostics + others).sorted(), files: files, abstract: abstract)
  }

  /// The same manifests, loaded for several environments: what is wrong for only some of them says for which.
  public static func joined(_ all: [(environments: [String], manifests: LoadedManifests)]) -> LoadedManifests {
    var environments: [Diagnostic: [String]] = [:]
    for (names, manifests) in all {
      for diagnostic in manifests.diagnostics { environments[diagnostic, default: []] += names }
    }
    let count = all.reduce(0) { $0 + $1.environments.count }
    let diagnostics = environments.map { diagnostic, names in
      var diagnostic = diagnostic
      if names.count < count { diagnostic.environments = names }
      return diagnostic
    }
    let first = all[0].manifests
    return LoadedManifests(
      state: first.state, diagnostics: diagnostics.sorted(), files: first.files, abstract: first.abstract)
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
  ///   - library: Where else to look for bases; only what is wrong with inherited fields is reported there.
  ///   - overlays: Files and folders of what is laid over the manifests, in this order; later ones win.
  public func load(
    _ paths: [ManifestPath], library: [ManifestPath] = [], overlays: [ManifestPath] = []
  ) -> LoadedManifests {
    let (files, diagnostics) = read(paths)
    let layers = overlays.map { read([$0], as: .overlay) }
    return load(
      files, diagnostics, library: read(library).files, layers: layers.map(\.files), layers.flatMap(\.diagnostics))
  }

  /// Reads the manifests below paths, as they are written.
  func read(
    _ paths: [ManifestPath], as role: ManifestRole = .manifest
  ) -> (files: [ManifestFile], diagnostics: [Diagnostic]) {
    let found = ManifestFiles.find(paths, as: role, in: folder, sizeLimit: limits.bytes)
    let (limits, allowsUnknownFields) = (limits, allowsUnknownFields)
    let read = found.places.concurrentMap { place in
      Result { () throws(Diagnostic) in
        let bytes = try place.read(limit: limits.bytes)
        let text = ManifestText(bytes, file: place.name, format: place.format, limits: limits, as: role)
        return ManifestFile(text, allowsUnknownFields: allowsUnknownFields, as: role)
      }
    }
    var (files, diagnostics): ([ManifestFile], [Diagnostic]) = ([], found.diagnostics)
    for file in read {
      switch file {
      case .success(let file): files.append(file)
      case .failure(let diagnostic): diagnostics.append(diagnostic)
      }
    }
    return (files, diagnostics)
  }

  /// Loads manifests from texts.
  package func load(
    _ texts: [ManifestText], library: [ManifestText] = [], layers: [[ManifestText]] = []
  ) -> LoadedManifests {
    func read(_ texts: [ManifestText], _ role: ManifestRole = .manifest) -> [ManifestFile] {
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
