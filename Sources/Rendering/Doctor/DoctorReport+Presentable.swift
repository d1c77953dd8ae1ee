import Documents
package import JSONValue
import Planning

extension DoctorReport: Presentable {
  package func text(_ context: PresentationContext) -> String {
    DoctorText(style: context.style, width: context.width).text(self)
  }

  package func json(_ context: PresentationContext) -> JSON { json }
  package func markdown(_ context: PresentationContext) -> MarkdownDocument { markdown(marker: context.marker) }
}
