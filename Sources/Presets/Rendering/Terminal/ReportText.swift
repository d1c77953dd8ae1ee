/// A report as text: what was done, what failed and why, what was not started.
public struct ReportText {
  /// Where what became of a preset begins, below which its reasons stand.
  private static let indent = 13

  private let ink: Ink
  private let width: Int?

  /// Creates a renderer.
  /// - Parameter width: The columns of the terminal; nil where lines may be as long as they like.
  public init(ink: Ink, width: Int?) {
    self.ink = ink
    self.width = width
  }

  /// The whole report, ended by its summary.
  public func text(_ report: Report) -> String {
    let order: [Report.Outcome] = [.done, .failed, .stale, .inUse, .blocked, .notStarted]
    let lines = order.flatMap { outcome in
      report.entries.filter { $0.outcome == outcome }.map(line)
    }
    return (lines + ["", summary(report)] + snapshot(report)).joined(separator: "\n") + "\n"
  }

  private func line(_ entry: Report.Entry) -> String {
    let name = entry.operation.name.text.visible
    let word = entry.outcome.words.padded(to: Self.indent)
    let verb = entry.outcome == .done ? "was" : "was not"
    var line = "\(word)\(name) \(verb) \(participle(entry.operation))"
    if let failure = entry.failure {
      line += ": \(failure.message.visible)"
      if let id = failure.requestID { line += " (request \(id.visible))" }
    }
    var lines = line.wrapped(to: width, indent: Self.indent)
    lines[0] = colour(word, entry.outcome) + lines[0].dropFirst(word.count)
    return (lines + (entry.failure?.moved ?? []).flatMap(movement)).joined(separator: "\n")
  }

  /// A field that moved since the plan.
  private func movement(_ change: FieldChange) -> [String] {
    let (before, after) = change.values(length: 48) { $0.visible }
    let values = "in the plan \(before ?? "(absent)"), now \(after ?? "(absent)")"
    let start = String(repeating: " ", count: Self.indent + 4)
    return "\(start)\(change.field.description.visible): \(values)".wrapped(to: width, indent: Self.indent + 8)
  }

  private func participle(_ operation: Operation) -> String {
    switch operation.action {
    case .create: "created"
    case .update: "updated"
    case .delete: "deleted"
    case .rename: "renamed from \((operation.previousName?.text ?? "").visible)"
    }
  }

  private func colour(_ text: String, _ outcome: Report.Outcome) -> String {
    switch outcome {
    case .done: ink(text, .green)
    case .notStarted: ink(text, .faint)
    case .failed, .stale, .inUse, .blocked: ink(text, .bold, .red)
    }
  }

  /// The way back, for whoever may want it.
  private func snapshot(_ report: Report) -> [String] {
    guard !report.isComplete, let snapshot = report.snapshot else { return [] }
    return ["What was there before is kept in \(snapshot.visible), for 'presetctl restore'."]
  }

  private func summary(_ report: Report) -> String {
    let headline = String(report.words.prefix { $0 != ":" }) + ":"
    let words = report.words.wrapped(to: width, indent: 2).joined(separator: "\n")
    return (report.isComplete ? ink(headline, .bold, .green) : ink(headline, .bold, .red))
      + words.dropFirst(headline.count)
  }
}

extension Report {
  /// What was done, in one line, and what to do about the rest.
  package var words: String {
    func done(_ action: Operation.Action) -> Int {
      entries.count { $0.outcome == .done && $0.operation.action == action }
    }
    let renames = done(.rename) > 0 ? ", \(done(.rename)) renamed" : ""
    let counts = "\(done(.create)) added, \(done(.update)) changed, \(done(.delete)) deleted\(renames)"
    if isInterrupted, !isComplete {
      return "Interrupted: \(counts), \(entries.count - count(.done)) not done."
        + " Apply again, with a new plan, to go on; what is done stays done."
    }
    let blocked = counted(count(.blocked), "operation")
    if count(.blocked) > 0, count(.done) == 0 { return "Nothing was applied: \(blocked) may not be carried out." }
    if entries.allSatisfy({ [.done, .blocked, .inUse].contains($0.outcome) }) {
      let left = count(.blocked) > 0 ? " \(blocked) may not be carried out." : ""
      let kept = count(.inUse) > 0 ? " \(counted(count(.inUse), "preset")) cannot be deleted while in use." : ""
      return "Applied: \(counts).\(left)\(kept)"
    }
    if count(.stale) > 0, count(.failed) == 0 {
      let presets = counted(count(.stale), "preset")
      let verb = count(.done) == 0 ? "Nothing was applied" : "Not everything was applied"
      let done = count(.done) == 0 ? "" : "\(counts); "
      return "\(verb): \(done)\(presets) changed since the plan was made. Plan again, and look what moved."
    }
    let undone = entries.count - count(.done)
    return "Not everything was applied: \(counts), \(undone) not done."
      + " Apply again once the cause is mended; what is done stays done."
  }
}

extension Report.Outcome {
  /// The outcome as words.
  var words: String {
    switch self {
    case .done, .failed, .stale, .blocked: rawValue
    case .inUse: "in use"
    case .notStarted: "not started"
    }
  }
}
