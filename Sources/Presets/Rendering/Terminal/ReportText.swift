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
    return (lines + ["", summary(report)]).joined(separator: "\n") + "\n"
  }

  private func line(_ entry: Report.Entry) -> String {
    let name = entry.operation.name.text.visible
    guard entry.outcome != .done else {
      return ink("done", .green) + "         \(name) was \(participle(entry.operation))"
    }
    let word = word(entry.outcome).padded(to: 11)
    var line = "\(colour(word, entry.outcome))  \(name) was not \(participle(entry.operation))"
    if let failure = entry.failure {
      line += ": \(failure.message.visible)"
      if let id = failure.requestID { line += " (request \(id.visible))" }
    }
    return line
  }

  private func participle(_ operation: Operation) -> String {
    switch operation.action {
    case .create: "created"
    case .update: "updated"
    case .delete: "deleted"
    case .rename: "renamed from \((operation.previousName?.text ?? "").visible)"
    }
  }

  private func word(_ outcome: Report.Outcome) -> String {
    switch outcome {
    case .done, .failed, .stale, .blocked: outcome.rawValue
    case .inUse: "in use"
    case .notStarted: "not started"
    }
  }

  private func colour(_ text: String, _ outcome: Report.Outcome) -> String {
    switch outcome {
    case .done: ink(text, .green)
    case .notStarted: ink(text, .faint)
    case .failed, .stale, .inUse, .blocked: ink(text, .bold, .red)
    }
  }

  private func summary(_ report: Report) -> String {
    func done(_ action: Operation.Action) -> Int {
      report.entries.count { $0.outcome == .done && $0.operation.action == action }
    }
    let renames = done(.rename) > 0 ? ", \(done(.rename)) renamed" : ""
    let counts = "\(done(.create)) added, \(done(.update)) changed, \(done(.delete)) deleted\(renames)"
    if report.isComplete { return ink("Applied:", .bold, .green) + " \(counts)." }
    let undone = report.entries.count - report.count(.done)
    return ink("Not everything was applied:", .bold, .red)
      + " \(counts), \(undone) not done. Apply again once the cause is mended; what is done stays done."
  }
}
