/// What the pages of plans and reports have in common.
enum PageParts {
  /// The numbers of a plan, each in a box.
  static func numbers(_ plan: Plan) -> HTML {
    let summary = plan.summary
    let numbers: [(count: Int, words: String, style: String)] = [
      (plan.count(free: .create), "new", "create"), (plan.count(free: .update), "changed", "update"),
      (plan.count(free: .rename), "renamed", "rename"), (plan.count(free: .delete), "deleted", "delete"),
      (summary.blocked, "blocked", "stopped"),
      (summary.unchanged, "unchanged", "same"),
    ]
    return list(numbers.filter { $0.count > 0 })
  }

  /// Numbers with their words, each in a box.
  static func list(_ numbers: [(count: Int, words: String, style: String)]) -> HTML {
    let items = numbers.map { number -> HTML in
      "<li\(HTML.classes([number.style]))><b>\(number.count)</b> \(number.words)</li>"
    }
    return "<ul class=\"numbers\">\(items)</ul>\n"
  }

  /// What the changes of a plan mean, where they mean more than other values.
  static func effects(_ plan: Plan) -> HTML {
    let changes = plan.operations.filter { $0.action != .create }.flatMap(\.changes)
    let items = Effect.allCases.compactMap { effect -> HTML? in
      let count = changes.count { $0.effects.contains(effect) }
      guard count > 0 else { return nil }
      return "<li>\(EffectHTML.badge(effect))\(counted(count, "change")) \(effect.words(isOne: count == 1)).</li>\n"
    }
    return items.isEmpty ? "" : "<ul class=\"effects\">\(items)</ul>\n"
  }

  /// Which app it is about, and what it was compared with.
  static func facts(_ plan: Plan) -> HTML {
    var facts: [(String, HTML)] = [
      ("Environment", "\(plan.environment.name)"), ("App", "<code>\(plan.environment.appID)</code>"),
      ("Account", "<code>\(plan.environment.accountID)</code>"),
    ]
    if let base = plan.base {
      let commit: HTML = base.commit.map { " at <code>\(String($0.prefix(12)))</code>" } ?? ""
      facts.append(("Compared with", "<code>\(base.reference)</code>\(commit)"))
    }
    if let file = plan.restores { facts.append(("Goes back to", "<code>\(file)</code>")) }
    return "<dl class=\"facts\">\(facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" as HTML })</dl>\n"
  }

  /// What a person should know before applying.
  static func warnings(_ plan: Plan) -> HTML {
    guard !plan.warnings.isEmpty else { return "" }
    // Which permissions they are is marked where they change.
    let widening = plan.warnings.compactMap { warning -> String? in
      guard case .widens(let name, _) = warning.fault else { return nil }
      return name
    }
    let others = plan.warnings.filter { warning in
      if case .widens = warning.fault { false } else { true }
    }
    let power: HTML =
      widening.isEmpty ? "" : "<li>Participants get more power in \(widening.joined(separator: ", ")).</li>\n"
    let items = others.map { warning -> HTML in
      let hint: HTML = warning.fault.hint.map { " <span class=\"note\">\($0)</span>" } ?? ""
      return """
        <li>\(warning.message)\(hint) <code class="place">\(warning.location.file):\(warning.location.line)</code></li>

        """
    }
    return """
      <section class="notice warn" aria-labelledby="warnings"><h2 id="warnings">\(counted(plan.warnings.count, "warning"))</h2>
      <ul>\(power)\(items)</ul></section>

      """
  }

  /// The presets that are left alone.
  static func rest(_ plan: Plan) -> HTML {
    let lists = [
      ("Kept because pruning is off", plan.prunable), ("Unmanaged, not touched", plan.unmanaged),
    ].filter { !$0.1.isEmpty }
    guard !lists.isEmpty else { return "" }
    let items = lists.map { title, names -> HTML in
      "<h3>\(title)</h3><ul class=\"names\">\(names.map { "<li>\($0.text)</li>" as HTML })</ul>\n"
    }
    return "<section aria-labelledby=\"rest\"><h2 id=\"rest\">Left alone</h2>\n\(items)</section>\n"
  }

  /// Choices of what to see. The style does the work, so that no script is needed.
  static let filters: HTML = """
    <fieldset class="filters"><legend>Show</legend>
    <label><input type="radio" name="show" id="show-all" checked> everything</label>
    <label><input type="radio" name="show" id="show-changed"> only permissions that change</label>
    <label><input type="radio" name="show" id="show-widens"> only what widens</label>
    </fieldset>

    """
}

extension Effect {
  /// What changes with the effect do.
  fileprivate func words(isOne: Bool) -> String {
    switch self {
    case .widens: "\(isOne ? "gives" : "give") participants more power"
    case .narrows: "\(isOne ? "takes" : "take") power away"
    case .bills: "\(isOne ? "affects" : "affect") what Cloudflare charges"
    }
  }
}
