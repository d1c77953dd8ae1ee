import Diagnostics
import JSONValue
import Planning
import Schema

/// An operation on a page: its outcome, a preview of the room, and the changes with their lines in manifests.
struct OperationHTML {
  let operation: Operation
  /// The position in the plan, counted from 1, which identifies the operation in links.
  let number: Int
  /// The operation's entry in a report; nil in a plan.
  let entry: Report.Entry?
  let before: Preset?
  let looks: RoomAppearanceChanges
  /// Whether changes have origins.
  let isLabeled: Bool

  private var after: Preset? { operation.result(from: before) }
  private var widens: Bool { operation.changes.contains { $0.effects.contains(.widens) } }

  /// The id of the operation's element.
  var anchor: String { "preset-\(number)" }

  /// The planned action or the outcome, as text.
  private var status: String {
    guard let entry else { return operation.blocked == nil ? operation.action.plannedLabel : "blocked" }
    return entry.outcome == .done ? operation.action.pastParticiple : entry.outcome.description
  }

  private var isStopped: Bool { entry.map { $0.outcome != .done } ?? (operation.blocked != nil) }

  private var classes: [String] {
    [operation.action.rawValue] + (widens && operation.action != .create ? ["widens"] : [])
      + (isStopped ? ["stopped"] : [])
  }

  /// The operation as a list item that links to its article.
  var link: HTML {
    """
    <li\(HTML.classes(classes))><a href="#\(anchor)"><i>\(status)</i> <b>\(operation.name.text)</b> \
    <small>\(changeSummary)</small></a>

    """
  }

  var article: HTML {
    let pair = RoomAppearanceChanges.Pair(operation, before: before)
    let style = pair.map { [looks.name(of: $0)] } ?? []
    let rooms = pair.map { pair in
      RoomPreviewsHTML(name: operation.name.text, isNew: operation.action == .create, pair: pair, looks: looks).html
    }
    return """
      <article\(HTML.classes(["operation"] + classes + style)) id=\(anchor)>
      <header><h3>\(operation.name.text)</h3> <i>\(status)</i>\(origin)\(place)</header>
      \(explanation)\(rooms ?? "")\(details)</article>

      """
  }

  private var details: HTML {
    if operation.action == .create { return after.map { NewPresetHTML(preset: $0).html } ?? "" }
    return ChangesHTML(operation: operation, before: before, after: after, isLabeled: isLabeled).html
  }

  /// A short summary of the changes.
  private var changeSummary: String {
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

  /// Paragraphs on the operation: a new name, why it was not done, and fields that changed since the plan was made.
  private var explanation: HTML {
    var parts: [HTML] = []
    if let old = operation.previousName {
      parts.append("<p>Renamed from <b>\(old.text)</b>. Applications must use the new name.</p>\n")
    }
    if isStopped {
      parts.append(
        "<p>\(entry == nil ? "This preset would be \(operation.action.pastParticiple), but the operation is blocked." : "This preset was not \(operation.action.pastParticiple).")</p>\n"
      )
    } else if operation.action == .delete {
      parts.append("<p>After a deletion, applications cannot add participants with this preset.</p>\n")
    }
    if let failure = entry?.failure {
      let request: HTML = failure.requestID.map { " <span class=note>request <code>\($0)</code></span>" } ?? ""
      let status: HTML = failure.status.map { " <span class=note>status \($0)</span>" } ?? ""
      parts.append("<p class=reason>\(failure.message)\(status)\(request)</p>\n")
      parts.append(stale(failure.staleFields))
    } else if let block = operation.blocked {
      parts.append("<p class=reason>\(block.message)</p>\n")
    }
    return .joined(parts)
  }

  /// Returns a table of fields that changed since the plan was made.
  private func stale(_ changes: [FieldChange]) -> HTML {
    guard !changes.isEmpty else { return "" }
    let rows = changes.map { change -> HTML in
      """
      <tr><th scope="row"><code>\(change.field.description)</code></th>\
      <td>\(ValueHTML.value(change.before, at: change.field))</td>\
      <td>\(ValueHTML.value(change.after, at: change.field))</td></tr>

      """
    }
    return """
      <table class=moved><caption>Changed since the plan was made</caption>
      <thead><tr><th scope="col">Field</th><th scope="col">In the plan</th><th scope="col">Now</th></tr></thead>
      <tbody>\(rows)</tbody></table>

      """
  }
}
