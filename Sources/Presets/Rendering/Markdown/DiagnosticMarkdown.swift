/// Diagnostics as Markdown: what is wrong with manifests, and why there is no plan.
public enum DiagnosticMarkdown {
  /// The document.
  /// - Parameters:
  ///   - kind: What there would have been: `plan`, `report` or `validation`.
  ///   - title: The command that was run.
  ///   - headline: What happened, in one sentence.
  ///   - block: Lines that explain it, to be shown as they are.
  package static func document(
    _ kind: String, _ environment: String, title: String, headline: String, block: [String] = [], isSuccess: Bool,
    hint: String?, _ diagnostics: [Diagnostic]
  ) -> MarkdownDocument {
    var head = MarkdownText.marker(kind, environment) + "\n"
    head += "### \(isSuccess ? "✅" : "❌") \(title)\n\n**\(MarkdownText.prose(headline))**\n"
    if !block.isEmpty { head += "\n\(MarkdownText.block(block))\n" }
    if let hint { head += "\n\(MarkdownText.prose(hint))\n" }
    return MarkdownDocument(
      head: head, columns: ["", "place", "what is wrong"], items: diagnostics.map(item), noun: "message")
  }

  private static func item(_ diagnostic: Diagnostic) -> MarkdownDocument.Item {
    let sign =
      switch diagnostic.severity {
      case .error: "❌"
      case .warning: "⚠️"
      case .note: "ℹ️"
      }
    let hint = diagnostic.fault.hint.map { "<br>\(MarkdownText.prose($0))" } ?? ""
    let place = MarkdownText.code(
      "\(diagnostic.location.file):\(diagnostic.location.line):\(diagnostic.location.column)")
    return .init(
      row: MarkdownDocument.row([
        "\(sign) \(MarkdownText.code(diagnostic.fault.rule))", place,
        MarkdownText.prose(diagnostic.message) + hint,
      ]))
  }
}
