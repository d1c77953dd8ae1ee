extension Comparison {
  /// The comparison as Markdown, for a comment.
  package var markdown: MarkdownDocument {
    let names = [first, second].map { MarkdownText.code($0.name) }
    let head = """
      \(MarkdownText.marker("comparison", "\(first.name)-\(second.name)"))
      ### \(isSettled ? "✅" : "📋") presetctl compare \(names.joined(separator: " → "))

      **\(MarkdownText.prose(words))**

      """
    return MarkdownDocument(
      head: head, columns: ["", "preset", "what", "manifest"],
      items: operations.map { PlanMarkdown.item($0, isLabelled: isLabelled, what: what($0)) },
      tail: missing.map { "\n⚠️ \(words($0) { MarkdownText.code($0) }) \(MarkdownText.place($0.location))\n" }.joined(),
      noun: "preset")
  }

  private func what(_ operation: Operation) -> String {
    let label = operation.origin.map { ", \($0.rawValue)" } ?? ""
    return switch operation.action {
    case .create: "only in \(MarkdownText.code(second.name))\(label)"
    case .delete: "only in \(MarkdownText.code(first.name))\(label)"
    case .update, .rename: "differs in \(counted(operation.changes.count, "field"))"
    }
  }
}
