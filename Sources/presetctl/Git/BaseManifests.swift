import Diagnostics
import Manifests
import Planning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The manifests at a git revision or in another folder, which a plan is compared with.
struct BaseManifests: Sendable {
  /// The revision or folder.
  let base: Plan.Base
  /// The state that they declare.
  let state: DesiredState

  /// Loads the base manifests.
  ///
  /// A reference that starts with `/` or `.` is a folder. Any other is a revision if git can resolve it, else a folder.
  static func load(_ reference: String, _ session: Session) async throws(CommandFailure) -> BaseManifests {
    guard reference.contains(where: { !$0.isWhitespace }) else {
      throw CommandFailure(usage: "--base is empty", hint: "use a git revision, for example origin/main, or a folder")
    }
    let repository = session.console.repository
    let git = Git(folder: repository)
    let isPath = reference.hasPrefix("/") || reference.hasPrefix(".")
    if !isPath, let revision = try await git.mergeBase(with: reference) {
      let paths = session.settings.manifests.map { repository.absolutePath($0.path) }
      let overlays = try session.settings.overlays().map { repository.absolutePath($0.path) }
      if let path = paths.first(where: { repository.name(of: $0).hasPrefix("/") }) {
        throw CommandFailure(
          usage: "cannot read '\(path)' at a git revision: it is outside the repository",
          hint: "use --base with a folder")
      }
      let state = try await git.with(revision, paths: paths + overlays) { (tree) throws(CommandFailure) in
        func inTree(_ paths: [String]) -> [ManifestPath] {
          paths.map { ManifestPath(tree.root + "/" + repository.name(of: $0), .default) }
        }
        return Self.load(in: tree, inTree(paths), overlays: inTree(overlays), session, reference)
      }
      return BaseManifests(base: Plan.Base(reference, commit: revision.commit), state: state)
    }
    let folder = repository.absolutePath(reference)
    guard (try? FileManager.default.contentsOfDirectory(atPath: folder)) != nil else {
      throw isPath ? CommandFailure(usage: "folder '\(reference)' not found") : try await git.missing(reference)
    }
    // Another checkout has the manifests at the same paths. Any other folder contains the manifests themselves.
    func inCheckout(_ paths: [ManifestPath]) -> [ManifestPath] {
      paths.map { ManifestPath(folder + "/" + repository.name(of: repository.absolutePath($0.path)), .commandLine) }
    }
    let manifests = inCheckout(session.settings.manifests)
    let isCheckout = manifests.contains { FileManager.default.fileExists(atPath: $0.path) }
    let tree = Repository(root: folder, workingDirectory: folder)
    let state = Self.load(
      in: tree, isCheckout ? manifests : [ManifestPath(folder, .commandLine)],
      overlays: isCheckout ? inCheckout(try session.settings.overlays()) : [], session, reference)
    return BaseManifests(base: Plan.Base(reference), state: state)
  }

  /// Loads the manifests that exist at the given paths. Errors in base manifests are only a warning: they cannot be
  /// fixed here.
  private static func load(
    in folder: Repository, _ paths: [ManifestPath], overlays: [ManifestPath], _ session: Session,
    _ reference: String
  ) -> DesiredState {
    func existing(_ paths: [ManifestPath]) -> [ManifestPath] {
      paths.filter { FileManager.default.fileExists(atPath: $0.path) }
    }
    let present = existing(paths)
    guard !present.isEmpty else { return DesiredState([]) }
    let loader = ManifestLoader(in: folder, allowsUnknownFields: session.settings.allowsUnknownFields)
    let manifests = loader.load(present, overlays: existing(overlays))
    // A base without manifests is valid: it declares no presets.
    let errors = manifests.diagnostics.filter { diagnostic in
      diagnostic.severity == .error && diagnostic.problem.rule != ManifestRule.noManifests.rawValue
    }
    if let first = errors.first {
      session.console.warn(
        "\(counted(errors.count, "error")) in the manifests at '\(reference)'; the affected fields count as new: "
          + "\(first.location.file):\(first.location.line): \(first.problem.message)")
    }
    return manifests.state
  }
}
