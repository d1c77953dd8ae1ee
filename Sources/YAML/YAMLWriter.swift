/// Writes YAML in block style, indented by two spaces, with short lists on one line and quotes only where they are
/// needed.
///
/// `Composer` and other readers of YAML 1.1 and 1.2 read the same value back: text that any of them could read as a
/// number, a date, a Boolean, or null is quoted.
package struct YAMLWriter {
  /// The maximum width of a list on one line.
  private static let longestList = 60
  /// The maximum length of a simple key. YAML allows 1024 characters; longer keys are written after `? `.
  private static let longestKey = 1000

  private var text = ""

  /// Returns a text as a scalar, quoted if necessary.
  /// - Parameter inFlow: Whether the scalar is inside brackets.
  package static func scalar(_ text: String, inFlow: Bool = false) -> String { text.scalar(inFlow: inFlow) }

  /// Returns a document as text.
  /// - Parameter comment: The lines of a comment at the start of the document.
  package static func text(of tree: YAMLValue, comment: [String] = []) -> String {
    var writer = YAMLWriter()
    for line in comment { writer.text += line.isEmpty ? "#\n" : "# \(line)\n" }
    if let line = inline(tree) {
      writer.text += line + "\n"
    } else {
      writer.write(tree, indent: 0, isOnNewLine: true)
    }
    return writer.text
  }

  /// Writes a collection in block style.
  /// - Parameter isOnNewLine: Whether the collection starts on a new line, not after `- `.
  private mutating func write(_ tree: YAMLValue, indent: Int, isOnNewLine: Bool) {
    let space = String(repeating: " ", count: indent)
    switch tree {
    case .mapping(let members):
      for (index, member) in members.enumerated() {
        // A blank line separates the sections of a document.
        if indent == 0, index > 0, Self.inline(member.value) == nil { text += "\n" }
        if index > 0 || isOnNewLine { text += space }
        write(member, indent: indent)
      }
    case .sequence(let items):
      for (index, item) in items.enumerated() {
        if index > 0 || isOnNewLine { text += space }
        text += "- "
        if let line = Self.inline(item) {
          text += line + "\n"
        } else {
          write(item, indent: indent + 2, isOnNewLine: false)
        }
      }
    case .plain, .text: break
    }
  }

  private mutating func write(_ member: YAMLValue.Member, indent: Int) {
    let key = member.key.scalar(inFlow: false)
    text +=
      key.unicodeScalars.count > Self.longestKey ? "? \(key)\n\(String(repeating: " ", count: indent)):" : "\(key):"
    if let line = Self.inline(member.value) {
      text += " \(line)\n"
    } else {
      text += "\n"
      write(member.value, indent: indent + 2, isOnNewLine: true)
    }
  }

  /// Returns a value that fits on the line of its key; nil for a value that needs lines of its own.
  private static func inline(_ tree: YAMLValue) -> String? {
    switch tree {
    case .plain(let word): return word
    case .text(let text): return text.scalar(inFlow: false)
    case .mapping(let members): return members.isEmpty ? "{}" : nil
    case .sequence(let items):
      let words = items.compactMap(\.flowScalar)
      guard words.count == items.count else { return nil }
      let list = "[\(words.joined(separator: ", "))]"
      return list.count <= longestList ? list : nil
    }
  }
}

extension YAMLValue {
  /// The scalar inside a list on one line; nil for a collection.
  fileprivate var flowScalar: String? {
    switch self {
    case .plain(let word): word
    case .text(let text): text.scalar(inFlow: true)
    case .sequence, .mapping: nil
    }
  }
}
