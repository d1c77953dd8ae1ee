import Diagnostics
package import Planning

/// A comparison as text, in the layout of a plan.
package struct ComparisonText {
  private let layout: ColumnLayout

  /// - Parameter width: The width of the terminal; nil for lines of any length.
  package init(style: TextStyler, width: Int?) {
    layout = ColumnLayout(style: style, width: width)
  }

  /// Returns the differences and the summary of a comparison.
  package func text(_ comparison: Comparison) -> String {
    var lines = layout.lines(
      comparison.operations.map { operation in
        PlanBlock(
          operation, title: comparison.title(operation) { $0.visible }, valueLength: layout.valueLength,
          style: layout.style
        )
      })
    for missing in comparison.missing {
      let words = comparison.words(missing) { $0.visible }
      lines += layout.wrapped("! \(words) (\(PlanBlock.location(missing.location)))", indent: 4) { word in
        layout.style(word, .yellow)
      }
    }
    if !lines.isEmpty { lines.append("") }
    lines += layout.wrapped(comparison.headline.visible, indent: 2) { word in
      comparison.isAsDeclared ? layout.style(word, .bold, .green) : layout.style(word, .bold)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
