import Authoring
import Diagnostics
import JSONValue
import Manifests
package import Planning
import Schema

/// A report as Markdown, for job summaries.
package enum ReportMarkdown {
  /// Returns the document, limited to the size of a comment.
  package static func text(_ report: Report) -> String {
    document(report).text(.comment)
  }

  package static func document(_ report: Report) -> MarkdownDocument {
    let environment = report.plan.environment.name
    let command = report.plan.restores == nil ? "apply" : "restore"
    let head = """
      \(MarkdownText.marker("report", environment))
      ### \(report.isComplete ? "✅" : "❌") presetctl \(command) for \(MarkdownText.code(environment))

      **\(report.headline)**

      """
    return MarkdownDocument(
      head: head, columns: ["", "preset", "operation", "reason"], items: report.entries.map(item), tail: tail(report),
      noun: "preset")
  }

  private static func tail(_ report: Report) -> String {
    guard !report.isComplete, let snapshot = report.snapshot else { return "" }
    return "\nTo undo completed operations, run \(MarkdownText.code("presetctl restore \(snapshot)", length: 2_000)).\n"
  }

  private static func item(_ entry: Report.Entry) -> MarkdownDocument.Item {
    let operation = entry.operation
    let request = entry.failure?.requestID.map { " (request \(MarkdownText.code($0)))" } ?? ""
    let cells = [
      entry.outcome == .done ? "✅ done" : "❌ **\(entry.outcome.description)**", MarkdownText.code(operation.name.text),
      "\(operation.action.symbol) \(operation.action.rawValue)",
      (entry.failure.map { MarkdownText.prose($0.message) } ?? "") + request,
    ]
    let staleFields = entry.failure?.staleFields ?? []
    let details = MarkdownDocument.folded(
      "\(MarkdownText.code(operation.name.text)): \(counted(staleFields.count, "field")) changed since the plan was made",
      ["field", "in the plan", "now"],
      staleFields.map { change in
        MarkdownDocument.row([MarkdownText.code(change.field.description)] + PlanMarkdown.values(change))
      })
    return .init(row: MarkdownDocument.row(cells), details: details)
  }
}
