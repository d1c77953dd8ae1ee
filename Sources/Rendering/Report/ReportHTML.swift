import Manifests
package import Planning

/// A report as an HTML page.
package enum ReportHTML {
  package static func text(_ report: Report) -> String {
    let plan = report.plan
    let verb = plan.restores == nil ? "Apply" : "Restore"
    return PlanHTML.page(
      plan, title: "\(verb) for \(plan.environment.name)",
      headline: plan.isEmpty ? plan.headline : report.headline, lead: lead(report), entries: report.entries
    ).text
  }

  private static func lead(_ report: Report) -> HTML {
    let outcomes: [Report.Outcome] = [.done, .failed, .stale, .inUse, .blocked, .notStarted]
    let numbers = outcomes.map { outcome in
      (count: report.count(outcome), words: outcome.description, style: outcome == .done ? "create" : "stopped")
    }.filter { $0.count > 0 }
    let snapshot: HTML =
      report.snapshot.map { file in
        "<p class=\"notice stop\">To undo completed operations, run <code>presetctl restore \(file)</code>.</p>\n"
      } ?? ""
    return """
      \(PageParts.list(numbers))\(report.isComplete ? "" : snapshot)\(PageParts.effects(report.plan))\
      \(PageParts.facts(report.plan))
      """
  }
}
