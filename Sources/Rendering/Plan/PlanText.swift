import Diagnostics
import JSONValue
package import Planning

/// A plan as text, with one block per operation. Each change has its location in a manifest.
package struct PlanText {
  private let layout: ColumnLayout

  /// - Parameter width: The width of the terminal; nil for lines of any length.
  package init(style: TextStyler, width: Int?) {
    layout = ColumnLayout(style: style, width: width)
  }

  /// Returns the operations, warnings, and summary of a plan.
  package func text(_ plan: Plan) -> String {
    var lines = layout.lines(
      plan.operations.map { operation in
        PlanBlock(
          operation, before: operation.id.flatMap { plan.observed[$0] }, valueLength: layout.valueLength,
          style: layout.style)
      })
    if !lines.isEmpty { lines.append("") }
    lines += paragraphs(plan).flatMap { $0 + [""] }
    lines += summary(plan)
    return lines.joined(separator: "\n") + "\n"
  }

  private func paragraphs(_ plan: Plan) -> [[String]] {
    let footnotes = plan.blocks.flatMap { block, operations in
      // The message of a limit contains the names of the presets.
      let names = block.reason == .limit ? "" : operations.map(\.name.text.visible).joined(separator: ", ") + ": "
      return layout.wrapped("* \(names)\(block.message.visible)", indent: 2) { layout.style($0, .bold, .red) }
    }
    var paragraphs = footnotes.isEmpty ? [] : [footnotes]
    paragraphs += plan.warnings.map { warning in
      let text = "Warning: \(warning.message.visible) (\(PlanBlock.location(warning.location)))"
      return layout.wrapped(text, indent: 2) { $0 == "Warning:" ? layout.style($0, .bold, .yellow) : $0 }
        + (warning.problem.hint.map { layout.wrapped("  " + $0.visible, indent: 2) } ?? [])
    }
    if let file = plan.restores, !plan.isEmpty {
      paragraphs.append(layout.wrapped("Restores the snapshot \(file.visible)", indent: 2))
    }
    for (title, names) in [("Kept because pruning is off", plan.prunable), ("Unmanaged, not touched", plan.unmanaged)]
    where !names.isEmpty {
      paragraphs.append(layout.wrapped("\(title): \(names.map(\.text.visible).joined(separator: ", "))", indent: 2))
    }
    return paragraphs
  }

  private func summary(_ plan: Plan) -> [String] {
    layout.wrapped(plan.headline, indent: 2) { word in
      plan.isEmpty ? layout.style(word, .bold, .green) : layout.style(word, .bold)
    }
  }
}
