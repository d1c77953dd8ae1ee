package import Diagnostics
import JSONValue
package import YAML

/// The result of loading manifests: the desired state and the problems.
package struct LoadedManifests: Hashable, Sendable {
  /// The desired state. It must not be used if a diagnostic is an error.
  package let state: DesiredState
  /// The problems of all files, sorted.
  package let diagnostics: [Diagnostic]
  /// The number of files read.
  package let files: Int
  /// The number of abstract manifests.
  package let abstract: Int

  /// Returns the manifests with the diagnostics of some files only.
  package func only(_ isIncluded: (String) -> Bool) -> LoadedManifests {
    LoadedManifests(
      state: state, diagnostics: diagnostics.filter { isIncluded($0.location.file) }, files: files, abstract: abstract)
  }

  /// Returns the manifests with additional diagnostics.
  package func with(_ others: [Diagnostic]) -> LoadedManifests {
    LoadedManifests(state: state, diagnostics: (diagnostics + others).sorted(), files: files, abstract: abstract)
  }

  /// Joins the same manifests loaded for several environments. Diagnostics that only some of them have name these.
  package static func joined(_ all: [(environments: [String], manifests: LoadedManifests)]) -> LoadedManifests {
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

/// Loads manifests from files into the desired state.
package struct ManifestLoader: Sendable {
  private let folder: Repository
  private let limits: Limits
  private let allowsUnknownFields: Bool
  private let lint: LintLevels?

  /// - Parameters:
  ///   - allowsUnknownFields: Whether keys that the schema does not know are sent as written, with a warning.
  ///   - lint: The severities of the lint rules; nil to skip them.
  package init(
    in folder: Repository, allowsUnknownFields: Bool = false, limits: Limits = Limits(), lint: LintLevels? = nil
  ) {
    self.folder = folder
    self.limits = limits
    self.allowsUnknownFields = allowsUnknownFields
    self.lint = lint
  }

  /// Loads the manifests at `paths`, which are files or folders relative to the working directory.
  /// - Parameters:
  ///   - library: More paths to look for bases in. Only problems of inherited fields are reported there.
  ///   - overlays: Files and folders of overlays, in order; later ones win.
  package func load(
    _ paths: [ManifestPath], library: [ManifestPath] = [], overlays: [ManifestPath] = []
  ) -> LoadedManifests {
    let (files, diagnostics) = read(paths)
    let layers = overlays.map { read([$0], as: .overlay) }
    return load(
      files, diagnostics, library: read(library).files, layers: layers.map(\.files), layers.flatMap(\.diagnostics))
  }

  /// Reads the manifests below paths, without resolving inheritance.
  func read(
    _ paths: [ManifestPath], as role: DocumentRole = .manifest
  ) -> (files: [ManifestFile], diagnostics: [Diagnostic]) {
    let found = ManifestFinder.find(paths, as: role, in: folder, sizeLimit: limits.bytes)
    let (limits, allowsUnknownFields) = (limits, allowsUnknownFields)
    let read = found.files.concurrentMap { file in
      Result { () throws(Diagnostic) in
        let bytes = try file.read(limit: limits.bytes)
        let text = ManifestText(bytes, file: file.name, format: file.format, limits: limits, as: role)
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

  /// Returns the manifests below paths, without resolving inheritance and without unreadable files.
  package func manifests(at paths: [ManifestPath]) -> [Manifest] {
    read(paths).files.flatMap(\.manifests)
  }

  /// Loads manifests from texts.
  package func load(
    _ texts: [ManifestText], library: [ManifestText] = [], layers: [[ManifestText]] = []
  ) -> LoadedManifests {
    func read(_ texts: [ManifestText], _ role: DocumentRole = .manifest) -> [ManifestFile] {
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
    let isComplete = (files + library).allSatisfy(\.isComplete) && !earlier.containsErrors
    let abstract = manifests.count { $0.kind == .abstract }
    let overlaid = Overlay.merge(layers.map { $0.flatMap(\.manifests) }, into: manifests, isComplete: isComplete)
    manifests = overlaid.manifests
    diagnostics += problemsOfLayers + layers.flatMap(\.self).flatMap(\.diagnostics) + overlaid.diagnostics
    let (state, problems) = Inheritance.resolve(
      manifests, library: library.flatMap(\.manifests), isComplete: isComplete)
    diagnostics += problems
    if let lint {
      // Rules across presets require that all presets are known.
      let areAll = !diagnostics.containsErrors && Set(library.map(\.name)).isSubset(of: files.map(\.name))
      diagnostics += Linter.diagnostics(of: state.presets, lint, areAll: areAll)
    }
    return LoadedManifests(
      state: state,
      diagnostics: Self.withExcerpts(Array(Set(diagnostics)), from: files + library + layers.flatMap(\.self)).sorted(),
      files: files.count, abstract: abstract)
  }

  private static func withExcerpts(_ diagnostics: [Diagnostic], from files: [ManifestFile]) -> [Diagnostic] {
    guard !diagnostics.isEmpty else { return [] }
    let byFile = Dictionary(grouping: diagnostics) { ExactString($0.location.file) }
    let sources = Dictionary(files.map { (ExactString($0.name), $0) }) { first, _ in first }
    return byFile.flatMap { file, diagnostics in
      sources[file]?.withExcerpts(diagnostics) ?? diagnostics
    }
  }
}
