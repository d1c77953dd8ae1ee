package import Authoring
import Diagnostics

extension ExportReport {
  /// A one-line summary.
  package var headline: String {
    if files.isEmpty {
      return skipped.isEmpty ? "The app has no presets; nothing was written." : "Nothing was written."
    }
    let bases = files.count { $0.manifest.isAbstract }
    let presets = counted(files.count - bases, "preset") + (bases > 0 ? " and \(counted(bases, "base"))" : "")
    let outcomes = Outcome.allCases.map { "\(count($0)) \($0.rawValue)" }.joined(separator: ", ")
    return "Exported \(presets) to \(folder): \(outcomes)."
      + (skipped.isEmpty ? "" : " \(counted(skipped.count, "preset")) skipped.")
  }

  /// Sentences on presets and fields that were not exported.
  package var remarks: [String] {
    skipped.map { "'\($0.name)' was skipped: \($0.reasons.prefix(3).joined(separator: "; "))" }
      + leftOut.map {
        "'\($0.field)' of '\($0.name)' has a value that manifests do not allow; it is left out and stays unmanaged"
      }
  }

  /// Returns the report as Markdown.
  /// - Parameter marker: The first line of the document.
  package func markdown(marker: String) -> MarkdownDocument {
    let head = """
      \(marker)
      ### \(skipped.isEmpty ? "✅" : "❌") presetctl export

      **\(MarkdownText.prose(headline))**

      """
    let rows =
      remarks.map { ["", "", MarkdownText.prose($0)] }
      + files.map { [$0.outcome.rawValue, MarkdownText.code($0.path), MarkdownText.code($0.manifest.name)] }
    return MarkdownDocument(
      head: head, columns: ["", "file", "preset"], items: rows.map { .init(row: MarkdownDocument.row($0)) },
      noun: "line")
  }
}

/// Export and scaffold reports as text.
struct ExportReportText {
  let style: TextStyler
  /// The width of the terminal; nil for lines of any length.
  let width: Int?

  /// Returns a line per file, remarks, and the summary.
  func text(_ report: ExportReport) -> String {
    text(ScaffoldReport([], report), words: report.headline)
  }

  func text(_ report: ScaffoldReport) -> String {
    text(report, words: report.headline)
  }

  private func text(_ report: ScaffoldReport, words: String) -> String {
    let longest = report.files.map(\.path.visible.columns).max() ?? 0
    let files = report.files.map { file in
      let outcome = file.outcome.rawValue.padded(to: 9)
      return style(outcome, file.outcome == .written ? .green : .faint)
        + "  \(file.path.visible.padded(to: longest))  \(file.content.visible)"
    }
    let remarks = report.remarks.flatMap { "- \($0.visible)".wrapped(to: width, indent: 2) }
    let result = style(words.visible, .bold, report.isComplete ? .green : .red)
    return [files, remarks, [result]].filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }
}
