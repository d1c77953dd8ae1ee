import ArgumentParser
import Manifests

/// The options of commands that make a plan.
struct PlanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Label changes as intent or drift since a revision or folder.", valueName: "ref-or-dir"),
    completion: CompletionCandidates.bases)
  var base: String?

  @Flag(help: "Exit with 5 if a change comes from drift; requires --base.")
  var denyDrift = false

  @Flag(inversion: .prefixedNo, help: "Delete (or keep) managed presets that no manifest declares.")
  var prune: Bool?

  @OptionGroup var selectionOptions: SelectionOptions

  @OptionGroup var safeguardOptions: SafeguardOptions

  /// Returns the scope, with pruning set by the flag or by the project file.
  func scope(over scope: Scope) -> Scope {
    Scope(manage: scope.manage, isPruning: prune ?? scope.isPruning)
  }

  /// Returns the environment's safeguards, overridden by options.
  func safeguards(over safeguards: Safeguards) throws(CommandFailure) -> Safeguards {
    var safeguards = try safeguardOptions.safeguards(over: safeguards)
    if denyDrift { safeguards.policy.drift = .deny }
    return safeguards
  }

  /// The first option on the command line that only affects planning; nil if none is given.
  ///
  /// Variables are ignored: they may be set for other steps of the same pipeline.
  var planningOption: String? {
    let given = [
      ("base", base != nil), ("prune", prune != nil), ("only", !selectionOptions.only.isEmpty),
      ("except", !selectionOptions.except.isEmpty), ("max-deletes", safeguardOptions.maxDeletes != nil),
      ("max-changes", safeguardOptions.maxChanges != nil), ("allow-delete-all", safeguardOptions.allowDeleteAll),
    ]
    return given.first { $0.1 && !OptionVariables.options.contains($0.0) }.map { "--" + $0.0 }
  }
}
