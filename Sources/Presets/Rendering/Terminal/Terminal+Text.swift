extension String {
  /// The text with everything made visible that could command a terminal: control and bidirectional characters are written out.
  ///
  /// Pipelines take lines that begin with `::`, and `##[` or `##vso[` anywhere, for commands; these are broken up too.
  public var visible: String {
    let first = unicodeScalars.first { !$0.properties.isWhitespace }
    guard first == ":" || unicodeScalars.contains(where: { $0.isUnsafeToShow || $0 == "#" }) else { return self }
    let scalars = Array(unicodeScalars)
    let command = scalars.firstIndex { !$0.properties.isWhitespace }
    return scalars.indices.map { index in
      let scalar = scalars[index]
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      let isCommand = next == scalar && (scalar == "#" || (scalar == ":" && index == command))
      return scalar.isUnsafeToShow || isCommand
        ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
    }.joined()
  }

  /// The text in lines of at most so many columns, broken between words; a word that is longer stays whole.
  /// - Parameters:
  ///   - columns: The width; nil for one line.
  ///   - indent: The spaces before each line but the first.
  func wrapped(to columns: Int?, indent: Int) -> [String] {
    let start = String(prefix { $0 == " " })
    return String(dropFirst(start.count)).lines(after: start, to: columns, indent: indent)
  }

  /// The text after a label that stays whole, in lines of at most so many columns.
  /// - Parameter inked: The label with its colours, which take no columns.
  package func wrapped(after label: String, _ inked: String, to columns: Int?, indent: Int) -> String {
    var lines = lines(after: label + " ", to: columns, indent: indent)
    lines[0] = inked + lines[0].dropFirst(label.count)
    return lines.joined(separator: "\n")
  }

  private func lines(after start: String, to columns: Int?, indent: Int) -> [String] {
    guard let width = columns, start.columns + self.columns > width else { return [start + self] }
    let indentation = String(repeating: " ", count: indent)
    var lines = [start]
    var isFresh = start.columns <= width / 2 || start.allSatisfy { $0 == " " }
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      let line = lines[lines.count - 1]
      let longer = line + (line.isEmpty || line.last == " " ? "" : " ") + word
      if isFresh || longer.columns <= width {
        lines[lines.count - 1] = longer
      } else {
        if line.last == " " { lines[lines.count - 1].removeLast() }
        lines.append(indentation + word)
      }
      isFresh = false
    }
    return lines
  }

  /// The number of columns the text takes on a terminal.
  var columns: Int {
    unicodeScalars.reduce(0) { $0 + $1.columns }
  }

  /// The text, filled with spaces to a number of columns.
  func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - self.columns))
  }

  /// The text, cut where it is longer than a number of characters.
  func shortened(to length: Int) -> String {
    count > length ? prefix(length - 1) + "…" : self
  }
}

extension Unicode.Scalar {
  /// The columns a character takes: East Asian wide characters and emoji take two, marks none.
  var columns: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}

/// A number and its noun: `1 change`, `2 changes`.
package func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
