import ArgumentParser
import Presets
import RealtimeKit

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

        presetctl apply
        presetctl apply --auto-approve
        presetctl apply plan.json
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions
  @OptionGroup var planOptions: PlanOptions

  @Argument(help: "A plan that 'plan --out' wrote; without it, a new one is made.")
  var plan: String?

  @Flag(help: "Do not ask.")
  var autoApprove = false

  @Flag(help: "Show the plan and change nothing.")
  var dryRun = false

  func run() async throws {
    let isDry = try Variables.current.isOn("DRY_RUN") || dryRun
    let isApproved = try Variables.current.isOn("AUTO_APPROVE") || autoApprove
    let (path, planOptions) = (plan, planOptions)
    try await Session.run(options, for: isDry ? .plan : .apply) { session in
      if let path { return try await session.apply(savedPlan: path, planOptions, isDry: isDry) }
      if isDry {
        let wanted = try await session.wanted(planOptions)
        let plan = try await session.plan(wanted)
        return Outcome(.plan(plan), plan.status(isDetailed: false), remarks: wanted.remarks)
      }
      guard isApproved || session.console.isInteractive else {
        throw Failure(
          usage: "there is nobody to ask: standard input is not a terminal, or CI=true",
          hint: "look at 'presetctl plan', then apply with --auto-approve, or apply a saved plan")
      }
      return try await session.apply(planOptions, isApproved: isApproved)
    }
  }
}

extension Session {
  /// Plans, asks unless it is approved already, and carries the plan out.
  fileprivate func apply(_ options: PlanOptions, isApproved: Bool) async throws -> Outcome {
    let wanted = try await wanted(options)
    let (console, parallelism) = (console, settings.parallelism)
    let report = try await connect { environment, connection in
      let plan = try await ProgressLine.with(console) { line in
        let reader = PresetReader(connection, parallelism: parallelism) { line.note($0) }
        return try await Self.plan(environment, wanted, reader)
      }
      if console.output == .text || !isApproved { try console.preview(plan) }
      if plan.isBlocked || plan.isEmpty { return Report(blocking: plan, traffic: connection.traffic) }
      if !isApproved { try await Self.askForApproval(plan, console) }
      return try await carryOut(plan, connection) { (applier) async throws(APIError) in await applier.apply(plan) }
    }
    return outcome(report, remarks: wanted.remarks)
  }

  /// Carries out a saved plan, or nothing of it.
  fileprivate func apply(savedPlan path: String, _ options: PlanOptions, isDry: Bool) async throws -> Outcome {
    // The variable may stand there for the plans of the same pipeline.
    if options.base != nil {
      throw Failure(usage: "--base has no effect on a saved plan", hint: "give it to 'presetctl plan'")
    }
    let saved = try SavedPlan.read(path, for: try settings.environment())
    // The policy may have become stricter since.
    let plan = try policy(options).applied(to: saved)
    let report = try await connect { _, connection in
      if console.output == .text, !isDry { try console.preview(plan) }
      if plan.isBlocked || plan.isEmpty { return Report(blocking: plan, traffic: connection.traffic) }
      return try await carryOut(plan, connection) { (applier) async throws(APIError) in
        isDry ? try await applier.check(plan) : try await applier.applySaved(plan)
      }
    }
    let outcome = outcome(report, remarks: [])
    // Where everything is as the plan saw it, a dry run has only the plan to show.
    return isDry && report.count(.stale) == 0 ? Outcome(.plan(plan), plan.status(isDetailed: false)) : outcome
  }

  private func carryOut(
    _ plan: Plan, _ connection: Connection,
    _ body: @escaping @Sendable (Applier) async throws(APIError) -> Report
  ) async throws -> Report {
    let (interruption, parallelism) = (interruption, settings.parallelism)
    return try await ProgressLine.with(console) { line in
      line.begin(applying: plan.operations.count)
      let applier = Applier(
        connection, parallelism: parallelism, isInterrupted: { interruption.status != nil },
        onProgress: { line.note($0) })
      interruption.beginWriting()
      do { return try await body(applier) } catch { throw (error as? APIError).map { Failure($0) } ?? error }
    }
  }

  private func outcome(_ report: Report, remarks: [Diagnostic]) -> Outcome {
    Outcome(.report(report), interruption.status ?? report.status, remarks: remarks)
  }

  private static func askForApproval(_ plan: Plan, _ console: Console) async throws(Failure) {
    let accepted = plan.summary.delete > 0 ? ["yes"] : ["yes", "y"]
    let note = plan.summary.delete > 0 ? "Presets will be deleted. Write 'yes' to go on:" : "Apply this plan? [yes/no]"
    guard let answer = await console.ask(note), accepted.contains(answer) else {
      throw Failure(.failure, "not approved; nothing was changed")
    }
  }
}

extension Report {
  /// The exit code that the report asks for.
  fileprivate var status: ExitStatus {
    if isComplete { return .success }
    if plan.isBlocked { return .blocked }
    if entries.contains(where: { [401, 403].contains($0.failure?.status) }) { return .permission }
    let failed = entries.contains { $0.outcome == .failed || $0.outcome == .inUse }
    return count(.stale) > 0 && !failed ? .stale : .partial
  }
}
