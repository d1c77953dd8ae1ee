import Diagnostics
import JSONValue
import Manifests
import Planning
import Schema

/// Parts of the HTML pages of plans and reports.
enum PageParts {
  /// Returns the counts of a plan, each in a box.
  static func numbers(_ plan: Plan) -> HTML {
    let summary = plan.summary
    let numbers: [(count: Int, words: String, style: String)] = [
      (plan.count(unblocked: .create), "new", "create"), (plan.count(unblocked: .update), "changed", "update"),
      (plan.count(unblocked: .rename), "renamed", "rename"), (plan.count(unblocked: .delete), "deleted", "delete"),
      (summary.blocked, "blocked", "stopped"),
      (summary.unchanged, "unchanged", "same"),
    ]
    return list(numbers.filter { $0.count > 0 })
  }

  /// Returns labeled numbers, each in a box.
  static func list(_ numbers: [(count: Int, words: String, style: String)]) -> HTML {
    let items = numbers.map { number -> HTML in
      "<li\(HTML.classes([number.style]))><b>\(number.count)</b> \(number.words)</li>"
    }
    return "<ul class=\"numbers\">\(items)</ul>\n"
  }

  /// Returns a list of the effects of a plan, with the number of changes for each.
  static func effects(_ plan: Plan) -> HTML {
    let changes = plan.operations.filter { $0.action != .create }.flatMap(\.changes)
    let items = Effect.allCases.compactMap { effect -> HTML? in
      let count = changes.count { $0.effects.contains(effect) }
      guard count > 0 else { return nil }
      return "<li>\(EffectHTML.badge(effect))\(counted(count, "change")) \(effect.words(isOne: count == 1)).</li>\n"
    }
    return items.isEmpty ? "" : "<ul class=\"effects\">\(items)</ul>\n"
  }

  /// Returns the environment, app, account, and base of a plan.
  static func facts(_ plan: Plan) -> HTML {
    var facts: [(String, HTML)] = [
      ("Environment", "\(plan.environment.name)"), ("App", "<code>\(plan.environment.appID)</code>"),
      ("Account", "<code>\(plan.environment.accountID)</code>"),
    ]
    if let base = plan.base {
      let commit: HTML = base.commit.map { " at <code>\(String($0.prefix(12)))</code>" } ?? ""
      facts.append(("Compared with", "<code>\(base.reference)</code>\(commit)"))
    }
    if let file = plan.restores { facts.append(("Restores", "<code>\(file)</code>")) }
    return "<dl class=\"facts\">\(facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" as HTML })</dl>\n"
  }

  /// Returns the warnings of a plan.
  static func warnings(_ plan: Plan) -> HTML {
    guard !plan.warnings.isEmpty else { return "" }
    // The page marks each change that widens, so one summary replaces the widening warnings.
    let rule = PlanRule.policyWidening.rawValue
    let others = plan.warnings.filter { $0.problem.rule != rule }
    let widening =
      others.count == plan.warnings.count
      ? [] : plan.operations.filter { $0.changes.contains { $0.effects.contains(.widens) } }.map(\.name.text)
    let power: HTML =
      widening.isEmpty ? "" : "<li>Participants get more power in \(widening.joined(separator: ", ")).</li>\n"
    let items = others.map { warning -> HTML in
      let hint: HTML = warning.problem.hint.map { " <span class=\"note\">\($0)</span>" } ?? ""
      return """
        <li>\(warning.message)\(hint) <code class="place">\(warning.location.file):\(warning.location.line)</code></li>

        """
    }
    return """
      <section class="notice warn" aria-labelledby="warnings"><h2 id="warnings">\(counted(plan.warnings.count, "warning"))</h2>
      <ul>\(power)\(items)</ul></section>

      """
  }

  /// Returns the lists of unmanaged and prunable presets.
  static func rest(_ plan: Plan) -> HTML {
    let lists = [
      ("Kept because pruning is off", plan.prunable), ("Unmanaged, not touched", plan.unmanaged),
    ].filter { !$0.1.isEmpty }
    guard !lists.isEmpty else { return "" }
    let items = lists.map { title, names -> HTML in
      "<h3>\(title)</h3><ul class=\"names\">\(names.map { "<li>\($0.text)</li>" as HTML })</ul>\n"
    }
    return "<section aria-labelledby=\"rest\"><h2 id=\"rest\">Other presets</h2>\n\(items)</section>\n"
  }

  /// Controls that filter the page. They work with CSS alone.
  static let filters: HTML = """
    <fieldset class="filters"><legend>Show</legend>
    <label><input type="radio" name="show" id="show-all" checked> everything</label>
    <label><input type="radio" name="show" id="show-changed"> only changed permissions</label>
    <label><input type="radio" name="show" id="show-widens"> only changes that widen</label>
    </fieldset>

    """
}

extension Effect {
  /// Returns a predicate that describes changes with the effect.
  fileprivate func words(isOne: Bool) -> String {
    switch self {
    case .widens: "\(isOne ? "gives" : "give") participants more power"
    case .narrows: "\(isOne ? "gives" : "give") participants less power"
    case .bills: "\(isOne ? "affects" : "affect") what Cloudflare charges"
    }
  }
}
