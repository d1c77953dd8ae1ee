import ArgumentParser
import Presets

/// `presetctl plan`: what would change.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what apply would change, and change nothing.",
    discussion: """
      Reads the app's presets, compares every field that a manifest sets, and prints the operations. Ends with 0, or with 2 \
      if there are changes and --detailed-exitcode is given.

        presetctl plan
        presetctl plan --base origin/main --report plan.md
        presetctl plan --out plan.json
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions
  @OptionGroup var planOptions: PlanOptions

  @Option(
    help: ArgumentHelp("Save the plan, for 'show' and 'apply' to read.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var out: String?

  @Flag(help: "End with 2 if there are changes.")
  var detailedExitcode = false

  func run() async throws {
    let isDetailed = try Variables.current.isOn("DETAILED_EXITCODE") || detailedExitcode
    let (planOptions, out) = (planOptions, out ?? Variables.current.option("OUT"))
    try await Session.run(options, for: .plan) { session in
      let wanted = try await session.wanted(planOptions)
      let plan = try await session.plan(wanted.planning)
      return Outcome(plan, isDetailed: isDetailed, remarks: wanted.remarks, savedTo: out)
    }
  }
}

extension Outcome {
  /// The outcome of a run that shows a plan, and perhaps saves it.
  init(_ plan: Plan, isDetailed: Bool = false, remarks: [Diagnostic] = [], savedTo file: String? = nil) {
    self.init(.plan(plan), plan.status(isDetailed: isDetailed), remarks: remarks)
    guard let file else { return }
    do throws(Failure) {
      try TextFile.write(plan.json.text(.pretty), to: file, isPrivate: true)
    } catch {
      problems.append(error)
    }
  }
}

extension Plan {
  /// The exit code of showing the plan.
  fileprivate func status(isDetailed: Bool) -> ExitStatus {
    if isBlocked { return .blocked }
    return isDetailed && !isEmpty ? .changes : .success
  }
}
