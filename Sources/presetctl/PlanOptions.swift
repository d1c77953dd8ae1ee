import ArgumentParser
import Presets

/// The options of commands that make a plan.
struct PlanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Tell what this branch changes from what moved remotely: a git revision, or a folder of earlier manifests.",
      valueName: "ref-or-dir"), completion: Candidates.bases)
  var base: String?

  @Flag(help: "End with 5 if the remote app moved; needs --base.")
  var denyDrift = false

  @Flag(help: "Delete remote presets that the environment manages and no manifest declares.")
  var prune = false

  @OptionGroup var selectionOptions: SelectionOptions

  @OptionGroup var safeguardOptions: SafeguardOptions

  /// The revision or folder to compare with.
  func resolvedBase(_ variables: Variables = .current) -> String? {
    base ?? variables.option("BASE")
  }

  /// What an environment answers for; pruning is on or off as the flag, the variable or the project file say, in this order.
  func scope(over scope: Scope, _ variables: Variables = .current) throws(Failure) -> Scope {
    let variable = try variables.choice("PRUNE")
    return Scope(manage: scope.manage, isPruning: prune || variable ?? scope.isPruning)
  }

  /// The safeguards of an environment, with what flags and variables say of them.
  func safeguards(over safeguards: Safeguards, _ variables: Variables = .current) throws(Failure) -> Safeguards {
    var safeguards = try safeguardOptions.safeguards(over: safeguards, variables)
    if denyDrift { safeguards.policy.drift = .deny }
    if try variables.isOn("DENY_DRIFT") { safeguards.policy.drift = .deny }
    return safeguards
  }

  /// The first option on the command line that only makes sense while a plan is made; nil where there is none.
  ///
  /// Variables do not count: they may stand there for other steps of the same pipeline.
  var optionOfPlanning: String? {
    let given = [
      ("--base", base != nil), ("--prune", prune), ("--only", !selectionOptions.only.isEmpty),
      ("--except", !selectionOptions.except.isEmpty),
    ]
    return given.first { $0.1 }?.0 ?? safeguardOptions.givenLimit
  }
}
