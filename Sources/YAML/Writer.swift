/// Writes YAML as a person would: in blocks indented by two spaces, with quotes only where they are needed, and short lists on
/// one line.
///
/// Whatever is written is read back the same, by this project's `Composer` and by readers of YAML 1.1 and 1.2 that guess
/// types: nothing that any of them takes for a number, a date, a Boolean or null stands without quotes.
public struct Writer {
  /// The most columns of a list on one line.
  private static let longestList = 60
  /// The most characters of a key before its colon. YAML takes 1024; longer ones are marked by `? `.
  private static let longestKey = 1000

  private var text = ""

  /// A text as a scalar, quoted where it has to be.
  /// - Parameter inFlow: Whether it stands within brackets.
  public static func scalar(_ text: String, inFlow: Bool = false) -> String { text.scalar(inFlow: inFlow) }

  /// The text of a document.
  /// - Parameter comment: Lines to stand at the head.
  public static func text(of tree: Tree, comment: [String] = []) -> String {
    var writer = Writer()
    for line in comment { writer.text += line.isEmpty ? "#\n" : "# \(line)\n" }
    if let line = inline(tree) {
      writer.text += line + "\n"
    } else {
      writer.write(tree, indent: 0, isOnItsLine: true)
    }
    return writer.text
  }

  /// Writes a collection in lines.
  /// - Parameter isOnItsLine: Whether the first line still has to be indented; after `- ` it has begun already.
  private mutating func write(_ tree: Tree, indent: Int, isOnItsLine: Bool) {
    let space = String(repeating: " ", count: indent)
    switch tree {
    case .mapping(let members):
      for (index, member) in members.enumerated() {
        // Sections of a document stand apart.
        if indent == 0, index > 0, Self.inline(member.value) == nil { text += "\n" }
        if index > 0 || isOnItsLine { text += space }
        write(member, indent: indent)
      }
    case .sequence(let items):
      for (index, item) in items.enumerated() {
        if index > 0 || isOnItsLine { text += space }
        text += "- "
        if let line = Self.inline(item) {
          text += line + "\n"
        } else {
          write(item, indent: indent + 2, isOnItsLine: false)
        }
      }
    case .plain, .text: break
    }
  }

  private mutating func write(_ member: Tree.Member, indent: Int) {
    let key = member.key.scalar(inFlow: false)
    text +=
      key.unicodeScalars.count > Self.longestKey ? "? \(key)\n\(String(repeating: " ", count: indent)):" : "\(key):"
    if let line = Self.inline(member.value) {
      text += " \(line)\n"
    } else {
      text += "\n"
      write(member.value, indent: indent + 2, isOnItsLine: true)
    }
  }

  /// A value that has room on the line of its key; nil for one that takes lines of its own.
  private static func inline(_ tree: Tree) -> String? {
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

extension Tree {
  /// A scalar as it stands in a list on one line.
  fileprivate var flowScalar: String? {
    switch self {
    case .plain(let word): word
    case .text(let text): text.scalar(inFlow: true)
    case .sequence, .mapping: nil
    }
  }
}
