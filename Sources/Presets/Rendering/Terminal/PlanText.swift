/// A plan as text: a block an operation, unchanged fields hidden, every change with the place that asks for it.
public struct PlanText {
  private static let longestValue = 48

  private let ink: Ink
  private let width: Int?

  /// Creates a renderer.
  /// - Parameter width: The columns of the terminal; nil where lines may be as long as they like.
  public init(ink: Ink, width: Int?) {
    self.ink = ink
    self.width = width
  }

  /// The whole plan, ended by its summary.
  public func text(_ plan: Plan) -> String {
    let blocks = plan.operations.map(Block.init)
    var lines = isAligned(blocks) ? aligned(blocks) : stacked(blocks)
    if !lines.isEmpty { lines.append("") }
    lines += notes(plan)
    lines.append(summary(plan))
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Operations

  /// The words of one operation, not yet laid out.
  private struct Block {
    let action: Operation.Action
    let title: String
    let place: String
    let rows: [Row]

    init(_ operation: Operation) {
      action = operation.action
      title = Self.title(operation)
      place = operation.location.map(Self.place) ?? ""
      rows = operation.action == .create ? [] : operation.changes.map(Row.init)
    }

    static func place(_ location: Location) -> String {
      "\(location.file.visible):\(location.line)"
    }

    private static func title(_ operation: Operation) -> String {
      let name = operation.name.text.visible
      let changes = counted(operation.changes.count, "change")
      return switch operation.action {
      // The name is a field too.
      case .create: "+ \(name) will be created (\(counted(operation.changes.count + 1, "field")))"
      case .update: "~ \(name) will be updated (\(changes))"
      case .delete: "- \(name) will be deleted"
      case .rename:
        "> \(name) will be renamed from \((operation.previousName?.text ?? "").visible)"
          + (operation.changes.isEmpty ? "" : " and updated (\(changes))")
      }
    }
  }

  private struct Row {
    let field: String
    let values: String
    let effects: [Effect]
    let place: String

    init(_ change: FieldChange) {
      field = change.field.description.visible
      values = "\(Self.value(change.before)) → \(Self.value(change.after))"
      effects = change.effects
      place = change.location.map(Block.place) ?? ""
    }

    var effectWords: String { effects.map(\.rawValue).joined(separator: ", ") }

    private static func value(_ value: JSON?) -> String {
      value.map { $0.text().visible.shortened(to: PlanText.longestValue) } ?? "(absent)"
    }
  }

  /// The columns that rows share, so that they stand below each other in the whole plan.
  private struct Columns {
    var field = 0
    var values = 0
    var effects = 0
    var place = 0

    init(_ blocks: [Block]) {
      let rows = blocks.flatMap(\.rows)
      field = rows.map(\.field.columns).max() ?? 0
      values = rows.map(\.values.columns).max() ?? 0
      effects = rows.map(\.effectWords.columns).max() ?? 0
      let rowEnd = rows.isEmpty ? 0 : 4 + field + 2 + values + (effects > 0 ? 2 + effects : 0)
      place = max(rowEnd, blocks.map(\.title.columns).max() ?? 0) + 2
    }
  }

  private func isAligned(_ blocks: [Block]) -> Bool {
    guard let width else { return true }
    let places = blocks.flatMap { [$0.place] + $0.rows.map(\.place) }
    return Columns(blocks).place + (places.map(\.columns).max() ?? 0) <= width
  }

  private func aligned(_ blocks: [Block]) -> [String] {
    let columns = Columns(blocks)
    return blocks.flatMap { block in
      [line(title(block), block.title, block.place, at: columns.place)]
        + block.rows.map { row in
          let start = "    \(row.field.padded(to: columns.field))  "
          let plain =
            start + row.values.padded(to: columns.values) + (columns.effects > 0 ? "  \(row.effectWords)" : "")
          let painted =
            start + row.values.padded(to: columns.values) + (columns.effects > 0 ? "  \(effects(row))" : "")
          return line(painted, plain, row.place, at: columns.place)
        }
    }
  }

  private func stacked(_ blocks: [Block]) -> [String] {
    blocks.flatMap { block in
      [line(title(block), block.title, block.place, at: block.title.columns + 2)]
        + block.rows.flatMap { row in
          let details = [row.values, effects(row), ink(row.place, .faint)].filter { !$0.isEmpty }
          return ["    \(row.field)", "        " + details.joined(separator: "  ")]
        }
    }
  }

  /// A line with a place at its end. `plain` is the text without colours, whose width counts.
  private func line(_ text: String, _ plain: String, _ place: String, at column: Int) -> String {
    guard !place.isEmpty else { return text }
    return text + String(repeating: " ", count: max(2, column - plain.columns)) + ink(place, .faint)
  }

  private func title(_ block: Block) -> String {
    switch block.action {
    case .create: ink(block.title, .bold, .green)
    case .update, .rename: ink(block.title, .bold, .yellow)
    case .delete: ink(block.title, .bold, .red)
    }
  }

  private func effects(_ row: Row) -> String {
    row.effects.map { effect in
      switch effect {
      case .widens: ink(effect.rawValue, .bold, .red)
      case .narrows: ink(effect.rawValue, .green)
      case .bills: ink(effect.rawValue, .magenta)
      }
    }.joined(separator: ", ")
  }

  // MARK: Notes

  private func notes(_ plan: Plan) -> [String] {
    var notes = plan.warnings.map { warning in
      "\(ink("Warning", .bold, .yellow)): \(warning.fault.message.visible) (\(Block.place(warning.location)))"
        + (warning.fault.hint.map { "\n  \($0)" } ?? "")
    }
    if !plan.unmanaged.isEmpty {
      let names = plan.unmanaged.map(\.text.visible).joined(separator: ", ")
      notes.append("Unmanaged, not touched: \(names)")
    }
    return notes.flatMap { [$0, ""] }
  }

  private func summary(_ plan: Plan) -> String {
    let summary = plan.summary
    if plan.isEmpty {
      let match = plan.unchanged == 1 ? "matches its manifest" : "match their manifests"
      return ink("No changes.", .bold, .green) + " \(counted(plan.unchanged, "preset")) \(match)."
    }
    let renames = summary.rename > 0 ? ", \(summary.rename) to rename" : ""
    return ink("Plan:", .bold)
      + " \(summary.create) to add, \(summary.update) to change, \(summary.delete) to delete\(renames)."
  }
}
