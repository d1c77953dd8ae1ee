import Diagnostics
import Planning
import RealtimeKit

// Applies plans: preview → approve → snapshot → apply → report.
extension Session {
  /// Throws a usage error if the run cannot ask for approval.
  func requireInteractiveTerminal(otherwise hint: String) throws(CommandFailure) {
    guard console.isInteractive else {
      throw CommandFailure(usage: "cannot ask for approval: stdin is not a terminal, or CI=true", hint: hint)
    }
  }

  /// Shows a plan, asks for approval unless it is already given, and applies the plan.
  /// - Parameter snapshots: The folder for the snapshot; nil to write none.
  func apply(
    _ plan: Plan, _ connection: Connection, isApproved: Bool, _ tolerance: ApplyTolerance,
    snapshots: SnapshotFolder?
  ) async throws -> Report {
    if console.output == .text || !isApproved { try console.preview(plan) }
    guard tolerance.allowsApplying(plan) else { return Report(blocking: plan, traffic: connection.traffic) }
    if !isApproved { try await askForApproval(plan) }
    return try await execute(plan, connection, snapshots: snapshots)
  }

  /// Applies a saved plan, or nothing if the plan is stale.
  func applySaved(
    _ plan: Plan, _ connection: Connection, _ tolerance: ApplyTolerance, snapshots: SnapshotFolder?
  ) async throws -> Report {
    if console.output == .text { try console.preview(plan) }
    guard tolerance.allowsApplying(plan) else { return Report(blocking: plan, traffic: connection.traffic) }
    let check = try await check(plan, connection)
    return check.count(.stale) > 0 ? check : try await execute(plan, connection, snapshots: snapshots)
  }

  /// Returns a report in which the operations of a saved plan that are stale are marked, without changing anything.
  func check(_ plan: Plan, _ connection: Connection) async throws -> Report {
    try await withApplier(plan, connection) { (applier) async throws(APIError) in try await applier.check(plan) }
  }

  /// Returns the result of a command that applied a plan.
  func result(_ report: Report, _ tolerance: ApplyTolerance, warnings: [Diagnostic] = []) -> CommandResult {
    var report = report
    report.isInterrupted = interruption.status != nil
    return CommandResult(report, tolerance, interruption.status ?? report.status(tolerance), warnings: warnings)
  }

  private func askForApproval(_ plan: Plan) async throws(CommandFailure) {
    let accepted = plan.summary.delete > 0 ? ["yes"] : ["yes", "y"]
    let question =
      plan.summary.delete > 0 ? "This plan deletes presets. Type 'yes' to apply it:" : "Apply this plan? [yes/no]"
    guard let answer = await console.ask(question), accepted.contains(answer) else {
      throw CommandFailure(.failure, "not approved; nothing was changed")
    }
  }

  /// Writes the snapshot, then applies the plan.
  private func execute(_ plan: Plan, _ connection: Connection, snapshots: SnapshotFolder?) async throws -> Report {
    let snapshot = try snapshots?.save(before: plan)
    if let snapshot {
      console.hint(
        "to undo this \(plan.restores == nil ? "apply" : "restore"), run:\n  \(settings.command("restore", snapshot))")
    }
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
      do throws(APIError) { return try await body(applier) } catch { throw CommandFailure(error) }
    }
  }
}

extension Report {
  /// Returns the exit status for the report.
  fileprivate func status(_ tolerance: ApplyTolerance) -> ExitStatus {
    let rest = entries.filter { !tolerance.accepted.contains($0.outcome) }
    if rest.isEmpty { return .success }
    if rest.contains(where: { $0.outcome == .blocked }) { return .blocked }
    let isRefused = rest.contains { $0.outcome == .failed && [401, 403].contains($0.failure?.status) }
    if isRefused { return .permission }
    let hasFailed = rest.contains { $0.outcome == .failed || $0.outcome == .inUse }
    return count(.stale) > 0 && !hasFailed ? .stale : .partial
  }
}
