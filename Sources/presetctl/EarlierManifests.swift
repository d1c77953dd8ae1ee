import Presets

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the manifests wanted at a git revision, or in another folder.
struct EarlierManifests: Sendable {
  /// Where they come from.
  let base: Plan.Base
  /// What they wanted.
  let state: DesiredState

  /// Reads earlier manifests.
  ///
  /// What starts with `/` or `.` is a folder; anything else is a revision if git knows it, else a folder.
  init(_ reference: String, _ session: Session) async throws(Failure) {
    guard reference.contains(where: { !$0.isWhitespace }) else {
      throw Failure(usage: "--base is empty", hint: "name a git revision, such as origin/main, or a folder")
    }
    let repository = session.console.repository
    let git = Git(folder: repository)
    let isPath = reference.hasPrefix("/") || reference.hasPrefix(".")
    if !isPath, let revision = try await git.mergeBase(with: reference) {
      let paths = session.settings.manifests.map { repository.absolutePath($0.path) }
      let overlays = try session.settings.overlays().map { repository.absolutePath($0.path) }
      if let path = paths.first(where: { repository.name(of: $0).hasPrefix("/") }) {
        throw Failure(
          usage: "'\(path)' lies outside the repository, so no revision holds it", hint: "name a folder with --base")
      }
      state = try await git.with(revision, paths: paths + overlays) { (tree) throws(Failure) in
        func there(_ paths: [String]) -> [ManifestPath] {
          paths.map { ManifestPath(tree.root + "/" + repository.name(of: $0), .byDefault) }
        }
        return Self.load(in: tree, there(paths), overlays: there(overlays), session, reference)
      }
      base = Plan.Base(reference, commit: revision.commit)
      return
    }
    let folder = repository.absolutePath(reference)
    guard (try? FileManager.default.contentsOfDirectory(atPath: folder)) != nil else {
      throw isPath ? Failure(usage: "there is no folder '\(reference)'") : try await git.missing(reference)
    }
    // Another checkout has the manifests where this one has them; anything else is a folder of manifests.
    func inCheckout(_ paths: [ManifestPath]) -> [ManifestPath] {
      paths.map { ManifestPath(folder + "/" + repository.name(of: repository.absolutePath($0.path)), .given) }
    }
    let manifests = inCheckout(session.settings.manifests)
    let isCheckout = manifests.contains { FileManager.default.fileExists(atPath: $0.path) }
    let tree = RepositoryFolder(root: folder, workingDirectory: folder)
    state = Self.load(
      in: tree, isCheckout ? manifests : [ManifestPath(folder, .given)],
      overlays: isCheckout ? inCheckout(try session.settings.overlays()) : [], session, reference)
    base = Plan.Base(reference)
  }

  /// Loads what is there of some paths. What is wrong with it was somebody else's to mend: it only counts as not wanted.
  private static func load(
    in folder: RepositoryFolder, _ paths: [ManifestPath], overlays: [ManifestPath], _ session: Session,
    _ reference: String
  ) -> DesiredState {
    func existing(_ paths: [ManifestPath]) -> [ManifestPath] {
      paths.filter { FileManager.default.fileExists(atPath: $0.path) }
    }
    let present = existing(paths)
    guard !present.isEmpty else { return DesiredState([]) }
    let loader = ManifestLoader(in: folder, allowsUnknownFields: session.settings.allowsUnknownFields)
    let manifests = loader.load(present, overlays: existing(overlays))
    // A folder without manifests wanted nothing, which is no mistake of an earlier time.
    let errors = manifests.diagnostics.filter { diagnostic in
      if case .noManifests = diagnostic.fault { return false }
      return diagnostic.severity == .error
    }
    if let first = errors.first {
      session.console.warn(
        "the manifests at '\(reference)' have \(counted(errors.count, "error")), so what they say there counts as new: "
          + "\(first.location.file):\(first.location.line): \(first.fault.message)")
    }
    return manifests.state
  }
}
