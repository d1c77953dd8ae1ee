package import Diagnostics

/// Diagnostics as Markdown.
package enum DiagnosticMarkdown {
  /// - Parameters:
  ///   - kind: The kind of document that the command prints: `plan`, `report`, or `validation`.
  ///   - title: The command that was run.
  ///   - headline: The result in one sentence.
  ///   - block: Preformatted lines below the headline.
  package static func document(
    _ kind: String, _ environment: String, title: String, headline: String, block: [String] = [], isSuccess: Bool,
    hint: String?, _ diagnostics: [Diagnostic]
  ) -> MarkdownDocument {
    var head = MarkdownText.marker(kind, environment) + "\n"
    head += "### \(isSuccess ? "✅" : "❌") \(title)\n\n**\(MarkdownText.prose(headline))**\n"
    if !block.isEmpty { head += "\n\(MarkdownText.block(block))\n" }
    if let hint { head += "\n\(MarkdownText.prose(hint))\n" }
    return MarkdownDocument(
      head: head, columns: ["", "location", "message"], items: diagnostics.map(item), noun: "message")
  }

  private static func item(_ diagnostic: Diagnostic) -> MarkdownDocument.Item {
    let sign =
      switch diagnostic.severity {
      case .error: "❌"
      case .warning: "⚠️"
      case .note: "ℹ️"
      }
    let hint = diagnostic.problem.hint.map { "<br>\(MarkdownText.prose($0))" } ?? ""
    let location = MarkdownText.code(
      "\(diagnostic.location.file):\(diagnostic.location.line):\(diagnostic.location.column)")
    return .init(
      row: MarkdownDocument.row([
        "\(sign) \(MarkdownText.code(diagnostic.problem.rule))", location,
        MarkdownText.prose(diagnostic.message) + hint,
      ]))
  }
}
