/// A plan as text: a block an operation, unchanged fields counted, every change with the place that asks for it.
public struct PlanText {
  private let layout: BlockLayout

  /// Creates a renderer.
  /// - Parameter width: The columns of the terminal; nil where lines may be as long as they like.
  public init(ink: Ink, width: Int?) {
    layout = BlockLayout(ink: ink, width: width)
  }

  /// The whole plan, ended by its summary.
  public func text(_ plan: Plan) -> String {
    var lines = layout.lines(
      plan.operations.map { operation in
        PlanBlock(
          operation, before: operation.id.flatMap { plan.observed[$0] }, valueLength: layout.valueLength,
          ink: layout.ink)
      })
    if !lines.isEmpty { lines.append("") }
    lines += paragraphs(plan).flatMap { $0 + [""] }
    lines += summary(plan)
    return lines.joined(separator: "\n") + "\n"
  }

  private func paragraphs(_ plan: Plan) -> [[String]] {
    let footnotes = plan.blocks.flatMap { block, operations in
      // A limit names the presets itself.
      let names = block.reason == .limit ? "" : operations.map(\.name.text.visible).joined(separator: ", ") + ": "
      return layout.wrapped("* \(names)\(block.message.visible)", indent: 2) { layout.ink($0, .bold, .red) }
    }
    var paragraphs = footnotes.isEmpty ? [] : [footnotes]
    paragraphs += plan.warnings.map { warning in
      let text = "Warning: \(warning.message.visible) (\(PlanBlock.place(warning.location)))"
      return layout.wrapped(text, indent: 2) { $0 == "Warning:" ? layout.ink($0, .bold, .yellow) : $0 }
        + (warning.fault.hint.map { layout.wrapped("  " + $0.visible, indent: 2) } ?? [])
    }
    if let file = plan.restores, !plan.isEmpty {
      paragraphs.append(layout.wrapped("Goes back to the snapshot \(file.visible)", indent: 2))
    }
    for (title, names) in [("Kept because pruning is off", plan.prunable), ("Unmanaged, not touched", plan.unmanaged)]
    where !names.isEmpty {
      paragraphs.append(layout.wrapped("\(title): \(names.map(\.text.visible).joined(separator: ", "))", indent: 2))
    }
    return paragraphs
  }

  private func summary(_ plan: Plan) -> [String] {
    layout.wrapped(plan.words, indent: 2) { word in
      plan.isEmpty ? layout.ink(word, .bold, .green) : layout.ink(word, .bold)
    }
  }
}
