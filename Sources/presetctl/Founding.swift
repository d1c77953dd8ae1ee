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
    folder = settings.manifestsAreGiven ? settings.manifests.first?.path ?? "presets" : "presets"
    project = Self.project(environment, in: folder)
    let problems = Project.read(Array(project.text.utf8), file: project.path, manifestsMatter: false).diagnostics
    if let problem = problems.first(where: { $0.severity == .error }) {
      throw Failure(
        usage: "the project file would be wrong: \(problem.fault.message)", hint: problem.fault.hint)
    }
  }

  private static func project(
    _ environment: Environment?, in folder: String, allowsUnknownFields: Bool = false
  ) -> FileSet.File {
    let isElsewhere = environment.map { $0.baseURL != BaseURL.cloudflare } ?? false
    let file = Scaffold(
      of: environment, saysAddress: isElsewhere, allowsUnknownFields: allowsUnknownFields, manifests: folder
    ).project
    return .init(path: file.name, text: file.text)
  }

  /// Writes the project file, and manifests where there are none.
  func scaffold() throws(Failure) -> ScaffoldReport {
    let manifests = hasOtherManifests ? [] : Scaffold.manifests
    let set = FileSet(
      files: [project] + manifests.map { .init(path: path(of: $0), text: $0.text) },
      repository: session.settings.repository)
    try set.check(isForced: isForced, hint: "--force overwrites what is there")
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
    // Which of the two it will be is known once the presets were read.
    if (try? lenient.check(isForced: false, hint: "")) == nil {
      try strict.check(isForced: isForced, hint: "--force overwrites what is there")
    }
    let export = try await session.export(
      Selection(), to: try ExportFolder(folder, session, option: "--manifests"), isFlat: isFlat, isForced: isForced,
      warns: false)
    let set = export.needsUnknownFields ? lenient : strict
    return ScaffoldReport([.init(project.path, Self.content, try set.write()[0])], export)
  }

  /// What to do next.
  func hints(_ report: ScaffoldReport) -> [String] {
    let isRemote = report.export != nil
    if report.export?.files.isEmpty == true {
      return ["the app has no presets that could be written; write manifests in \(folder)"]
    }
    let next =
      isRemote
      ? "'presetctl plan\(session.settings.localState == nil ? "" : " --local")' compares them with the app"
      : "'presetctl plan --local' shows what they do, without an account"
    guard environment == nil, !isRemote else { return [next] }
    return [next, "for an account, write its environment into \(project.path)"]
  }

  /// What the project file is called in a report.
  private static let content = "the project file"

  private func path(of file: Scaffold.File) -> String {
    FilePath(folder).appending(file.name).string
  }

  /// Whether the folder has manifests that are not of a scaffold.
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
