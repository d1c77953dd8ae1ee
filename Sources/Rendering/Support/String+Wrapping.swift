extension String {
  /// Returns the text in lines of at most `columns` columns, broken between words; a longer word stays whole.
  ///
  /// A quoted command such as `'presetctl plan'` counts as one word, and lines after a line break are not wrapped, so
  /// that commands can be copied.
  /// - Parameters:
  ///   - columns: The width; nil for no wrapping.
  ///   - indent: The number of spaces before each line but the first.
  func wrapped(to columns: Int?, indent: Int) -> [String] {
    let start = String(prefix { $0 == " " })
    return String(dropFirst(start.count)).lines(after: start, to: columns, indent: indent)
  }

  /// Returns the text after a label that stays whole, in lines of at most `columns` columns.
  /// - Parameter styled: The label with its colors, which take no columns.
  package func wrapped(after label: String, _ styled: String, to columns: Int?, indent: Int) -> String {
    var lines = lines(after: label + " ", to: columns, indent: indent)
    lines[0] = styled + lines[0].dropFirst(label.count)
    return lines.joined(separator: "\n")
  }

  private func lines(after start: String, to columns: Int?, indent: Int) -> [String] {
    var parts = split(separator: "\n", omittingEmptySubsequences: false)
    let text = parts.isEmpty ? "" : String(parts.removeFirst())
    let indentation = String(repeating: " ", count: indent)
    let rest = parts.map { indentation + $0 }
    guard let width = columns, start.columns + text.columns > width else { return [start + text] + rest }
    var lines = [start]
    var isStart = true
    for word in text.words {
      let line = lines[lines.count - 1]
      let longer = isStart ? line + word : line + " " + word
      // After a wide label, a first word that does not fit moves to the next line.
      let mustStay = isStart && (start.columns <= width / 2 || start.allSatisfy { $0 == " " })
      if mustStay || longer.columns <= width {
        lines[lines.count - 1] = longer
      } else if !word.isEmpty {
        lines[lines.count - 1] = line.trimmingTrailingSpaces
        lines.append(indentation + word)
      }
      isStart = false
    }
    return lines + rest
  }

  /// The parts between spaces, except within quoted commands. An empty part means one more space.
  private var words: [String] {
    var words: [String] = []
    var isInCommand = false
    for part in split(separator: " ", omittingEmptySubsequences: false) {
      if isInCommand {
        words[words.count - 1] += " " + part
      } else {
        words.append(String(part))
        isInCommand = part.hasPrefix("'presetctl")
      }
      if isInCommand, part.dropFirst(part.hasPrefix("'presetctl") ? 1 : 0).contains("'") { isInCommand = false }
    }
    return words
  }

  private var trimmingTrailingSpaces: String {
    String(reversed().drop { $0 == " " }.reversed())
  }

  /// The width of the text on a terminal, in columns.
  var columns: Int {
    unicodeScalars.reduce(0) { $0 + $1.columns }
  }

  /// Returns the text, padded with spaces to a number of columns.
  func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - self.columns))
  }

  /// Returns the text, cut if it is longer than a number of characters.
  func shortened(to length: Int) -> String {
    count > length ? prefix(length - 1) + "…" : self
  }
}

extension Unicode.Scalar {
  /// The width of the character in columns: two for East Asian wide characters and emoji, zero for marks.
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
