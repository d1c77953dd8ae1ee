/// A plan as a page, for a reviewer who need not know manifests.
public enum PlanHTML {
  /// The whole page.
  public static func text(_ plan: Plan) -> String {
    page(plan, title: "Plan for \(plan.environment.name)", headline: headline(plan), lead: lead(plan), entries: nil)
      .text
  }

  /// The page of a plan, or of what became of it.
  /// - Parameters:
  ///   - lead: What is said before anything else.
  ///   - entries: What became of each operation, in the plan's order; nil where none was tried.
  static func page(
    _ plan: Plan, title: String, headline: String, lead: HTML, entries: [Report.Entry]?
  ) -> HTMLPage {
    let looks = RoomLooks(plan)
    let operations = plan.operations.enumerated().map { index, operation in
      OperationHTML(
        operation: operation, number: index + 1, entry: entries?[index],
        before: operation.id.flatMap { plan.observed[$0] }, looks: looks, isLabelled: plan.base != nil)
    }
    return HTMLPage(
      title: title, eyebrow: "presetctl · \(title)", headline: headline, lead: lead,
      body: "\(PageParts.warnings(plan))\(sections(plan, operations))\(PageParts.rest(plan))", symbols: looks.symbols,
      ownStyle: looks.style)
  }

  private static func sections(_ plan: Plan, _ operations: [OperationHTML]) -> HTML {
    guard !operations.isEmpty else { return "" }
    let hasColours = plan.operations.contains { $0.changes.contains { RoomColour($0.field) != nil } }
    let filters: HTML = plan.summary.changes > 0 ? PageParts.filters : ""
    return """
      \(filters)<nav aria-labelledby="presets"><h2 id="presets">Presets</h2>
      <ul class="presets">
      \(operations.map(\.link))</ul></nav>
      <section aria-labelledby="changes"><h2 id="changes">What changes</h2>
      \(hasColours ? ColourHTML.note : "")\
      \(operations.map(\.article))</section>
      <section aria-labelledby="permissions"><h2 id="permissions">Who may do what</h2>
      <p class="note">The presets of this page, as they are afterwards; one that is deleted, as it is now. \
      A change shows what was there before it, and says where it gives participants more power.</p>
      \(MatrixHTML(matrix: PermissionMatrix(plan), caption: "Permissions by preset").html)</section>

      """
  }

  // MARK: The head

  /// What the plan amounts to, for somebody who has never seen one.
  private static func headline(_ plan: Plan) -> String {
    let parts = [Operation.Action.create, .update, .rename, .delete].map { (plan.count(free: $0), $0.past) }.filter {
      $0.0 > 0
    }
    let blocked = plan.summary.blocked
    guard let first = parts.first else {
      return blocked == 0 ? plan.words : "\(counted(blocked, "preset")) \(blocked == 1 ? "is" : "are") blocked."
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
      <div class="notice stop"><p><strong>This plan cannot be carried out as it is.</strong> \
      \(counted(plan.summary.blocked, "change")) may not be made:</p>
      <ul>\(blocks)</ul></div>

      """
    return """
      <p class="lead">Nothing has happened yet: this is what \(plan.isBlocked ? "is wanted" : "would be done").</p>
      \(PageParts.numbers(plan))\(plan.isBlocked ? stop : "")\(PageParts.effects(plan))\(PageParts.facts(plan))
      """
  }
}

extension [String] {
  /// The texts as a list within a sentence.
  fileprivate var enumeration: String {
    count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + (last ?? "")
  }
}
