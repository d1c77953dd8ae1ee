import Presets
import RealtimeKit

// How a plan is carried out, whatever made it: previewed, approved, applied, and reported with the code that fits.
extension Session {
  /// How a command makes its plan, with nothing but a reader in hand.
  typealias Planning = @Sendable (Environment, PresetReader) async throws(Failure) -> Plan

  /// Makes a plan. There is no writer in reach, so nothing can be changed on the way.
  func plan(_ planning: @escaping Planning) async throws -> Plan {
    try await connect { environment, connection in try await plan(environment, connection, planning) }
  }

  /// Refuses a plan that is to be approved where nobody can be asked.
  func checkThatSomebodyCanBeAsked() throws(Failure) {
    guard console.isInteractive else {
      throw Failure(
        usage: "there is nobody to ask: standard input is not a terminal, or CI=true",
        hint: "look at 'presetctl plan', then apply with --auto-approve, or apply a saved plan")
    }
  }

  /// Makes a plan, asks unless it is approved already, and carries it out.
  func apply(
    isApproved: Bool, _ tolerance: Tolerance, remarks: [Diagnostic] = [], _ planning: @escaping Planning
  ) async throws -> Outcome {
    let report = try await connect { environment, connection in
      let plan = try await plan(environment, connection, planning)
      if console.output == .text || !isApproved { try console.preview(plan) }
      if !tolerance.lets(plan) { return Report(blocking: plan, traffic: connection.traffic) }
      if !isApproved { try await Self.askForApproval(plan, console) }
      return try await carryOut(plan, connection) { (applier) async throws(APIError) in await applier.apply(plan) }
    }
    return outcome(report, tolerance, remarks: remarks)
  }

  /// Carries out a plan that was made earlier, or nothing of it.
  func applySaved(_ plan: Plan, _ tolerance: Tolerance) async throws -> Outcome {
    let report = try await connect { _, connection in
      if console.output == .text { try console.preview(plan) }
      if !tolerance.lets(plan) { return Report(blocking: plan, traffic: connection.traffic) }
      return try await carryOut(plan, connection) { (applier) async throws(APIError) in
        try await applier.applySaved(plan)
      }
    }
    return outcome(report, tolerance)
  }

  /// Looks whether a plan that was made earlier could be carried out, and changes nothing.
  func checkSaved(_ plan: Plan) async throws -> Outcome {
    let report = try await connect { _, connection in
      if plan.isBlocked || plan.isEmpty { return Report(blocking: plan, traffic: connection.traffic) }
      return try await carryOut(plan, connection) { (applier) async throws(APIError) in try await applier.check(plan) }
    }
    // Where everything is as the plan saw it, a dry run has only the plan to show.
    return report.count(.stale) == 0
      ? Outcome(.plan(plan), plan.status(isDetailed: false)) : outcome(report, Tolerance())
  }

  // MARK: Steps

  private func plan(
    _ environment: Environment, _ connection: Connection, _ planning: @escaping Planning
  ) async throws -> Plan {
    let parallelism = settings.parallelism
    return try await ProgressLine.with(console) { line in
      try await planning(environment, PresetReader(connection, parallelism: parallelism) { line.note($0) })
    }
  }

  private static func askForApproval(_ plan: Plan, _ console: Console) async throws(Failure) {
    let accepted = plan.summary.delete > 0 ? ["yes"] : ["yes", "y"]
    let note = plan.summary.delete > 0 ? "Presets will be deleted. Write 'yes' to go on:" : "Apply this plan? [yes/no]"
    guard let answer = await console.ask(note), accepted.contains(answer) else {
      throw Failure(.failure, "not approved; nothing was changed")
    }
  }

  private func carryOut(
    _ plan: Plan, _ connection: Connection,
    _ body: @escaping @Sendable (Applier) async throws(APIError) -> Report
  ) async throws -> Report {
    let (interruption, parallelism) = (interruption, settings.parallelism)
    return try await ProgressLine.with(console) { line in
      line.begin(applying: plan.operations.count)
      let applier = Applier(
        connection, parallelism: parallelism, onProgress: { line.note($0) })
      interruption.beginWriting()
      do { return try await body(applier) } catch { throw (error as? APIError).map { Failure($0) } ?? error }
    }
  }

  private func outcome(_ report: Report, _ tolerance: Tolerance, remarks: [Diagnostic] = []) -> Outcome {
    Outcome(.report(report), interruption.status ?? report.status(tolerance), remarks: remarks)
  }
}

/// What a person said that an apply may leave undone.
struct Tolerance: Sendable {
  /// Whether operations that are blocked are left out, and the others carried out.
  var skipsBlocked = false
  /// Whether presets that participants use may stay.
  var allowsInUse = false

  /// Whether anything of a plan may be carried out.
  func lets(_ plan: Plan) -> Bool {
    skipsBlocked ? plan.operations.contains { $0.blocked == nil } : !plan.isEmpty && !plan.isBlocked
  }

  /// The outcomes that are no failure.
  fileprivate var accepted: Set<Report.Outcome> {
    Set([.done] + (skipsBlocked ? [.blocked] : []) + (allowsInUse ? [.inUse] : []))
  }
}

extension Report {
  /// The exit code that the report asks for.
  fileprivate func status(_ tolerance: Tolerance) -> ExitStatus {
    let rest = entries.filter { !tolerance.accepted.contains($0.outcome) }
    if rest.isEmpty { return .success }
    if rest.contains(where: { $0.outcome == .blocked }) { return .blocked }
    let isRefused = rest.contains { $0.outcome == .failed && [401, 403].contains($0.failure?.status) }
    if isRefused { return .permission }
    let hasFailed = rest.contains { $0.outcome == .failed || $0.outcome == .inUse }
    return count(.stale) > 0 && !hasFailed ? .stale : .partial
  }
}
