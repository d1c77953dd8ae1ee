import Diagnostics
import Manifests
import Planning

extension Comparison {
  /// The comparison as Markdown, for comments.
  package var markdown: MarkdownDocument {
    let names = [first, second].map { MarkdownText.code($0.name) }
    let head = """
      \(MarkdownText.marker("comparison", "\(first.name)-\(second.name)"))
      ### \(isAsDeclared ? "✅" : "📋") presetctl compare \(names.joined(separator: " → "))

      **\(MarkdownText.prose(headline))**

      """
    return MarkdownDocument(
      head: head, columns: ["", "preset", "difference", "manifest"],
      items: operations.map { PlanMarkdown.item($0, isLabeled: isLabeled, what: summary(of: $0)) },
      tail: missing.map { "\n⚠️ \(words($0) { MarkdownText.code($0) }) \(MarkdownText.location($0.location))\n" }
        .joined(),
      noun: "preset")
  }

  private func summary(of operation: Operation) -> String {
    let label = operation.origin.map { ", \($0.rawValue)" } ?? ""
    return switch operation.action {
    case .create: "only in \(MarkdownText.code(second.name))\(label)"
    case .delete: "only in \(MarkdownText.code(first.name))\(label)"
    case .update, .rename: "differs in \(counted(operation.changes.count, "field"))"
    }
  }
}
