import Authoring
import Documents
package import JSONValue

extension ExportReport: Presentable {
  package var messagesWithoutLocation: [String] { skipped.isEmpty ? [] : remarks }

  package func text(_ context: PresentationContext) -> String {
    ExportReportText(style: context.style, width: context.width).text(self)
  }

  package func json(_ context: PresentationContext) -> JSON { json }
  package func markdown(_ context: PresentationContext) -> MarkdownDocument { markdown(marker: context.marker) }
}

extension ScaffoldReport: Presentable {
  package var messagesWithoutLocation: [String] { isComplete ? [] : remarks }

  package func text(_ context: PresentationContext) -> String {
    ExportReportText(style: context.style, width: context.width).text(self)
  }

  package func json(_ context: PresentationContext) -> JSON { json }
  package func markdown(_ context: PresentationContext) -> MarkdownDocument { markdown(marker: context.marker) }
}
