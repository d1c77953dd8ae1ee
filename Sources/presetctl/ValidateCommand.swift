import ArgumentParser
import Presets

/// `presetctl validate`: what is wrong with the manifests, offline.
struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check manifests, offline and without credentials.",
    discussion: """
      All problems of all files are reported in one run, each with its place. Ends with 65 if there is an error. Overlays are \
      laid over the manifests: those of every environment, or of the one that -e names. Manifests that are named are checked \
      for themselves, overlays over what they belong to.

        presetctl validate
        presetctl validate presets/host.yaml presets/base.yaml
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(
    help: ArgumentHelp("Manifests, or folders of them, instead of --manifests.", valueName: "path"),
    completion: .file())
  var paths: [String] = []

  func run() async throws {
    let paths = paths
    guard !paths.contains("") else { throw Failure(emptyPath: "a manifest") }
    try await Session.run(options, for: .validate) { session in
      let manifests = paths.isEmpty ? try session.loadForAllEnvironments() : try session.load(paths)
      return Outcome(.validation(manifests), manifests.diagnostics.containsErrors ? .badInput : .success)
    }
  }
}
