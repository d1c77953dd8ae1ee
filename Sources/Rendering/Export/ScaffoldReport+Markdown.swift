import Authoring
import Diagnostics

extension ScaffoldReport {
  /// A one-line summary.
  package var headline: String {
    let outcomes = ExportReport.Outcome.allCases.map { "\(count($0)) \($0.rawValue)" }.joined(separator: ", ")
    let skipped = export?.skipped ?? []
    return "\(counted(files.count, "file")): \(outcomes)."
      + (skipped.isEmpty ? "" : " \(counted(skipped.count, "preset")) skipped.")
  }

  /// Sentences on presets and fields that were not exported.
  package var remarks: [String] { export?.remarks ?? [] }

  /// Whether every preset was exported.
  package var isComplete: Bool { export?.skipped.isEmpty != false }

  /// Returns the report as Markdown.
  /// - Parameter marker: The first line of the document.
  package func markdown(marker: String) -> MarkdownDocument {
    let head = """
      \(marker)
      ### \(isComplete ? "✅" : "❌") presetctl init

      **\(MarkdownText.prose(headline))**

      """
    let rows =
      remarks.map { ["", "", MarkdownText.prose($0)] }
      + files.map { [$0.outcome.rawValue, MarkdownText.code($0.path), MarkdownText.prose($0.content)] }
    return MarkdownDocument(
      head: head, columns: ["", "file", "content"], items: rows.map { .init(row: MarkdownDocument.row($0)) },
      noun: "line")
  }
}
