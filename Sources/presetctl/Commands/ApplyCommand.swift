import ArgumentParser
import Planning
import RealtimeKit

/// `presetctl apply`: makes the remote presets equal to the manifests.
struct ApplyCommand: SessionCommand {
  static let documentKind = "report"
  static let isPublished = true
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Make the app's presets equal to the manifests.",
    discussion: """
      Shows the plan, asks for approval, and applies it: renames, creates, updates, then deletions. A snapshot for \
      'presetctl restore' is saved first, and each write is verified by reading the preset back. Exits with 4 if an \
      operation fails. A saved plan is applied without asking; if a preset in it has changed since the plan was made, \
      nothing is written and the command exits with 6.

        presetctl apply
        presetctl apply --auto-approve
        presetctl apply plan.json
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions
  @OptionGroup var planOptions: PlanOptions
  @OptionGroup var snapshotOptions: SnapshotOptions

  @Argument(
    help: "Apply this saved plan instead of making a new one.",
    completion: .file(extensions: ["json"]))
  var plan: String?

  @Flag(help: "Skip the approval prompt.")
  var autoApprove = false

  @Flag(help: "Show the plan without applying it.")
  var dryRun = false

  @Flag(help: "With --dry-run, exit with 2 if there are changes.")
  var detailedExitcode = false

  @OptionGroup var tolerance: ApplyTolerance

  func run(in session: Session) async throws -> CommandResult {
    // The variable may be set for other steps of the same pipeline.
    if detailedExitcode, !dryRun, !OptionVariables.options.contains("detailed-exitcode") {
      throw CommandFailure(
        usage: "--detailed-exitcode requires --dry-run",
        hint: "add --dry-run, or use 'presetctl plan --detailed-exitcode'")
    }
    let snapshots = try snapshotOptions.folder()
    if let plan {
      let saved = try session.savedPlan(plan, planOptions)
      return dryRun ? try await check(saved, in: session) : try await apply(saved, snapshots, in: session)
    }
    if !dryRun, !autoApprove {
      try session.requireInteractiveTerminal(
        otherwise: "review the output of 'presetctl plan', then pass --auto-approve or a saved plan")
    }
    let inputs = try await session.planInputs(planOptions)
    if dryRun {
      let plan = try await session.plan(inputs)
      return CommandResult(plan, isDetailed: detailedExitcode, warnings: inputs.warnings)
    }
    let (isApproved, tolerance) = (autoApprove, tolerance)
    let report = try await session.connect { environment, connection in
      let plan = try await session.plan(inputs, environment, connection)
      return try await session.apply(plan, connection, isApproved: isApproved, tolerance, snapshots: snapshots)
    }
    return session.result(report, tolerance, warnings: inputs.warnings)
  }

  private func apply(_ saved: Plan, _ snapshots: SnapshotFolder?, in session: Session) async throws -> CommandResult {
    let tolerance = tolerance
    let report = try await session.connect { _, connection in
      try await session.applySaved(saved, connection, tolerance, snapshots: snapshots)
    }
    return session.result(report, tolerance)
  }

  /// Checks whether a saved plan is stale, without changing anything.
  private func check(_ saved: Plan, in session: Session) async throws -> CommandResult {
    let report = try await session.connect { _, connection in
      saved.isBlocked || saved.isEmpty
        ? Report(blocking: saved, traffic: connection.traffic) : try await session.check(saved, connection)
    }
    // If nothing has changed since the plan was made, there is only the plan to show.
    guard report.count(.stale) > 0 else { return CommandResult(saved, isDetailed: detailedExitcode) }
    if session.console.output == .text { try session.console.preview(saved) }
    return session.result(report, tolerance)
  }
}

extension Session {
  /// Reads a saved plan and applies the current safeguards, which may be stricter than when the plan was made.
  fileprivate func savedPlan(_ path: String, _ options: PlanOptions) throws(CommandFailure) -> Plan {
    if let option = options.planningOption {
      throw CommandFailure(usage: "\(option) cannot be used with a saved plan", hint: "pass it to 'presetctl plan'")
    }
    let plan = try SavedPlan.read(path, for: try settings.environment())
    return try safeguards(options).applied(toSaved: plan)
  }
}
