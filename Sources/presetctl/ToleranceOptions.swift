import ArgumentParser
import Presets

/// The options that say what a run may leave undone.
struct ToleranceOptions: ParsableArguments {
  @Flag(help: "Leave out what is blocked, and do the rest.")
  var skipBlocked = false

  @Flag(help: "Do not fail because of presets that cannot be deleted while participants use them.")
  var allowInUse = false

  /// What flags and variables allow.
  func tolerance(_ variables: Variables = .current) throws(Failure) -> Tolerance {
    Tolerance(
      skipsBlocked: try variables.isOn("SKIP_BLOCKED") || skipBlocked,
      allowsInUse: try variables.isOn("ALLOW_IN_USE") || allowInUse)
  }
}

/// What a person said that an apply may leave undone.
struct Tolerance: Sendable {
  /// Whether operations that are blocked are left out, and the others carried out.
  var skipsBlocked = false
  /// Whether presets that participants use may stay.
  var allowsInUse = false

  /// Whether anything of a plan may be carried out.
  func lets(_ plan: Plan) -> Bool {
    skipsBlocked ? plan.operations.contains { $0.blocked == nil } : !plan.isEmpty && !plan.isBlocked
  }

  /// The outcomes that are no failure.
  var accepted: Set<Report.Outcome> {
    Set([.done] + (skipsBlocked ? [.blocked] : []) + (allowsInUse ? [.inUse] : []))
  }
}
