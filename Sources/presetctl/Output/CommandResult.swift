import Diagnostics
import Planning
import Rendering

/// The result of a command, with its exit status.
struct CommandResult: Sendable {
  let presentation: any Presentable
  let status: ExitStatus
  /// Warnings about manifests, which are annotations in CI too.
  var warnings: [Diagnostic] = []
  /// Failures besides the result, such as a file that could not be written.
  var failures: [CommandFailure] = []
  /// The next steps to suggest.
  var hints: [String] = []
  /// Why there is no result; nil if there is one.
  var failure: CommandFailure?
  /// The plan, for the outputs of a CI step.
  var plan: Plan?
  /// The report, if a plan was applied.
  var report: Report?

  init(_ presentation: any Presentable, _ status: ExitStatus = .success) {
    self.presentation = presentation
    self.status = status
  }

  init(_ failure: CommandFailure) {
    self.init(failure.document, failure.status)
    self.failure = failure
  }

  /// The result of a command that shows a plan.
  init(_ plan: Plan, isDetailed: Bool = false, warnings: [Diagnostic] = []) {
    let changes: ExitStatus = isDetailed && !plan.isEmpty ? .changes : .success
    self.init(plan, plan.isBlocked ? .blocked : changes)
    self.plan = plan
    self.warnings = warnings
  }

  /// The result of a command that applied a plan, or some of it.
  init(_ report: Report, _ tolerance: ApplyTolerance, _ status: ExitStatus, warnings: [Diagnostic] = []) {
    self.init(ReportPresentation(report, accepting: tolerance.accepted), status)
    self.report = report
    plan = report.plan
    self.warnings = warnings
  }

  /// Everything about lines of files.
  var diagnostics: [Diagnostic] {
    failure?.diagnostics ?? (warnings + presentation.diagnostics).sorted()
  }

  /// Failures that no diagnostic shows.
  var messagesWithoutLocation: [String] {
    let messages = presentation.messagesWithoutLocation
    let isFailure = status != .success && status != .changes
    // The run can fail without a problem in a file, for example if it was interrupted.
    return messages.isEmpty && isFailure && !diagnostics.containsErrors ? [presentation.headline] : messages
  }
}
