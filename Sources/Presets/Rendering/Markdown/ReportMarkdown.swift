/// A report as Markdown, for the summary of a pipeline.
public enum ReportMarkdown {
  /// The whole document, within what a comment may hold.
  public static func text(_ report: Report) -> String {
    document(report).text(.comment)
  }

  /// The document, for another limit.
  package static func document(_ report: Report) -> MarkdownDocument {
    let environment = report.plan.environment.name
    let command = report.plan.restores == nil ? "apply" : "restore"
    let head = """
      \(MarkdownText.marker("report", environment))
      ### \(report.isComplete ? "✅" : "❌") presetctl \(command) for \(MarkdownText.code(environment))

      **\(report.words)**

      """
    return MarkdownDocument(
      head: head, columns: ["", "preset", "what", "why"], items: report.entries.map(item), tail: tail(report),
      noun: "preset")
  }

  private static func tail(_ report: Report) -> String {
    guard !report.isComplete, let snapshot = report.snapshot else { return "" }
    return "\nWhat was there before is kept in \(MarkdownText.code(snapshot)), for `presetctl restore`.\n"
  }

  private static func item(_ entry: Report.Entry) -> MarkdownDocument.Item {
    let operation = entry.operation
    let request = entry.failure?.requestID.map { " (request \(MarkdownText.code($0)))" } ?? ""
    let cells = [
      entry.outcome == .done ? "✅ done" : "❌ **\(entry.outcome.words)**", MarkdownText.code(operation.name.text),
      "\(operation.action.sign) \(operation.action.rawValue)",
      (entry.failure.map { MarkdownText.prose($0.message) } ?? "") + request,
    ]
    let moved = entry.failure?.moved ?? []
    let details = MarkdownDocument.folded(
      "\(MarkdownText.code(operation.name.text)): \(counted(moved.count, "field")) moved since the plan",
      ["field", "in the plan", "now"],
      moved.map { change in
        MarkdownDocument.row([MarkdownText.code(change.field.description)] + PlanMarkdown.values(change))
      })
    return .init(row: MarkdownDocument.row(cells), details: details)
  }
}
