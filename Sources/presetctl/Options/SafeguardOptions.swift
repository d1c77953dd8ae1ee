import ArgumentParser
import Manifests

/// The options that limit what a plan may change.
struct SafeguardOptions: ParsableArguments {
  @Flag(help: "Exit with 5 if a change gives participants more power.")
  var denyWidening = false

  @Option(help: ArgumentHelp("Limit the number of deletions. (default: 3)", valueName: "n"))
  var maxDeletes: String?

  @Option(
    help: ArgumentHelp("Limit updates, renames, and deletions, as a number or a percentage.", valueName: "n|p%"))
  var maxChanges: String?

  @Flag(help: "Allow deleting every preset in scope.")
  var allowDeleteAll = false

  /// Returns the environment's safeguards, overridden by options.
  func safeguards(over safeguards: Safeguards) throws(CommandFailure) -> Safeguards {
    var safeguards = safeguards
    if let maxDeletes {
      guard case .count(let count)? = OperationLimits.Changes(maxDeletes) else {
        throw CommandFailure(
          usage: "invalid value '\(maxDeletes)' for --max-deletes", hint: "use a whole number, for example 3")
      }
      safeguards.limits.deletes = count
    }
    if let maxChanges {
      guard let changes = OperationLimits.Changes(maxChanges) else {
        throw CommandFailure(
          usage: "invalid value '\(maxChanges)' for --max-changes",
          hint: "use a whole number or a percentage, for example 20 or 50%")
      }
      safeguards.limits.changes = changes
    }
    if allowDeleteAll { safeguards.limits.allowsDeletingAll = true }
    if denyWidening { safeguards.policy.widening = .deny }
    return safeguards
  }
}
