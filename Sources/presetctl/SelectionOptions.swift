import ArgumentParser
import Presets

/// The options of commands that may look at a part of the presets.
struct SelectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Look only at presets whose names match, such as 'class-*'. Repeatable.", valueName: "glob"),
    completion: Candidates.presets)
  var only: [String] = []

  @Option(
    help: ArgumentHelp("Leave out presets whose names match. Repeatable.", valueName: "glob"),
    completion: Candidates.presets)
  var except: [String] = []

  /// The part of the presets that is asked for.
  func selection(_ variables: Variables = .current) -> Selection {
    func patterns(_ given: [String], _ name: String) -> [NamePattern] {
      (given.isEmpty ? variables.options(name) : given).map { NamePattern($0) }
    }
    return Selection(only: patterns(only, "ONLY"), except: patterns(except, "EXCEPT"))
  }
}
