/// A report as a page: what was done, and what was not, with the server's own words.
public enum ReportHTML {
  /// The whole page.
  public static func text(_ report: Report) -> String {
    let plan = report.plan
    let verb = plan.restores == nil ? "Apply" : "Restore"
    return PlanHTML.page(
      plan, title: "\(verb) for \(plan.environment.name)",
      headline: plan.isEmpty ? plan.words : report.words, lead: lead(report), entries: report.entries
    ).text
  }

  private static func lead(_ report: Report) -> HTML {
    let outcomes: [Report.Outcome] = [.done, .failed, .stale, .inUse, .blocked, .notStarted]
    let numbers = outcomes.map { outcome in
      (count: report.count(outcome), words: outcome.words, style: outcome == .done ? "create" : "stopped")
    }.filter { $0.count > 0 }
    let snapshot: HTML =
      report.snapshot.map { file in
        "<p class=\"notice stop\">What was there before is kept in <code>\(file)</code>, for <code>presetctl restore</code>.</p>\n"
      } ?? ""
    return """
      \(PageParts.list(numbers))\(report.isComplete ? "" : snapshot)\(PageParts.effects(report.plan))\
      \(PageParts.facts(report.plan))
      """
  }
}
