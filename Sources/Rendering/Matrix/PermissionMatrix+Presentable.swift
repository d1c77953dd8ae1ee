import Documents
package import JSONValue
import Planning

extension PermissionMatrix: Presentable {
  package func text(_ context: PresentationContext) -> String {
    MatrixText(style: context.style, width: context.width).text(self)
  }

  package func json(_ context: PresentationContext) -> JSON { json }
  package func markdown(_ context: PresentationContext) -> MarkdownDocument { markdown(marker: context.marker) }
  package func html(_ context: PresentationContext) -> String { html(title: context.title) }
}
