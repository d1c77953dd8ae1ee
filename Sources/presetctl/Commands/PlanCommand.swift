import ArgumentParser
import Documents
import JSONValue
import Planning

/// `presetctl plan`: shows what `apply` would change.
struct PlanCommand: SessionCommand {
  static let documentKind = "plan"
  static let isPublished = true
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what apply would change, without changing anything.",
    discussion: """
      Reads the app's presets, compares every field that the manifests set, and prints the operations. Exits with 5 if \
      an operation is blocked, and with 2 if there are changes and --detailed-exitcode is set.

        presetctl plan
        presetctl plan --base origin/main --report plan.md
        presetctl plan --out plan.json
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions
  @OptionGroup var planOptions: PlanOptions

  @Option(
    help: ArgumentHelp("Save the plan for 'presetctl show' and 'presetctl apply'.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var out: String?

  @Flag(help: "Exit with 2 if there are changes.")
  var detailedExitcode = false

  func run(in session: Session) async throws -> CommandResult {
    let inputs = try await session.planInputs(planOptions)
    let plan = try await session.plan(inputs)
    var result = CommandResult(plan, isDetailed: detailedExitcode, warnings: inputs.warnings)
    if let out { result.save(plan, to: out) }
    return result
  }
}

extension CommandResult {
  /// Saves a plan to a file, and adds a failure if that is not possible.
  mutating func save(_ plan: Plan, to file: String) {
    do throws(CommandFailure) {
      try TextFile.write(plan.json.text(.pretty), to: file, isPrivate: true)
    } catch {
      failures.append(error)
    }
  }
}
