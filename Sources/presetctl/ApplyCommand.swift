import ArgumentParser
import Presets

/// `presetctl apply`: makes the remote presets what the manifests want.
struct ApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Make the app's presets equal to the manifests.",
    discussion: """
      Plans, prints the plan, asks, and carries it out: renames, creates, updates, then deletes. Every write is verified by \
      reading what the server then holds. Running it again converges. Ends with 4 if an operation failed.

      With a saved plan it does exactly what that says, without asking, or nothing at all: it ends with 6 if a preset that \
      the plan touches is no longer as the plan saw it.

      Before the first write, what is there is kept in a snapshot, to which 'presetctl restore' goes back.

        presetctl apply
        presetctl apply --auto-approve
        presetctl apply plan.json
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions
  @OptionGroup var planOptions: PlanOptions
  @OptionGroup var snapshotOptions: SnapshotOptions

  @Argument(
    help: "A plan that 'plan --out' wrote; without it, a new one is made.",
    completion: .file(extensions: ["json"]))
  var plan: String?

  @Flag(help: "Do not ask.")
  var autoApprove = false

  @Flag(help: "Show the plan and change nothing.")
  var dryRun = false

  @Flag(help: "With --dry-run, end with 2 if there are changes.")
  var detailedExitcode = false

  @OptionGroup var toleranceOptions: ToleranceOptions

  func run() async throws {
    let variables = Variables.current
    let isDry = try variables.isOn("DRY_RUN") || dryRun
    let isDetailed = try variables.isOn("DETAILED_EXITCODE") || detailedExitcode
    let isApproved = try variables.isOn("AUTO_APPROVE") || autoApprove
    let tolerance = try toleranceOptions.tolerance(variables)
    // The variable may stand there for other steps of the same pipeline.
    let isMisplaced = detailedExitcode && !isDry
    let (path, planOptions, snapshotOptions) = (plan, planOptions, snapshotOptions)
    try await Session.run(options, for: isDry ? .plan : .apply) { session in
      if isMisplaced {
        throw Failure(
          usage: "--detailed-exitcode has no effect on what is applied",
          hint: "it goes with --dry-run, or with 'presetctl plan'")
      }
      let snapshots = try snapshotOptions.folder()
      if let path {
        let plan = try session.savedPlan(path, planOptions)
        return try await isDry
          ? session.checkSaved(plan, isDetailed: isDetailed)
          : session.applySaved(plan, tolerance, keepingIn: snapshots)
      }
      if !isDry, !isApproved {
        try session.checkThatSomebodyCanBeAsked(
          otherwise: "look at 'presetctl plan', then apply with --auto-approve, or apply a saved plan")
      }
      let wanted = try await session.wanted(planOptions)
      if isDry {
        let plan = try await session.plan(wanted.planning)
        return Outcome(plan, isDetailed: isDetailed, remarks: wanted.remarks)
      }
      return try await session.apply(
        isApproved: isApproved, tolerance, keepingIn: snapshots, remarks: wanted.remarks, wanted.planning)
    }
  }
}

extension Session {
  /// Reads a saved plan, and judges it by the safeguards of the moment, which may have become stricter since.
  fileprivate func savedPlan(_ path: String, _ options: PlanOptions) throws(Failure) -> Plan {
    if let option = options.optionOfPlanning {
      throw Failure(usage: "\(option) has no effect on a saved plan", hint: "give it to 'presetctl plan'")
    }
    let plan = try SavedPlan.read(path, for: try settings.environment())
    return try safeguards(options).applied(toSaved: plan)
  }
}
