package import Diagnostics
import JSONValue

/// Diagnostics as text: location, rule, message, the source line with the token underlined, notes, and a hint.
package struct DiagnosticText {
  private static let longestExcerpt = 100
  /// The width of the line number and the bar before an excerpt.
  private static let gutterWidth = 8

  private let style: TextStyler
  private let width: Int?
  private let path: (String) -> String

  /// - Parameters:
  ///   - width: The width of the terminal; nil for lines of any length.
  ///   - path: Maps a location's file to the path to show.
  package init(style: TextStyler, width: Int? = nil, path: @escaping (String) -> String) {
    self.style = style
    self.width = width
    self.path = path
  }

  /// Returns the diagnostics, including a final line break.
  package func text(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map(text).joined()
  }

  private func text(_ diagnostic: Diagnostic) -> String {
    let word = "\(diagnostic.severity.rawValue)[\(diagnostic.problem.rule)]"
    // Long lists are easier to read below the source line, with one item per line.
    let items = diagnostic.problem.items.count > 3 ? diagnostic.problem.items : []
    let message = items.isEmpty ? diagnostic.message : diagnostic.problem.headline + diagnostic.environmentSuffix + ":"
    let place = place(diagnostic.location)
    var lines = [
      message.visible.wrapped(
        after: "\(place): \(word):", "\(style(place, .bold)): \(color(word, diagnostic.severity)):", to: width,
        indent: 4
      )
    ]
    if let excerpt = diagnostic.excerpt, !excerpt.isEmpty { lines += self.excerpt(excerpt, of: diagnostic) }
    lines += items.map { "        \($0.visible)" }
    for note in diagnostic.notes {
      let place = self.place(note.location)
      lines.append(
        note.message.visible.wrapped(
          after: "  note: \(place):", "  \(style("note", .cyan)): \(place):", to: width, indent: 8))
    }
    if let hint = diagnostic.problem.hint {
      lines.append(hint.visible.wrapped(after: "  hint:", "  \(style("hint", .cyan)):", to: width, indent: 8))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Returns the source line, cut around the token if it is long, and a line that underlines the token.
  private func excerpt(_ line: String, of diagnostic: Diagnostic) -> [String] {
    let scalars = Array(line.unicodeScalars)
    let room = max(20, min(Self.longestExcerpt, (width ?? .max) - Self.gutterWidth))
    let column = min(diagnostic.location.column - 1, scalars.count)
    let start = scalars.count <= room ? 0 : max(0, column - room / 2)
    let end = min(scalars.count, start + room)
    // Each character must take one column, so that the caret is below the token.
    let shown = String(String.UnicodeScalarView(scalars[start..<end].map { $0.isUnsafeToPrint ? " " : $0 }))
    let before = String(String.UnicodeScalarView(shown.unicodeScalars.prefix(column - start)))
    let token = String(
      String.UnicodeScalarView(shown.unicodeScalars.dropFirst(column - start).prefix(diagnostic.width)))
    let gutter = "\(diagnostic.location.line)".leftPadded(to: 5)
    let caret = String(repeating: "^", count: max(1, token.columns))
    return [
      "\(style("\(gutter) |", .faint)) \(shown)",
      "\(style("      |", .faint)) \(String(repeating: " ", count: before.columns))\(color(caret, diagnostic.severity))",
    ]
  }

  private func place(_ location: Location) -> String {
    "\(path(location.file).visible):\(location.line):\(location.column)"
  }

  private func color(_ text: String, _ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: style(text, .bold, .red)
    case .warning: style(text, .bold, .yellow)
    case .note: style(text, .bold, .cyan)
    }
  }
}

extension String {
  fileprivate func leftPadded(to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - count)) + self
  }
}
