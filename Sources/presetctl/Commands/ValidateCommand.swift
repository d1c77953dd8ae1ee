import ArgumentParser
import Diagnostics
import Manifests

/// `presetctl validate`: checks manifests offline.
struct ValidateCommand: SessionCommand {
  static let documentKind = "validation"
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check manifests, offline and without credentials.",
    discussion: """
      Reports every problem in every file with its location, and exits with 65 if there is an error. Overlays are \
      merged for each environment, or only for the one that -e selects. With paths, only the problems of those files \
      are reported.

        presetctl validate
        presetctl validate presets/host.yaml presets/base.yaml
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(
    help: ArgumentHelp("Check these manifests or folders instead of --manifests.", valueName: "path"),
    completion: .file())
  var paths: [String] = []

  func run(in session: Session) async throws -> CommandResult {
    guard !paths.contains("") else { throw CommandFailure(emptyPath: "a manifest") }
    let manifests = paths.isEmpty ? try session.loadForAllEnvironments() : try session.load(paths)
    return CommandResult(manifests, manifests.diagnostics.containsErrors ? .badInput : .success)
  }
}
