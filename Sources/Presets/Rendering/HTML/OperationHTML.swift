/// One operation: what becomes of a preset, how its room looks, and each change with the line that asks for it.
struct OperationHTML {
  let operation: Operation
  /// Where it stands among all, by which it is linked.
  let number: Int
  /// What became of it; nil in a plan.
  let entry: Report.Entry?
  let before: Preset?
  let looks: RoomLooks
  /// Whether it is known where changes come from.
  let isLabelled: Bool

  private var after: Preset? { operation.outcome(from: before) }
  private var widens: Bool { operation.changes.contains { $0.effects.contains(.widens) } }

  /// Where the operation is found on the page.
  var anchor: String { "preset-\(number)" }

  /// The words on what is done, or was.
  private var verdict: String {
    guard let entry else { return operation.blocked == nil ? operation.action.future : "blocked" }
    return entry.outcome == .done ? operation.action.past : entry.outcome.words
  }

  private var isStopped: Bool { entry.map { $0.outcome != .done } ?? (operation.blocked != nil) }

  private var classes: [String] {
    [operation.action.rawValue] + (widens && operation.action != .create ? ["widens"] : [])
      + (isStopped ? ["stopped"] : [])
  }

  /// The operation in a list.
  var link: HTML {
    """
    <li\(HTML.classes(classes))><a href="#\(anchor)"><i>\(verdict)</i> <b>\(operation.name.text)</b> \
    <small>\(amount)</small></a>

    """
  }

  /// The whole operation.
  var article: HTML {
    let pair = RoomLooks.Pair(operation, before: before)
    let style = pair.map { [looks.name(of: $0)] } ?? []
    let rooms = pair.map { pair in
      RoomsHTML(name: operation.name.text, isNew: operation.action == .create, pair: pair, looks: looks).html
    }
    return """
      <article\(HTML.classes(["operation"] + classes + style)) id=\(anchor)>
      <header><h3>\(operation.name.text)</h3> <i>\(verdict)</i>\(origin)\(place)</header>
      \(story)\(rooms ?? "")\(details)</article>

      """
  }

  private var details: HTML {
    if operation.action == .create { return after.map { NewPresetHTML(preset: $0).html } ?? "" }
    return ChangesHTML(operation: operation, before: before, after: after, isLabelled: isLabelled).html
  }

  /// What it amounts to, in words.
  private var amount: String {
    let widening = operation.changes.count { $0.effects.contains(.widens) }
    let changes = counted(operation.changes.count, "change")
    return switch operation.action {
    case .create: "a new preset"
    case .delete: ""
    case .update: widening > 0 ? "\(changes), \(widening) widening" : changes
    case .rename:
      "from \(operation.previousName?.text ?? "")" + (operation.changes.isEmpty ? "" : ", \(changes)")
    }
  }

  private var origin: HTML {
    operation.origin.map { "<span class=note>\($0.words)</span>" } ?? ""
  }

  private var place: HTML {
    operation.location.map { "<code class=place>\($0.file):\($0.line)</code>" } ?? ""
  }

  /// What stops the operation, and what a person should know of it.
  private var story: HTML {
    var parts: [HTML] = []
    if let old = operation.previousName {
      parts.append("<p>Its name was <b>\(old.text)</b>; applications must ask for it under the new one.</p>\n")
    }
    if isStopped {
      parts.append(
        "<p>\(entry == nil ? "It would be \(operation.action.past), but may not be." : "It was to be \(operation.action.past), but was not.")</p>\n"
      )
    } else if operation.action == .delete {
      parts.append("<p>Nobody can be added to a meeting with this preset any more, once it is deleted.</p>\n")
    }
    if let failure = entry?.failure {
      let request: HTML = failure.requestID.map { " <span class=note>request <code>\($0)</code></span>" } ?? ""
      let status: HTML = failure.status.map { " <span class=note>status \($0)</span>" } ?? ""
      parts.append("<p class=reason>\(failure.message)\(status)\(request)</p>\n")
      parts.append(moved(failure.moved))
    } else if let block = operation.blocked {
      parts.append("<p class=reason>\(block.message)</p>\n")
    }
    return .joined(parts)
  }

  /// The fields that are not as the plan saw them.
  private func moved(_ changes: [FieldChange]) -> HTML {
    guard !changes.isEmpty else { return "" }
    let rows = changes.map { change -> HTML in
      """
      <tr><th scope="row"><code>\(change.field.description)</code></th>\
      <td>\(ValueHTML.value(change.before, at: change.field))</td>\
      <td>\(ValueHTML.value(change.after, at: change.field))</td></tr>

      """
    }
    return """
      <table class=moved><caption>Moved since the plan was made</caption>
      <thead><tr><th scope="col">Field</th><th scope="col">In the plan</th><th scope="col">Now</th></tr></thead>
      <tbody>\(rows)</tbody></table>

      """
  }
}
