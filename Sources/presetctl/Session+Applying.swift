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
  func checkThatSomebodyCanBeAsked(otherwise hint: String) throws(Failure) {
    guard console.isInteractive else {
      throw Failure(usage: "there is nobody to ask: standard input is not a terminal, or CI=true", hint: hint)
    }
  }

  /// Makes a plan, asks unless it is approved already, and carries it out.
  /// - Parameter snapshots: Where to keep what is there before; nil for nowhere.
  func apply(
    isApproved: Bool, _ tolerance: Tolerance, keepingIn snapshots: SnapshotFolder?, remarks: [Diagnostic] = [],
    _ planning: @escaping Planning
  ) async throws -> Outcome {
    let report = try await connect { environment, connection in
      let plan = try await plan(environment, connection, planning)
      if console.output == .text || !isApproved { try console.preview(plan) }
      if !tolerance.lets(plan) { return Report(blocking: plan, traffic: connection.traffic) }
      if !isApproved { try await Self.askForApproval(plan, console) }
      return try await carryOut(plan, connection, keepingIn: snapshots)
    }
    return outcome(report, tolerance, remarks: remarks)
  }

  /// Carries out a plan that was made earlier, or nothing of it.
  func applySaved(
    _ plan: Plan, _ tolerance: Tolerance, keepingIn snapshots: SnapshotFolder?
  ) async throws -> Outcome {
    let report = try await connect { _, connection in
      if console.output == .text { try console.preview(plan) }
      if !tolerance.lets(plan) { return Report(blocking: plan, traffic: connection.traffic) }
      let check = try await check(plan, connection)
      return check.count(.stale) > 0 ? check : try await carryOut(plan, connection, keepingIn: snapshots)
    }
    return outcome(report, tolerance)
  }

  /// Looks whether a plan that was made earlier could be carried out, and changes nothing.
  func checkSaved(_ plan: Plan, isDetailed: Bool) async throws -> Outcome {
    let report = try await connect { _, connection in
      if plan.isBlocked || plan.isEmpty { return Report(blocking: plan, traffic: connection.traffic) }
      return try await check(plan, connection)
    }
    // Where everything is as the plan saw it, a dry run has only the plan to show.
    guard report.count(.stale) > 0 else { return Outcome(plan, isDetailed: isDetailed) }
    if console.output == .text { try console.preview(plan) }
    return outcome(report, Tolerance())
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

  private func check(_ plan: Plan, _ connection: Connection) async throws -> Report {
    try await withApplier(plan, connection) { (applier) async throws(APIError) in try await applier.check(plan) }
  }

  /// Keeps what is there, and then writes: the only place from which anything is changed remotely.
  private func carryOut(
    _ plan: Plan, _ connection: Connection, keepingIn snapshots: SnapshotFolder?
  ) async throws -> Report {
    let snapshot = try snapshots?.keep(before: plan)
    if let snapshot { console.hint("to go back to what is there now: \(settings.command("restore", snapshot))") }
    interruption.beginWriting()
    var report = try await withApplier(plan, connection) { (applier) async throws(APIError) in
      await applier.apply(plan)
    }
    report.snapshot = snapshot
    return report
  }

  private func withApplier(
    _ plan: Plan, _ connection: Connection,
    _ body: @escaping @Sendable (Applier) async throws(APIError) -> Report
  ) async throws -> Report {
    let parallelism = settings.parallelism
    return try await ProgressLine.with(console) { line in
      line.begin(applying: plan.operations.count)
      let applier = Applier(connection, parallelism: parallelism, onProgress: { line.note($0) })
      do { return try await body(applier) } catch { throw (error as? APIError).map { Failure($0) } ?? error }
    }
  }

  private func outcome(_ report: Report, _ tolerance: Tolerance, remarks: [Diagnostic] = []) -> Outcome {
    var report = report
    report.isInterrupted = interruption.status != nil
    var outcome = Outcome(.report(report), interruption.status ?? report.status(tolerance), remarks: remarks)
    outcome.accepted = tolerance.accepted
    return outcome
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
