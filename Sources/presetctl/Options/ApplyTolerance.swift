import ArgumentParser
import Planning

/// The options that let an apply succeed with operations left undone.
struct ApplyTolerance: ParsableArguments {
  @Flag(help: "Skip blocked operations and apply the rest.")
  var skipBlocked = false

  @Flag(help: "Do not fail if presets in use cannot be deleted.")
  var allowInUse = false

  /// Returns whether any operation of a plan may be applied.
  func allowsApplying(_ plan: Plan) -> Bool {
    skipBlocked ? plan.operations.contains { $0.blocked == nil } : !plan.isEmpty && !plan.isBlocked
  }

  /// The outcomes that do not count as failures.
  var accepted: Set<Report.Outcome> {
    Set([.done] + (skipBlocked ? [.blocked] : []) + (allowInUse ? [.inUse] : []))
  }
}
