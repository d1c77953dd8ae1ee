import ArgumentParser
import Presets

/// `presetctl validate`: what is wrong with the manifests, offline.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check manifests, offline and without credentials.",
    discussion: """
      All problems of all files are reported in one run, each with its place. Ends with 65 if there is an error.

        presetctl validate
        presetctl validate presets/host.yaml presets/base.yaml
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(help: ArgumentHelp("Manifests, or folders of them, instead of --manifests.", valueName: "path"))
  var paths: [String] = []

  func run() throws {
    let session = try Session(options)
    let manifests = session.load(paths)
    session.console.show(manifests)
    if manifests.diagnostics.containsErrors { throw ExitCode(ExitStatus.badInput.rawValue) }
  }
}
