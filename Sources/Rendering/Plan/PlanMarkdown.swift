import Authoring
import Diagnostics
import JSONValue
import Manifests
package import Planning
import Schema

/// A plan as Markdown, for comments on pull requests and job summaries.
package enum PlanMarkdown {
  /// Returns the document, limited to the size of a comment.
  package static func text(_ plan: Plan) -> String {
    document(plan).text(.comment)
  }

  package static func document(_ plan: Plan) -> MarkdownDocument {
    let isLabeled = plan.base != nil
    let widens = plan.summary.widens
    var head = MarkdownText.marker("plan", plan.environment.name) + "\n"
    head += "### \(symbol(plan)) presetctl plan for \(MarkdownText.code(plan.environment.name))\n\n"
    head += "**\(plan.headline)**"
    if widens > 0 { head += " \(counted(widens, "change")) \(widens == 1 ? "widens" : "widen")." }
    head += "\n"
    if let base = plan.base {
      let commit = base.commit.map { " (\(MarkdownText.code(String($0.prefix(12)))))" } ?? ""
      head += "\nCompared with \(MarkdownText.code(base.reference))\(commit).\n"
    }
    if let file = plan.restores { head += "\nRestores the snapshot \(MarkdownText.code(file)).\n" }
    return MarkdownDocument(
      head: head, columns: ["", "preset", "changes", "manifest"],
      items: plan.operations.map { item($0, isLabeled: isLabeled) }, tail: tail(plan), noun: "preset")
  }

  private static func symbol(_ plan: Plan) -> String {
    if plan.isBlocked { return "⛔" }
    return plan.isEmpty ? "✅" : plan.summary.widens > 0 ? "⚠️" : "📋"
  }

  /// Returns the row of an operation, with its changes as collapsed details.
  /// - Parameter what: A summary of the operation; nil for the summary of a plan.
  static func item(
    _ operation: Operation, isLabeled: Bool, what summary: String? = nil
  ) -> MarkdownDocument.Item {
    let cells = [
      "\(operation.action.symbol) \(operation.action.rawValue)\(operation.blocked == nil ? "" : "\\*")",
      MarkdownText.code(operation.name.text), summary ?? self.summary(of: operation),
      MarkdownText.location(operation.location),
    ]
    return .init(row: MarkdownDocument.row(cells), details: details(operation, isLabeled: isLabeled))
  }

  private static func summary(of operation: Operation) -> String {
    var parts: [String] = []
    if let old = operation.previousName { parts.append("from \(MarkdownText.code(old.text))") }
    if let origin = operation.origin { parts.append(origin.rawValue) }
    switch operation.action {
    // The name counts as a field.
    case .create: parts.append(counted(operation.changes.count + 1, "field"))
    case .delete: break
    case .update, .rename:
      if !operation.changes.isEmpty { parts.append(counted(operation.changes.count, "change")) }
      for effect in Effect.allCases {
        let count = operation.changes.count { $0.effects.contains(effect) }
        if count > 0 {
          parts.append(count == operation.changes.count && count == 1 ? bold(effect) : "\(count) \(bold(effect))")
        }
      }
      let drift = operation.changes.count { $0.origin == .drift }
      if drift > 0 { parts.append("\(drift) from drift") }
    }
    if let block = operation.blocked { parts.append("\\* **blocked:** \(MarkdownText.prose(block.message))") }
    return parts.joined(separator: ", ")
  }

  private static func bold(_ effect: Effect) -> String {
    effect == .widens ? "**widens**" : effect.rawValue
  }

  private static func details(_ operation: Operation, isLabeled: Bool) -> String {
    guard operation.action != .create else { return "" }
    let title =
      "\(operation.action.symbol) " + MarkdownText.code(operation.name.text)
      + ": " + counted(operation.changes.count, "change")
    let columns = ["field", "before", "after", "effect"] + (isLabeled ? ["origin"] : []) + ["manifest"]
    return MarkdownDocument.folded(
      title, columns,
      operation.changes.map { change in
        let effects = change.effects.map(bold).joined(separator: ", ")
        let cells = [MarkdownText.code(change.field.description)] + values(change) + [effects]
        let origin = isLabeled ? [change.origin?.rawValue ?? ""] : []
        return MarkdownDocument.row(cells + origin + [MarkdownText.location(change.location)])
      })
  }

  /// Returns the cells of both values.
  static func values(_ change: FieldChange) -> [String] {
    let (before, after) = change.values(length: MarkdownText.longestText) { $0 }
    return [before, after].map { $0.map { MarkdownText.code($0) } ?? "*absent*" }
  }

  private static func tail(_ plan: Plan) -> String {
    var paragraphs: [String] = []
    if !plan.warnings.isEmpty {
      let rows = plan.warnings.map { "⚠️ \(MarkdownText.prose($0.message)) \(MarkdownText.location($0.location))" }
      paragraphs.append(rows.prefix(10).joined(separator: "\n\n"))
      if rows.count > 10 { paragraphs.append("⚠️ \(rows.count - 10) more warnings are not shown.") }
    }
    for (title, names) in [("Kept because pruning is off", plan.prunable), ("Unmanaged, not touched", plan.unmanaged)]
    where !names.isEmpty {
      paragraphs.append("\(title): \(MarkdownDocument.list(names.map { MarkdownText.code($0.text) }))")
    }
    return paragraphs.map { "\n\($0)\n" }.joined()
  }
}

extension Operation.Action {
  /// A symbol for the action.
  var symbol: String {
    switch self {
    case .rename: "➜"
    case .create: "➕"
    case .update: "✏️"
    case .delete: "🗑️"
    }
  }
}
