import ArgumentParser
import Manifests

/// The options of commands that can work on a selection of presets.
struct SelectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Include only presets with matching names. Repeatable.", valueName: "glob"),
    completion: CompletionCandidates.presets)
  var only: [String] = []

  @Option(
    help: ArgumentHelp("Exclude presets with matching names. Repeatable.", valueName: "glob"),
    completion: CompletionCandidates.presets)
  var except: [String] = []

  var selection: Selection {
    Selection(only: only.map { NamePattern($0) }, except: except.map { NamePattern($0) })
  }
}
