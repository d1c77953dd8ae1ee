import ArgumentParser
import Presets
import RealtimeKit

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `presetctl init`: a repository gets a project file and manifests to begin with.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a project file and manifests to begin with.",
    discussion: """
      Writes presetctl.yaml and, in presets/, an abstract base with the least permissions and two presets that extend it; all \
      of them explain themselves. Where there are manifests already, only the project file is written. With --from-remote the \
      manifests are those of the app's presets, such that a plan of them is empty. Account and app, where they are given, \
      become an environment of the project file, which -e names. A file that differs is not overwritten, and then nothing is \
      written at all (1), unless --force is given.

        presetctl init
        presetctl init --from-remote -e production --account-id ID --app-id ID
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Flag(help: "Take the manifests from the app.")
  var fromRemote = false

  @Flag(help: "With --from-remote: write each preset whole, without a base.")
  var flat = false

  @Flag(help: "Overwrite files that differ.")
  var force = false

  func run() async throws {
    let variables = Variables.current
    let isRemote = try variables.isOn("FROM_REMOTE") || fromRemote
    let (isFlat, isForced) = (try variables.isOn("FLAT") || flat, try variables.isOn("FORCE") || force)
    guard isRemote || !isFlat else {
      throw Failure(usage: "--flat is for --from-remote; without it no base is factored out")
    }
    var options = options
    let name = options.environment ?? variables.option("ENV")
    // What there is to be founded is not declared yet.
    let here = RepositoryFolder(around: FileManager.default.currentDirectoryPath)
    if options.config == nil, here.nearest(Project.fileName, Project.mistakenFileName) == nil {
      options.environment = Settings.defaultEnvironment
    }
    try await Session.run(options, for: .initialize) { session in
      let founding = try Founding(session, environment: name, isForced: isForced)
      let report = isRemote ? try await founding.fromRemote(isFlat: isFlat) : try founding.scaffold()
      var outcome = Outcome(.scaffold(report), report.isComplete ? .success : .failure)
      outcome.hints = founding.hints(report)
      return outcome
    }
  }
}
