import ArgumentParser
import Presets

/// The options of commands that make a plan.
struct PlanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Tell what this branch changes from what moved remotely: a git revision, or a folder of earlier manifests.",
      valueName: "ref-or-dir"))
  var base: String?

  @Flag(help: "End with 5 if a change gives participants more power.")
  var denyWidening = false

  @Flag(help: "End with 5 if the remote app moved; needs --base.")
  var denyDrift = false

  /// The revision or folder to compare with.
  func resolvedBase(_ variables: Variables = .current) -> String? {
    base ?? variables.option("BASE")
  }

  /// The policy of an environment, made stricter by the flags.
  func policy(over policy: Policy, _ variables: Variables = .current) throws(Failure) -> Policy {
    let (widening, drift) = (try variables.isOn("DENY_WIDENING"), try variables.isOn("DENY_DRIFT"))
    return Policy(
      widening: denyWidening || widening ? .deny : policy.widening, drift: denyDrift || drift ? .deny : policy.drift)
  }
}
