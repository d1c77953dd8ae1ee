import Diagnostics
import JSONValue
package import Planning
import Schema

/// A report as text: operations by outcome, reasons for failures, and a summary.
struct ReportText {
  /// The column after the outcome, which also indents continuation lines.
  private static let indent = 13

  let style: TextStyler
  /// The width of the terminal; nil for lines of any length.
  let width: Int?

  /// Returns the operations and the summary of a report.
  func text(_ report: Report) -> String {
    let order: [Report.Outcome] = [.done, .failed, .stale, .inUse, .blocked, .notStarted]
    let lines = order.flatMap { outcome in
      report.entries.filter { $0.outcome == outcome }.map(line)
    }
    return (lines + ["", summary(report)] + snapshot(report)).joined(separator: "\n") + "\n"
  }

  private func line(_ entry: Report.Entry) -> String {
    let name = entry.operation.name.text.visible
    let word = entry.outcome.description.padded(to: Self.indent)
    let verb = entry.outcome == .done ? "was" : "was not"
    var line = "\(word)\(name) \(verb) \(participle(entry.operation))"
    if let failure = entry.failure {
      line += ": \(failure.message.visible)"
      if let id = failure.requestID { line += " (request \(id.visible))" }
    }
    var lines = line.wrapped(to: width, indent: Self.indent)
    lines[0] = color(word, entry.outcome) + lines[0].dropFirst(word.count)
    return (lines + (entry.failure?.staleFields ?? []).flatMap(staleField)).joined(separator: "\n")
  }

  /// Returns a field that changed since the plan was made.
  private func staleField(_ change: FieldChange) -> [String] {
    let (before, after) = change.values(length: 48) { $0.visible }
    let values = "\(before ?? "(absent)") in the plan, \(after ?? "(absent)") now"
    let start = String(repeating: " ", count: Self.indent + 4)
    return "\(start)\(change.field.description.visible): \(values)".wrapped(to: width, indent: Self.indent + 8)
  }

  private func participle(_ operation: Operation) -> String {
    switch operation.action {
    case .create: "created"
    case .update: "updated"
    case .delete: "deleted"
    case .rename: "renamed from \((operation.previousName?.text ?? "").visible)"
    }
  }

  private func color(_ text: String, _ outcome: Report.Outcome) -> String {
    switch outcome {
    case .done: style(text, .green)
    case .notStarted: style(text, .faint)
    case .failed, .stale, .inUse, .blocked: style(text, .bold, .red)
    }
  }

  /// Returns how to undo an incomplete run.
  private func snapshot(_ report: Report) -> [String] {
    guard !report.isComplete, let snapshot = report.snapshot else { return [] }
    return ["To undo completed operations, run 'presetctl restore \(snapshot.visible)'."]
  }

  private func summary(_ report: Report) -> String {
    let headline = String(report.headline.prefix { $0 != ":" }) + ":"
    let words = report.headline.wrapped(to: width, indent: 2).joined(separator: "\n")
    return (report.isComplete ? style(headline, .bold, .green) : style(headline, .bold, .red))
      + words.dropFirst(headline.count)
  }
}

extension Report {
  /// A one-line summary: the number of completed operations, and what to do about the others.
  package var headline: String {
    func done(_ action: Operation.Action) -> Int {
      entries.count { $0.outcome == .done && $0.operation.action == action }
    }
    let renames = done(.rename) > 0 ? ", \(done(.rename)) renamed" : ""
    let counts = "\(done(.create)) added, \(done(.update)) changed, \(done(.delete)) deleted\(renames)"
    if isInterrupted, !isComplete {
      return "Interrupted: \(counts), \(entries.count - count(.done)) not done."
        + " Apply again with a new plan to continue. Completed operations are not repeated."
    }
    let blocked = "\(counted(count(.blocked), "operation")) \(count(.blocked) == 1 ? "is" : "are") blocked."
    if count(.blocked) > 0, count(.done) == 0 { return "Nothing was applied: \(blocked)" }
    if entries.allSatisfy({ [.done, .blocked, .inUse].contains($0.outcome) }) {
      let left = count(.blocked) > 0 ? " \(blocked)" : ""
      let kept = count(.inUse) > 0 ? " \(counted(count(.inUse), "preset")) cannot be deleted while in use." : ""
      return "Applied: \(counts).\(left)\(kept)"
    }
    if count(.stale) > 0, count(.failed) == 0 {
      let presets = counted(count(.stale), "preset")
      let verb = count(.done) == 0 ? "Nothing was applied" : "Not everything was applied"
      let done = count(.done) == 0 ? "" : "\(counts); "
      let command = plan.restores == nil ? "plan" : "restore"
      return "\(verb): \(done)\(presets) changed since the plan was made."
        + " Run 'presetctl \(command)' again to see what changed."
    }
    let undone = entries.count - count(.done)
    return "Not everything was applied: \(counts), \(undone) not done."
      + " Fix the cause and apply again. Completed operations are not repeated."
  }
}
