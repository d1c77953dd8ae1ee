/// A Markdown document that never grows over a limit: whole items are left out at its end, and counted.
package struct MarkdownDocument {
  /// How much a document may hold.
  package enum Limit: Hashable, Sendable {
    /// Unicode scalars, as pages count the characters of a comment.
    case characters(Int)
    /// Bytes of UTF-8.
    case bytes(Int)

    /// What a comment may hold on the pages that pull requests are reviewed on.
    package static let comment = Limit.characters(65_536)

    fileprivate func size(_ text: String) -> Int {
      switch self {
      case .characters: text.unicodeScalars.count
      case .bytes: text.utf8.count
      }
    }

    fileprivate var count: Int {
      switch self {
      case .characters(let count), .bytes(let count): count
      }
    }
  }

  /// One line of the document's table, and what is folded below it.
  package struct Item {
    let row: String
    let details: String

    package init(row: String, details: String = "") {
      self.row = row
      self.details = details
    }
  }

  /// What comes before the table; never left out.
  package var head: String
  /// The table's head; shown if any row is.
  package var columns: [String]
  /// The rows of the table, with their details.
  package var items: [Item]
  /// What comes last; never left out.
  package var tail = ""
  /// What the items are, for counting those left out.
  package var noun: String

  /// Creates a document.
  package init(head: String, columns: [String], items: [Item], tail: String = "", noun: String) {
    self.head = head
    self.columns = columns
    self.items = items
    self.tail = tail
    self.noun = noun
  }

  /// The document, with as many items as the limit allows.
  package func text(_ limit: Limit) -> String {
    let whole = text(items.count)
    guard limit.size(whole) > limit.count else { return whole }
    // All numbers of items that are left out take at most as much room as the largest.
    var size = limit.size(text(0))
    var count = 0
    size += limit.size(table) + limit.size("\(items.count)")
    while count < items.count {
      size += limit.size(items[count].row) + limit.size(items[count].details)
      if size > limit.count { break }
      count += 1
    }
    return text(count)
  }

  private var table: String {
    "\n| \(columns.joined(separator: " | ")) |\n|\(columns.map { _ in " --- |" }.joined())\n"
  }

  /// The document with its first items.
  private func text(_ count: Int) -> String {
    let shown = items.prefix(count)
    let rest = items.count - count
    let omission =
      rest > 0
      ? "\n**\(rest) more \(noun)\(rest == 1 ? " is" : "s are") not shown here: the text would be too long.**\n"
      : ""
    return head + (shown.isEmpty ? "" : table) + shown.map(\.row).joined() + shown.map(\.details).joined()
      + omission + tail
  }
}

extension MarkdownDocument {
  /// A row of a table, ended.
  package static func row(_ cells: [String]) -> String {
    "| \(cells.joined(separator: " | ")) |\n"
  }

  /// Something folded below a title.
  package static func folded(_ title: String, _ columns: [String], _ rows: [String]) -> String {
    guard !rows.isEmpty else { return "" }
    let rule = "|" + columns.map { _ in " --- |" }.joined() + "\n"
    return "\n<details><summary>\(title)</summary>\n\n\(row(columns))\(rule)\(rows.joined())\n</details>\n"
  }

  /// A list that is not longer than is good to read: the first items, and how many more there are.
  package static func list(_ items: [String], limit: Int = 20) -> String {
    let rest = items.count - limit
    return items.prefix(limit).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
