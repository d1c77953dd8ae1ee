import ArgumentParser
import Presets

/// The options that say how much one plan may do.
struct LimitOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many presets may be deleted. (default: 3)", valueName: "n"))
  var maxDeletes: String?

  @Option(
    help: ArgumentHelp(
      "How many presets may be updated, renamed or deleted: a number, or a percentage of those in scope.",
      valueName: "n|p%"))
  var maxChanges: String?

  @Flag(help: "Let every preset in scope be deleted at once.")
  var allowDeleteAll = false

  /// The limits of an environment, with what flags and variables say of them.
  func limits(over limits: OperationLimits, _ variables: Variables = .current) throws(Failure) -> OperationLimits {
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

  /// The first of the options that is on the command line; nil where none is.
  var given: String? {
    [
      ("--max-deletes", maxDeletes != nil), ("--max-changes", maxChanges != nil),
      ("--allow-delete-all", allowDeleteAll),
    ].first { $0.1 }?.0
  }
}
