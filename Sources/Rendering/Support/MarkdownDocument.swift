/// A Markdown document that never exceeds a size limit. Items at its end are omitted as a whole, and counted.
package struct MarkdownDocument {
  /// The maximum size of a document.
  package enum Limit: Hashable, Sendable {
    /// Unicode scalars, as GitHub and GitLab count the characters of a comment.
    case characters(Int)
    /// Bytes of UTF-8.
    case bytes(Int)

    /// The limit for comments on pull requests.
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

  /// A row of the document's table, and its collapsed details.
  package struct Item {
    let row: String
    let details: String

    package init(row: String, details: String = "") {
      self.row = row
      self.details = details
    }
  }

  /// The text before the table, which is never omitted.
  package var head: String
  /// The header of the table, which is shown if there are any rows.
  package var columns: [String]
  /// The rows of the table with their details, which follow the table.
  package var items: [Item]
  /// The last part of the document, which is never omitted.
  package var tail = ""
  /// The singular noun for an item, for the count of omitted ones.
  package var noun: String

  package init(head: String, columns: [String], items: [Item], tail: String = "", noun: String) {
    self.head = head
    self.columns = columns
    self.items = items
    self.tail = tail
    self.noun = noun
  }

  /// Returns the document with as many items as the limit allows.
  package func text(_ limit: Limit) -> String {
    let whole = text(items.count)
    guard limit.size(whole) > limit.count else { return whole }
    // The number of omitted items has at most as many digits as the number of all items.
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

  /// Returns the document with its first `count` items.
  private func text(_ count: Int) -> String {
    let shown = items.prefix(count)
    let rest = items.count - count
    let omission =
      rest > 0
      ? "\n**\(rest) more \(noun)\(rest == 1 ? " is" : "s are") not shown because of the size limit.**\n"
      : ""
    return head + (shown.isEmpty ? "" : table) + shown.map(\.row).joined() + shown.map(\.details).joined()
      + omission + tail
  }
}

extension MarkdownDocument {
  /// Returns a table row, including the line break.
  package static func row(_ cells: [String]) -> String {
    "| \(cells.joined(separator: " | ")) |\n"
  }

  /// Returns a collapsed table below a title, or nothing if there are no rows.
  package static func folded(_ title: String, _ columns: [String], _ rows: [String]) -> String {
    guard !rows.isEmpty else { return "" }
    let rule = "|" + columns.map { _ in " --- |" }.joined() + "\n"
    return "\n<details><summary>\(title)</summary>\n\n\(row(columns))\(rule)\(rows.joined())\n</details>\n"
  }

  /// Returns the first items separated by commas, and the number of other items.
  package static func list(_ items: [String], limit: Int = 20) -> String {
    let rest = items.count - limit
    return items.prefix(limit).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
