import Diagnostics
import JSONValue
import Manifests
package import Planning

/// A plan as an HTML page, for reviewers who do not know manifests.
package enum PlanHTML {
  package static func text(_ plan: Plan) -> String {
    page(plan, title: "Plan for \(plan.environment.name)", headline: headline(plan), lead: lead(plan), entries: nil)
      .text
  }

  /// Returns the page of a plan or report.
  /// - Parameters:
  ///   - lead: The content directly below the headline.
  ///   - entries: The entries of a report, in the plan's order; nil for a plan.
  static func page(
    _ plan: Plan, title: String, headline: String, lead: HTML, entries: [Report.Entry]?
  ) -> HTMLPage {
    let looks = RoomAppearanceChanges(plan)
    let operations = plan.operations.enumerated().map { index, operation in
      OperationHTML(
        operation: operation, number: index + 1, entry: entries?[index],
        before: operation.id.flatMap { plan.observed[$0] }, looks: looks, isLabeled: plan.base != nil)
    }
    return HTMLPage(
      title: title, eyebrow: "presetctl · \(title)", headline: headline, lead: lead,
      body: "\(PageParts.warnings(plan))\(sections(plan, operations))\(PageParts.rest(plan))", symbols: looks.symbols,
      ownStyle: looks.style)
  }

  private static func sections(_ plan: Plan, _ operations: [OperationHTML]) -> HTML {
    guard !operations.isEmpty else { return "" }
    let hasColors = plan.operations.contains { $0.changes.contains { RoomColor($0.field) != nil } }
    let filters: HTML = plan.summary.changes > 0 ? PageParts.filters : ""
    return """
      \(filters)<nav aria-labelledby="presets"><h2 id="presets">Presets</h2>
      <ul class="presets">
      \(operations.map(\.link))</ul></nav>
      <section aria-labelledby="changes"><h2 id="changes">Changes</h2>
      \(hasColors ? ColorHTML.note : "")\
      \(operations.map(\.article))</section>
      <section aria-labelledby="permissions"><h2 id="permissions">Permissions</h2>
      <p class="note">The permissions of the presets on this page after the changes. For a deleted preset, the \
      current permissions are shown. A changed permission shows its old and new value and its effect.</p>
      \(MatrixHTML(matrix: PermissionMatrix(plan), caption: "Permissions by preset").html)</section>

      """
  }

  // MARK: The head

  /// Returns a summary for readers who do not know plans.
  private static func headline(_ plan: Plan) -> String {
    let parts = [Operation.Action.create, .update, .rename, .delete].map {
      (plan.count(unblocked: $0), $0.pastParticiple)
    }.filter {
      $0.0 > 0
    }
    let blocked = plan.summary.blocked
    guard let first = parts.first else {
      return blocked == 0 ? plan.headline : "\(counted(blocked, "preset")) \(blocked == 1 ? "is" : "are") blocked."
    }
    let rest = parts.dropFirst().map { "\($0.0)\u{A0}\($0.1)" }
    let stopped = blocked == 0 ? "" : "; \(blocked) \(blocked == 1 ? "is" : "are") blocked"
    return (["\(counted(first.0, "preset")) would be \(first.1)"] + rest).enumeration + stopped + "."
  }

  private static func lead(_ plan: Plan) -> HTML {
    guard !plan.isEmpty else { return PageParts.facts(plan) }
    let blocks = plan.blocks.map { block, operations -> HTML in
      "<li><b>\(operations.map(\.name.text).joined(separator: ", "))</b>: \(block.message)</li>\n"
    }
    let stop: HTML = """
      <div class="notice stop"><p><strong>This plan cannot be applied.</strong> \
      \(counted(plan.summary.blocked, "operation")) \(plan.summary.blocked == 1 ? "is" : "are") blocked:</p>
      <ul>\(blocks)</ul></div>

      """
    return """
      <p class="lead">Nothing has been changed yet. This page shows the planned changes.</p>
      \(PageParts.numbers(plan))\(plan.isBlocked ? stop : "")\(PageParts.effects(plan))\(PageParts.facts(plan))
      """
  }
}

extension [String] {
  /// The texts as an enumeration in a sentence.
  fileprivate var enumeration: String {
    count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + (last ?? "")
  }
}
