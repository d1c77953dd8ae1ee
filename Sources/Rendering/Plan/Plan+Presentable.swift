import Documents
package import JSONValue
import Planning

extension Plan: Presentable {
  package var isPrivate: Bool { true }

  package func text(_ context: PresentationContext) -> String {
    PlanText(style: context.style, width: context.width).text(self)
  }

  package func json(_ context: PresentationContext) -> JSON { json }
  package func markdown(_ context: PresentationContext) -> MarkdownDocument { PlanMarkdown.document(self) }
  package func html(_ context: PresentationContext) -> String { PlanHTML.text(self) }
}
