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

  private var classes: [String] {
    let isStopped = entry.map { $0.outcome != .done } ?? (operation.blocked != nil)
    return ["operation", operation.action.rawValue] + (widens && operation.action != .create ? ["widens"] : [])
      + (isStopped ? ["stopped"] : [])
  }

  /// The operation in a list.
  var link: HTML {
    """
    <li\(HTML.classes(classes))><a href="#\(anchor)"><span class="badge">\(verdict)</span> <b>\(operation.name.text)</b> \
    <span class="note">\(amount)</span></a></li>

    """
  }

  /// The whole operation.
  var article: HTML {
    """
    <article\(HTML.classes(classes)) id="\(anchor)" aria-labelledby="\(anchor)-name">
    <header><h3 id="\(anchor)-name">\(operation.name.text)</h3> <span class="badge">\(verdict)</span>\(origin)\(place(operation.location))</header>
    \(story)\(rooms)\(changes)\(settings)</article>

    """
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
    operation.origin.map { "<span class=\"note\">\($0.words)</span>" } ?? ""
  }

  private func place(_ location: Location?) -> HTML {
    location.map { "<code class=\"place\">\($0.file):\($0.line)</code>" } ?? ""
  }

  /// What stops the operation, and what a person should know of it.
  private var story: HTML {
    var parts: [HTML] = []
    if let old = operation.previousName {
      parts.append("<p>Its name was <b>\(old.text)</b>; applications must ask for it under the new one.</p>\n")
    }
    if operation.action == .delete, operation.blocked == nil, entry.map({ $0.outcome == .done }) ?? true {
      parts.append("<p>Nobody can be added to a meeting with this preset any more, once it is deleted.</p>\n")
    }
    if let failure = entry?.failure {
      let request: HTML = failure.requestID.map { " <span class=\"note\">request <code>\($0)</code></span>" } ?? ""
      let status: HTML = failure.status.map { " <span class=\"note\">status \($0)</span>" } ?? ""
      parts.append("<p class=\"reason\">\(failure.message)\(status)\(request)</p>\n")
      parts.append(moved(failure.moved))
    } else if let block = operation.blocked {
      parts.append("<p class=\"reason\">\(block.message)</p>\n")
    }
    return .joined(parts)
  }

  /// The fields that are not as the plan saw them.
  private func moved(_ changes: [FieldChange]) -> HTML {
    guard !changes.isEmpty else { return "" }
    let rows = changes.map { change -> HTML in
      """
      <tr><th scope="row"><code>\(change.field.description)</code></th>\
      <td>\(ValueHTML.value(change.before, at: change.field, in: nil))</td>\
      <td>\(ValueHTML.value(change.after, at: change.field, in: nil))</td></tr>

      """
    }
    return """
      <table class="changes"><caption>Moved since the plan was made</caption>
      <thead><tr><th scope="col">Field</th><th scope="col">In the plan</th><th scope="col">Now</th></tr></thead>
      <tbody>\(rows)</tbody></table>

      """
  }

  // MARK: The room

  private var rooms: HTML {
    guard operation.action != .delete, let look = after.flatMap(RoomLook.init) else { return "" }
    let name = operation.name.text
    guard let old = before.flatMap(RoomLook.init), old != look else {
      let title = operation.action == .create ? "The room" : "The room, which looks as before"
      return "<div class=\"rooms\">\(figure(look, title, name))</div>\n"
    }
    let words = old.words == look.words ? "the same shapes in other colours" : look.words
    return "<div class=\"rooms\">\(figure(old, "Before", name))\(figure(look, "After", name, words))</div>\n"
  }

  private func figure(_ look: RoomLook, _ title: String, _ name: String, _ words: String? = nil) -> HTML {
    let label = "\(title): a meeting in the colours of \(name)"
    return """
      <figure>\(looks.picture(look, label: label))
      <figcaption><b>\(title)</b> \(words ?? look.words)</figcaption></figure>

      """
  }

  // MARK: The changes

  private var changes: HTML {
    guard operation.action != .create, !operation.changes.isEmpty else { return "" }
    let origin: HTML = isLabelled ? "<th scope=\"col\">Why</th>" : ""
    return """
      <table class="changes"><caption>\(counted(operation.changes.count, "change")) in \(operation.name.text)</caption>
      <thead><tr><th scope="col">What</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Effect</th>\(origin)\
      <th scope="col">Written in</th></tr></thead>
      <tbody>
      \(operation.changes.map(row))</tbody></table>

      """
  }

  private func row(_ change: FieldChange) -> HTML {
    let meaning = PresetSchema.current.declaration(at: change.field)?.meaning.withoutPeriod ?? ""
    let origin: HTML = isLabelled ? "<td>\(change.origin?.words ?? "")</td>" : ""
    return """
      <tr\(HTML.classes(change.effects.map(\.rawValue)))><th scope="row">\(meaning) <code>\(change.field.description)</code></th>\
      <td>\(ValueHTML.value(change.before, at: change.field, in: before))</td>\
      <td>\(ValueHTML.value(change.after, at: change.field, in: after))</td>\
      <td>\(change.effects.map(EffectHTML.badge))</td>\(origin)<td>\(change.location.map { "<code>\($0.file):\($0.line)</code>" as HTML } ?? "")</td></tr>

      """
  }

  /// What kind of room a new preset makes; its permissions stand in the matrix.
  private var settings: HTML {
    guard operation.action == .create, let after else { return "" }
    let rows = PresetSchema.current.fields.filter { $0.path.section == "config" }.compactMap { field -> HTML? in
      guard let value = after[field.path] else { return nil }
      return
        "<div><dt>\(field.meaning.withoutPeriod)</dt><dd>\(ValueHTML.value(value, at: field.path, in: after))</dd></div>\n"
    }
    return rows.isEmpty
      ? "" : "<details><summary>Settings of the room (\(rows.count))</summary><dl>\n\(rows)</dl></details>\n"
  }
}

extension Operation.Action {
  /// What will be done, in one word for people.
  var future: String {
    switch self {
    case .create: "new"
    case .update: "will change"
    case .rename: "will be renamed"
    case .delete: "will be deleted"
    }
  }

  /// What was done.
  var past: String {
    switch self {
    case .create: "added"
    case .update: "changed"
    case .rename: "renamed"
    case .delete: "deleted"
    }
  }
}

extension Origin {
  /// Where a change comes from, in words.
  fileprivate var words: String {
    switch self {
    case .intent: "this branch"
    case .drift: "drift: the app was changed"
    }
  }
}
