import Documents
package import JSONValue
import Manifests

extension Explanation: Presentable {
  package func text(_ context: PresentationContext) -> String {
    ExplanationText(style: context.style, width: context.width).text(self)
  }

  package func json(_ context: PresentationContext) -> JSON { json }
  package func markdown(_ context: PresentationContext) -> MarkdownDocument { markdown }
}
