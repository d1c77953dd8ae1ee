import Diagnostics
import Documents
package import JSONValue

extension ErrorDocument: Presentable {
  /// The lines of the message. Only usage errors have several lines, because a server's message must not add any.
  private var lines: [String] {
    code == 64 ? message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) : [message]
  }

  package var headline: String { lines[0] }

  package func text(_ context: PresentationContext) -> String {
    let label = context.style("error", .bold, .red) + ":"
    let first = lines[0].visible.wrapped(after: "error:", label, to: context.width, indent: 2)
    return DiagnosticText(style: context.style, width: context.width, path: context.path).text(diagnostics)
      + ([first] + lines.dropFirst().map(\.visible)).joined(separator: "\n") + "\n"
      + (hint.map { Self.text(hint: $0, context) } ?? "")
  }

  /// Returns a hint as a line of text.
  package static func text(hint: String, _ context: PresentationContext) -> String {
    let lines = hint.split(separator: "\n").map(String.init)
    let label = context.style("hint", .cyan) + ":"
    return
      ([lines[0].visible.wrapped(after: "hint:", label, to: context.width, indent: 2)]
      + lines.dropFirst().map(\.visible)).joined(separator: "\n") + "\n"
  }

  package func json(_ context: PresentationContext) -> JSON { json(path: context.path) }

  package func markdown(_ context: PresentationContext) -> MarkdownDocument {
    DiagnosticMarkdown.document(
      context.kind, context.environment, title: context.title, headline: headline, block: Array(lines.dropFirst()),
      isSuccess: false, hint: hint, diagnostics)
  }

  package func html(_ context: PresentationContext) -> String {
    DiagnosticHTML.text(
      title: context.title, headline: headline, block: Array(lines.dropFirst()), hint: hint, diagnostics)
  }
}
