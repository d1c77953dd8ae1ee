package import Diagnostics
import Documents
package import JSONValue
package import Planning

/// A report, and the outcomes that do not count as failures.
package struct ReportPresentation: Presentable {
  package let report: Report
  /// The outcomes besides `done` that are not a failure.
  package let accepted: Set<Report.Outcome>

  package init(_ report: Report, accepting accepted: Set<Report.Outcome> = []) {
    self.report = report
    self.accepted = accepted
  }

  package var headline: String { report.headline }
  package var diagnostics: [Diagnostic] { report.diagnostics(accepting: accepted) }
  package var messagesWithoutLocation: [String] { report.messagesWithoutLocation(accepting: accepted) }

  package func text(_ context: PresentationContext) -> String {
    report.plan.text(context) + textAfterPreview(context)
  }

  package func textAfterPreview(_ context: PresentationContext) -> String {
    // The text of an empty plan already says that there is nothing to do.
    report.entries.isEmpty ? "" : "\n" + ReportText(style: context.style, width: context.width).text(report)
  }

  package func json(_ context: PresentationContext) -> JSON { report.json }
  package func markdown(_ context: PresentationContext) -> MarkdownDocument { ReportMarkdown.document(report) }
  package func html(_ context: PresentationContext) -> String { ReportHTML.text(report) }
}
