import ArgumentParser
import Manifests
import Rendering
import Schema

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `presetctl init`: initializes a project with a project file and starter manifests.
struct InitCommand: SessionCommand {
  static let documentKind = "scaffold"
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Initialize a project with a project file and starter manifests.",
    discussion: """
      Writes presetctl.yaml and, in presets/, an abstract base with minimal permissions and two presets that extend \
      it. If there are manifests already, only the project file is written. With --from-remote, the manifests are \
      exported from the app. If an account and an app are set, the project file declares them as an environment, named \
      with -e. Without --force, no file is written if an existing one would be overwritten, and the command exits \
      with 1.

        presetctl init
        presetctl init --from-remote -e production --account-id ID --app-id ID
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Flag(help: "Export the manifests from the app.")
  var fromRemote = false

  @Flag(help: "With --from-remote, write each preset in full, without a base.")
  var flat = false

  @Flag(help: "Overwrite files that differ, and allow a project inside another.")
  var force = false

  /// A project file that does not exist yet cannot declare the environment.
  var sessionOptions: GlobalOptions {
    var options = options
    let here = Repository.find(around: FileManager.default.currentDirectoryPath)
    if options.config == nil, here.nearest(Project.fileName, Project.misspelledFileName) == nil {
      options.environment = Settings.defaultEnvironment
    }
    return options
  }

  func run(in session: Session) async throws -> CommandResult {
    guard fromRemote || !flat else { throw CommandFailure(usage: "--flat requires --from-remote") }
    let initializer = try ProjectInitializer(session, environment: options.environment, isForced: force)
    let report = fromRemote ? try await initializer.fromRemote(isFlat: flat) : try initializer.scaffold()
    var result = CommandResult(report, report.isComplete ? .success : .failure)
    result.hints = initializer.hints(report)
    return result
  }
}
