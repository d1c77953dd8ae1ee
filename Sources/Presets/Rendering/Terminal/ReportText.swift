/// A report as text: what was done, what failed and why, what was not started.
public struct ReportText {
  private let ink: Ink

  /// Creates a renderer.
  public init(ink: Ink) {
    self.ink = ink
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
    guard entry.outcome != .done else {
      return ink("done", .green) + "         \(name) was \(participle(entry.operation))"
    }
    let word = entry.outcome.words.padded(to: 11)
    var line = "\(colour(word, entry.outcome))  \(name) was not \(participle(entry.operation))"
    guard let failure = entry.failure else { return line }
    line += ": \(failure.message.visible)"
    if let id = failure.requestID { line += " (request \(id.visible))" }
    return ([line] + failure.moved.map(movement)).joined(separator: "\n")
  }

  /// A field that moved since the plan.
  private func movement(_ change: FieldChange) -> String {
    let (before, after) = change.values(length: 48) { $0.visible }
    return
      "                 \(change.field.description.visible): in the plan \(before ?? "(absent)"), now \(after ?? "(absent)")"
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
    let words = report.words
    let headline = words.prefix { $0 != ":" } + ":"
    return (report.isComplete ? ink(String(headline), .bold, .green) : ink(String(headline), .bold, .red))
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
