/// A comparison as text, laid out as plans are.
package struct ComparisonText {
  private let layout: BlockLayout

  /// Creates a renderer.
  /// - Parameter width: The columns of the terminal; nil where lines may be as long as they like.
  package init(ink: Ink, width: Int?) {
    layout = BlockLayout(ink: ink, width: width)
  }

  /// The whole comparison, ended by its numbers.
  package func text(_ comparison: Comparison) -> String {
    var lines = layout.lines(
      comparison.operations.map { operation in
        PlanBlock(
          operation, title: comparison.title(operation) { $0.visible }, valueLength: layout.valueLength, ink: layout.ink
        )
      })
    for missing in comparison.missing {
      let words = comparison.words(missing) { $0.visible }
      lines += layout.wrapped("! \(words) (\(PlanBlock.place(missing.location)))", indent: 4) { word in
        layout.ink(word, .yellow)
      }
    }
    if !lines.isEmpty { lines.append("") }
    lines += layout.wrapped(comparison.words.visible, indent: 2) { word in
      comparison.isSettled ? layout.ink(word, .bold, .green) : layout.ink(word, .bold)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
