import JSONValue
import Planning

extension PermissionMatrix {
  /// Returns the matrix as Markdown.
  /// - Parameter marker: The first line of the document.
  package func markdown(marker: String) -> MarkdownDocument {
    let items = groups.flatMap { group in
      [MarkdownDocument.Item(row: MarkdownDocument.row(["**\(group.title)**"] + columns.map { _ in "" }))]
        + group.rows.map { row in
          let cells = row.cells.map { "\(PermissionLevel($0.value, of: row.field).symbol) \(Self.shown($0.value))" }
          return MarkdownDocument.Item(row: MarkdownDocument.row([MarkdownText.code(row.label)] + cells))
        }
    }
    return MarkdownDocument(
      head: "\(marker)\n### presetctl matrix\n\n**\(headline)**\n",
      columns: ["permission"] + columns.map { MarkdownText.code($0.name.text) }, items: items, noun: "row")
  }

  /// Returns a value as text. Values other than known words are shown as code.
  private static func shown(_ value: JSON?) -> String {
    let words = JSON.permissionText(value)
    return words.utf8.allSatisfy { $0 == UInt8(ascii: " ") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      ? words : MarkdownText.code(words)
  }

  /// Returns the matrix as an HTML page.
  package func html(title: String) -> String {
    let table: HTML = groups.isEmpty ? "" : MatrixHTML(matrix: self, caption: "Permissions by preset").html
    return HTMLPage(title: title, eyebrow: title, headline: headline, body: table).text
  }
}
