import OrderedCollections

extension PermissionMatrix {
  /// The matrix as Markdown.
  /// - Parameter marker: The first line.
  package func markdown(marker: String) -> MarkdownDocument {
    let items = groups.flatMap { group in
      [MarkdownDocument.Item(row: MarkdownDocument.row(["**\(group.title)**"] + columns.map { _ in "" }))]
        + group.rows.map { row in
          let cells = row.cells.map { "\(PermissionExtent($0.value, of: row.field).sign) \(Self.shown($0.value))" }
          return MarkdownDocument.Item(row: MarkdownDocument.row([MarkdownText.code(row.label)] + cells))
        }
    }
    return MarkdownDocument(
      head: "\(marker)\n### presetctl matrix\n\n**\(words)**\n",
      columns: ["permission"] + columns.map { MarkdownText.code($0.name.text) }, items: items, noun: "row")
  }

  /// Our own words as they are, and whatever a document holds as code.
  private static func shown(_ value: JSON?) -> String {
    let words = JSON.permissionWords(value)
    return words.utf8.allSatisfy { $0 == UInt8(ascii: " ") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      ? words : MarkdownText.code(words)
  }

  /// The matrix as a page.
  package func html(title: String) -> String {
    let table: HTML = groups.isEmpty ? "" : MatrixHTML(matrix: self, caption: "Permissions by preset").html
    return HTMLPage(title: title, eyebrow: title, headline: words, body: table).text
  }

  /// The matrix as a JSON document; the values of a permission stand in the order of the presets.
  package var json: JSON {
    func count(_ number: Int) -> JSON { .number(JSON.Number(number)) }
    let groups = groups.map { group -> JSON in
      [
        "title": .string(group.title),
        "permissions": .array(
          group.rows.map { row in
            [
              "field": .string(row.field.description), "meaning": .string(row.meaning),
              "values": .array(row.cells.map { $0.value ?? .null }), "differs": .bool(row.differs),
            ]
          }),
      ]
    }
    return JSON.document(
      kind: "matrix",
      [
        "presets": .array(columns.map { .string($0.name.text) }), "groups": .array(groups),
        "summary": ["presets": count(columns.count), "differing": count(differingCount)],
      ])
  }
}
