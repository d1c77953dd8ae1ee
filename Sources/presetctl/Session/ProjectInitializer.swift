import Authoring
import Diagnostics
import Manifests
import SystemPackage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Creates a project in a folder.
struct ProjectInitializer: Sendable {
  private let session: Session
  private let isForced: Bool
  private let environment: Environment?
  private let folder: String
  private let project: FileSet.File

  /// Resolves the environment to declare, and throws if the folder belongs to another project.
  /// - Parameter environment: The name of the environment; `production` if nil.
  init(_ session: Session, environment name: String?, isForced: Bool) throws(CommandFailure) {
    let settings = session.settings
    self.session = session
    self.isForced = isForced
    let repository = settings.repository
    if let other = settings.projectFolder, other != repository.workingDirectory, !isForced {
      let file = repository.relativePath(repository.name(of: other + "/" + Project.fileName))
      throw CommandFailure(
        .failure, "this folder already belongs to the project file '\(file)'; nothing was written",
        hint: "use --force to create a separate project here")
    }
    environment = try settings.environmentToDeclare(name ?? "production")
    folder = settings.manifestsAreGiven ? settings.manifests.first?.path ?? "presets" : "presets"
    project = Self.project(environment, in: folder)
    let problems = Project.read(Array(project.text.utf8), file: project.path, usesManifests: false).diagnostics
    if let problem = problems.first(where: { $0.severity == .error }) {
      throw CommandFailure(
        usage: "the project file would be invalid: \(problem.problem.message)", hint: problem.problem.hint)
    }
  }

  private static func project(
    _ environment: Environment?, in folder: String, allowsUnknownFields: Bool = false
  ) -> FileSet.File {
    let isCustomBaseURL = environment.map { $0.baseURL != BaseURL.cloudflare } ?? false
    let file = Scaffold(
      of: environment, setsBaseURL: isCustomBaseURL, allowsUnknownFields: allowsUnknownFields, manifests: folder
    ).project
    return .init(path: file.name, text: file.text)
  }

  /// Writes the project file, and the starter manifests if the folder has no others.
  func scaffold() throws(CommandFailure) -> ScaffoldReport {
    let manifests = hasOtherManifests ? [] : Scaffold.manifests
    let set = FileSet(
      files: [project] + manifests.map { .init(path: path(of: $0), text: $0.text) },
      repository: session.settings.repository)
    try set.check(isForced: isForced, hint: "use --force to overwrite")
    let contents = [Self.content] + manifests.map(\.content)
    let outcomes = try set.write()
    return ScaffoldReport(zip(zip(set.files, contents), outcomes).map { .init($0.0.path, $0.1, $1) })
  }

  /// Writes the app's presets as manifests, and the project file.
  func fromRemote(isFlat: Bool) async throws -> ScaffoldReport {
    let lenient = FileSet(
      files: [Self.project(environment, in: folder, allowsUnknownFields: true)], repository: session.settings.repository
    )
    let strict = FileSet(files: [project], repository: session.settings.repository)
    // Only the presets, which are not read yet, decide which of the two files is written.
    if (try? lenient.check(isForced: false, hint: "")) == nil {
      try strict.check(isForced: isForced, hint: "use --force to overwrite")
    }
    let export = try await session.export(
      Selection(), to: try ExportFolder.open(folder, session, option: "--manifests"), isFlat: isFlat,
      isForced: isForced,
      warns: false)
    let set = export.needsUnknownFields ? lenient : strict
    return ScaffoldReport([.init(project.path, Self.content, try set.write()[0])], export)
  }

  /// Returns the next steps.
  func hints(_ report: ScaffoldReport) -> [String] {
    let isRemote = report.export != nil
    if report.export?.files.isEmpty == true {
      return ["no presets were exported; add manifests to '\(folder)'"]
    }
    let next =
      isRemote
      ? "run 'presetctl plan\(session.settings.localState == nil ? "" : " --local")' to compare them with the app"
      : "run 'presetctl plan --local' to try them without an account"
    guard environment == nil, !isRemote else { return [next] }
    return [next, "to use an account, declare an environment in '\(project.path)'"]
  }

  /// The description of the project file in reports.
  private static let content = "project file"

  private func path(of file: Scaffold.File) -> String {
    FilePath(folder).appending(file.name).string
  }

  /// Whether the folder has manifests other than the starter ones.
  private var hasOtherManifests: Bool {
    let own = Dictionary(uniqueKeysWithValues: Scaffold.manifests.map { ($0.name, $0.text) })
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return names.contains { name in
      guard ["yaml", "yml", "json"].contains(FilePath(name).extension) else { return false }
      guard let text = own[name] else { return true }
      return !isForced && TextFile.text(FilePath(folder).appending(name).string, limit: 2 << 20) != text
    }
  }
}
