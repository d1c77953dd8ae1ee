import ArgumentParser

/// `presetctl show`: shows a saved plan.
struct ShowCommand: SessionCommand {
  static let documentKind = "plan"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a saved plan.",
    discussion: """
      Requires neither manifests nor credentials. Rejects a plan that was edited after it was saved.

        presetctl show plan.json
        presetctl show plan.json -o markdown
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(help: "Show this plan, saved with 'presetctl plan --out'.", completion: .file(extensions: ["json"]))
  var plan: String

  func run(in session: Session) async throws -> CommandResult {
    var result = CommandResult(try SavedPlan.read(plan))
    result.plan = nil
    return result
  }
}
