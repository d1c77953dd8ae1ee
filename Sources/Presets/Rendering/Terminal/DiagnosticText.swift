/// Diagnostics as text: place, rule, message, the source line with the token underlined, notes and a hint.
public struct DiagnosticText {
  private static let longestExcerpt = 100
  /// What stands before an excerpt: the line's number and a bar.
  private static let gutterWidth = 8

  private let ink: Ink
  private let width: Int?
  private let path: (String) -> String

  /// Creates a renderer.
  /// - Parameters:
  ///   - width: The columns of the terminal; nil where lines may be as long as they like.
  ///   - path: Turns a location's file into the path to show.
  public init(ink: Ink, width: Int? = nil, path: @escaping (String) -> String) {
    self.ink = ink
    self.width = width
    self.path = path
  }

  /// The diagnostics, one after the other, each line ended.
  public func text(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map(text).joined()
  }

  private func text(_ diagnostic: Diagnostic) -> String {
    let word = "\(diagnostic.severity.rawValue)[\(diagnostic.fault.rule)]"
    let list = diagnostic.fault.list
    let message = list.isEmpty ? diagnostic.message : diagnostic.fault.headline + diagnostic.environmentWords + ":"
    let place = place(diagnostic.location)
    var lines = [
      message.visible.wrapped(
        after: "\(place): \(word):", "\(ink(place, .bold)): \(colour(word, diagnostic.severity)):", to: width, indent: 4
      )
    ]
    if let excerpt = diagnostic.excerpt, !excerpt.isEmpty { lines += self.excerpt(excerpt, of: diagnostic) }
    lines += list.map { "        \($0.visible)" }
    for note in diagnostic.notes {
      let place = self.place(note.location)
      lines.append(
        note.kind.message.visible.wrapped(
          after: "  note: \(place):", "  \(ink("note", .cyan)): \(place):", to: width, indent: 8))
    }
    if let hint = diagnostic.fault.hint {
      lines.append(hint.visible.wrapped(after: "  hint:", "  \(ink("hint", .cyan)):", to: width, indent: 8))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The source line, or the part of a very long one around the token, and a line that underlines the token.
  private func excerpt(_ line: String, of diagnostic: Diagnostic) -> [String] {
    let scalars = Array(line.unicodeScalars)
    let room = max(20, min(Self.longestExcerpt, (width ?? .max) - Self.gutterWidth))
    let column = min(diagnostic.location.column - 1, scalars.count)
    let start = scalars.count <= room ? 0 : max(0, column - room / 2)
    let end = min(scalars.count, start + room)
    // One column a character, so that the caret stands where it should.
    let shown = String(String.UnicodeScalarView(scalars[start..<end].map { $0.isUnsafeToShow ? " " : $0 }))
    let before = String(String.UnicodeScalarView(shown.unicodeScalars.prefix(column - start)))
    let token = String(
      String.UnicodeScalarView(shown.unicodeScalars.dropFirst(column - start).prefix(diagnostic.width)))
    let gutter = "\(diagnostic.location.line)".leftPadded(to: 5)
    let caret = String(repeating: "^", count: max(1, token.columns))
    return [
      "\(ink("\(gutter) |", .faint)) \(shown)",
      "\(ink("      |", .faint)) \(String(repeating: " ", count: before.columns))\(colour(caret, diagnostic.severity))",
    ]
  }

  private func place(_ location: Location) -> String {
    "\(path(location.file).visible):\(location.line):\(location.column)"
  }

  private func colour(_ text: String, _ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: ink(text, .bold, .red)
    case .warning: ink(text, .bold, .yellow)
    case .note: ink(text, .bold, .cyan)
    }
  }
}

extension String {
  fileprivate func leftPadded(to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - count)) + self
  }
}
