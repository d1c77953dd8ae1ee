extension Matrix {
  /// The matrix as Markdown.
  package var markdown: MarkdownDocument {
    MarkdownDocument(
      head: "### \(MarkdownText.code(group.description))\n",
      columns: ["field"] + presets.map { MarkdownText.code($0.text) },
      items: rows.map { row in
        .init(row: MarkdownDocument.row([MarkdownText.code(label(of: row).description)] + row.values.map(Self.cell)))
      },
      tail: "\n\(words)\n", noun: "field")
  }

  private static func cell(_ value: JSON?) -> String {
    switch value {
    case nil: ""
    case true: "yes"
    case false: "–"
    case let value?: MarkdownText.code(value.string ?? value.text())
    }
  }
}
