import ArgumentParser
import Presets

/// The options that keep a plan from doing what nobody may want, whatever it was made from.
struct SafeguardOptions: ParsableArguments {
  @Flag(help: "End with 5 if a change gives participants more power.")
  var denyWidening = false

  @Option(help: ArgumentHelp("How many presets may be deleted. (default: 3)", valueName: "n"))
  var maxDeletes: String?

  @Option(
    help: ArgumentHelp(
      "How many presets may be updated, renamed or deleted: a number, or a percentage of those in scope.",
      valueName: "n|p%"))
  var maxChanges: String?

  @Flag(help: "Let every preset in scope be deleted at once.")
  var allowDeleteAll = false

  /// The safeguards of an environment, with what flags and variables say of them.
  func safeguards(over safeguards: Safeguards, _ variables: Variables = .current) throws(Failure) -> Safeguards {
    var safeguards = safeguards
    safeguards.limits = try limits(over: safeguards.limits, variables)
    if denyWidening { safeguards.policy.widening = .deny }
    if try variables.isOn("DENY_WIDENING") { safeguards.policy.widening = .deny }
    return safeguards
  }

  private func limits(over limits: OperationLimits, _ variables: Variables) throws(Failure) -> OperationLimits {
    var limits = limits
    if let text = maxDeletes ?? variables.option("MAX_DELETES") {
      guard case .count(let count)? = OperationLimits.Changes(text) else {
        throw Failure(usage: "the limit --max-deletes is '\(text)'", hint: "write a whole number, such as 3")
      }
      limits.deletes = count
    }
    if let text = maxChanges ?? variables.option("MAX_CHANGES") {
      guard let changes = OperationLimits.Changes(text) else {
        throw Failure(
          usage: "the limit --max-changes is '\(text)'", hint: "write a whole number or a percentage, such as 20 or 50%"
        )
      }
      limits.changes = changes
    }
    if allowDeleteAll { limits.allowsDeletingAll = true }
    if try variables.isOn("ALLOW_DELETE_ALL") { limits.allowsDeletingAll = true }
    return limits
  }

  /// The first limit that is on the command line; nil where none is.
  var givenLimit: String? {
    [
      ("--max-deletes", maxDeletes != nil), ("--max-changes", maxChanges != nil),
      ("--allow-delete-all", allowDeleteAll),
    ].first { $0.1 }?.0
  }
}
