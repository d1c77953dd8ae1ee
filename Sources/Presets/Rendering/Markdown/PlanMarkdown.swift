/// A plan as Markdown, for the comment of a pull request and the summary of a pipeline.
public enum PlanMarkdown {
  /// The whole document, within what a comment may hold.
  public static func text(_ plan: Plan) -> String {
    document(plan).text(.comment)
  }

  /// The document, for another limit.
  package static func document(_ plan: Plan) -> MarkdownDocument {
    let isLabelled = plan.base != nil
    let widens = plan.summary.widens
    var head = MarkdownText.marker("plan", plan.environment.name) + "\n"
    head += "### \(symbol(plan)) presetctl plan for \(MarkdownText.code(plan.environment.name))\n\n"
    head += "**\(plan.words)**"
    if widens > 0 { head += " \(counted(widens, "change")) \(widens == 1 ? "widens" : "widen")." }
    head += "\n"
    if let base = plan.base {
      let commit = base.commit.map { " (\(MarkdownText.code(String($0.prefix(12)))))" } ?? ""
      head += "\nCompared with \(MarkdownText.code(base.reference))\(commit).\n"
    }
    if let file = plan.restores { head += "\nGoes back to the snapshot \(MarkdownText.code(file)).\n" }
    return MarkdownDocument(
      head: head, columns: ["", "preset", "what", "manifest"],
      items: plan.operations.map { item($0, isLabelled: isLabelled) }, tail: tail(plan), noun: "preset")
  }

  private static func symbol(_ plan: Plan) -> String {
    if plan.isBlocked { return "⛔" }
    return plan.isEmpty ? "✅" : plan.summary.widens > 0 ? "⚠️" : "📋"
  }

  /// The row of an operation, and its changes folded below it.
  /// - Parameter what: What the operation amounts to, in words, where they are not those of a plan.
  static func item(
    _ operation: Operation, isLabelled: Bool, what words: String? = nil
  ) -> MarkdownDocument.Item {
    let cells = [
      "\(operation.action.sign) \(operation.action.rawValue)\(operation.blocked == nil ? "" : "\\*")",
      MarkdownText.code(operation.name.text), words ?? what(operation), MarkdownText.place(operation.location),
    ]
    return .init(row: MarkdownDocument.row(cells), details: details(operation, isLabelled: isLabelled))
  }

  /// What an operation amounts to, in words.
  private static func what(_ operation: Operation) -> String {
    var parts: [String] = []
    if let old = operation.previousName { parts.append("from \(MarkdownText.code(old.text))") }
    if let origin = operation.origin { parts.append(origin.rawValue) }
    switch operation.action {
    // The name is a field too.
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

  private static func details(_ operation: Operation, isLabelled: Bool) -> String {
    guard operation.action != .create else { return "" }
    let title =
      "\(operation.action.sign) " + MarkdownText.code(operation.name.text)
      + ": " + counted(operation.changes.count, "change")
    let columns = ["field", "before", "after", "effect"] + (isLabelled ? ["origin"] : []) + ["manifest"]
    return MarkdownDocument.folded(
      title, columns,
      operation.changes.map { change in
        let effects = change.effects.map(bold).joined(separator: ", ")
        let cells = [MarkdownText.code(change.field.description)] + values(change) + [effects]
        let origin = isLabelled ? [change.origin?.rawValue ?? ""] : []
        return MarkdownDocument.row(cells + origin + [MarkdownText.place(change.location)])
      })
  }

  /// The cells of both values.
  static func values(_ change: FieldChange) -> [String] {
    let (before, after) = change.values(length: MarkdownText.longestText) { $0 }
    return [before, after].map { $0.map { MarkdownText.code($0) } ?? "*absent*" }
  }

  private static func tail(_ plan: Plan) -> String {
    var paragraphs: [String] = []
    if !plan.warnings.isEmpty {
      let rows = plan.warnings.map { "⚠️ \(MarkdownText.prose($0.message)) \(MarkdownText.place($0.location))" }
      paragraphs.append(rows.prefix(10).joined(separator: "\n\n"))
      if rows.count > 10 { paragraphs.append("⚠️ \(rows.count - 10) more warnings are not shown here.") }
    }
    for (title, names) in [("Kept because pruning is off", plan.prunable), ("Unmanaged, not touched", plan.unmanaged)]
    where !names.isEmpty {
      paragraphs.append("\(title): \(MarkdownDocument.list(names.map { MarkdownText.code($0.text) }))")
    }
    return paragraphs.map { "\n\($0)\n" }.joined()
  }
}

extension Operation.Action {
  /// The sign that stands before the action.
  var sign: String {
    switch self {
    case .rename: "➜"
    case .create: "➕"
    case .update: "✏️"
    case .delete: "🗑️"
    }
  }
}
