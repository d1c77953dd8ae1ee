import Presets
import RealtimeKit
import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How a folder becomes one whose presets are kept.
struct Founding: Sendable {
  private let session: Session
  private let isForced: Bool
  private let environment: Environment?
  private let folder: String
  private let project: FileSet.File
  private let projectContent: String

  /// Looks at what is there, and at what is known of the app.
  /// - Parameter environment: What the environment is to be called; `production` where nobody says.
  init(_ session: Session, environment name: String?, isForced: Bool) throws(Failure) {
    let settings = session.settings
    self.session = session
    self.isForced = isForced
    let repository = settings.repository
    if let other = settings.projectFolder, other != repository.workingDirectory, !isForced {
      let file = repository.pathFromWorkingDirectory(repository.name(of: other + "/" + Project.fileName))
      throw Failure(
        .failure, "'\(file)' is the project file of this folder already; nothing was written",
        hint: "--force makes a project of its own of this folder")
    }
    environment = try settings.environmentToDeclare(name ?? "production")
    folder = settings.manifestsAreGiven ? settings.manifests.first ?? "presets" : "presets"
    let file = Scaffold(
      of: environment, saysAddress: environment.map { $0.baseURL != BaseURL.cloudflare } ?? false, manifests: folder
    ).project
    project = .init(path: file.name, text: file.text)
    let problems = Project.read(Array(file.text.utf8), file: file.name, manifestsMatter: false) { _ in true }
      .diagnostics
    if let problem = problems.first(where: { $0.severity == .error }) {
      throw Failure(
        usage: "the project file would be wrong: \(problem.fault.message)", hint: problem.fault.hint)
    }
    projectContent = file.content
  }

  /// Writes the project file, and manifests where there are none.
  func scaffold() throws(Failure) -> ScaffoldReport {
    let manifests = hasOtherManifests ? [] : Scaffold.manifests
    let set = FileSet(
      files: [project] + manifests.map { .init(path: path(of: $0), text: $0.text) },
      repository: session.settings.repository)
    try set.check(isForced: isForced, hint: "--force overwrites them")
    let contents = [projectContent] + manifests.map(\.content)
    let outcomes = try set.write()
    return ScaffoldReport(zip(zip(set.files, contents), outcomes).map { .init($0.0.path, $0.1, $1) })
  }

  /// Writes the app's presets as manifests, and the project file.
  func fromRemote(isFlat: Bool) async throws -> ScaffoldReport {
    let set = FileSet(files: [project], repository: session.settings.repository)
    try set.check(isForced: isForced, hint: "--force overwrites it")
    let export = try await session.export(
      Selection(), to: try ExportFolder(folder, session), isFlat: isFlat, isForced: isForced)
    return ScaffoldReport([.init(project.path, projectContent, try set.write()[0])], export)
  }

  /// What to do next.
  func hints(isRemote: Bool) -> [String] {
    let next =
      isRemote
      ? session.hintAtPlan
      : "'presetctl plan --local' shows what they do, without an account"
    guard environment == nil, !isRemote else { return [next] }
    return [next, "for an account, write its environment into \(project.path)"]
  }

  private func path(of file: Scaffold.File) -> String {
    FilePath(folder).appending(file.name).string
  }

  /// Whether the folder has manifests that are not of a scaffold.
  private var hasOtherManifests: Bool {
    let own = Set(Scaffold.manifests.map(\.name))
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return names.contains { name in
      ["yaml", "yml", "json"].contains(FilePath(name).extension) && !own.contains(name)
    }
  }
}
