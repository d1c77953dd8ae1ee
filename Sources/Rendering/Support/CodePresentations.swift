import Documents
package import JSONValue

/// A JSON Schema as a command's result.
package struct SchemaPresentation: Presentable {
  private let schema: JSON

  package init(_ schema: JSON) {
    self.schema = schema
  }

  package func text(_ context: PresentationContext) -> String { schema.text(.pretty) }
  package func json(_ context: PresentationContext) -> JSON { schema }
  package func markdown(_ context: PresentationContext) -> MarkdownDocument { .code(schema.text(.pretty), "json") }
}

extension CompletionScript: Presentable {
  package func text(_ context: PresentationContext) -> String { text }
  package func json(_ context: PresentationContext) -> JSON { json }
  package func markdown(_ context: PresentationContext) -> MarkdownDocument { .code(text, shell) }
}

extension MarkdownDocument {
  /// Returns a document with one code block.
  /// - Parameter text: The code, including a final line break.
  fileprivate static func code(_ text: String, _ language: String) -> MarkdownDocument {
    MarkdownDocument(head: "```\(language)\n\(text)```\n", columns: [], items: [], noun: "item")
  }
}
