/// Makes text harmless in Markdown and in the HTML that pages make of it.
///
/// Whatever comes from manifests or the API stands within `<code>`, where pages look for no mentions, references or emoji,
/// and has every character that means something written as an entity.
package enum MarkdownText {
  /// The most characters of a value that are shown.
  package static let longestText = 120

  /// A text as code, in one line.
  package static func code(_ text: String, length: Int = longestText) -> String {
    "<code>\(escaped(text.shortened(to: length)))</code>"
  }

  /// A sentence, which may quote what is not ours. Where that could mention or refer to something, all of it stands as code.
  package static func prose(_ text: String) -> String {
    let sentence = escaped(text.shortened(to: 8 * longestText))
    return text.contains(where: "@#!~%$&^".contains) ? "<code>\(sentence)</code>" : sentence
  }

  /// Lines as they are.
  package static func block(_ lines: [String]) -> String {
    "<pre>\(lines.map(escaped).joined(separator: "\n"))</pre>"
  }

  /// A place in a file.
  package static func place(_ location: Location?) -> String {
    location.map { code("\($0.file):\($0.line)") } ?? ""
  }

  /// The first line of a document, by which a wrapper finds the comment that it wrote before.
  /// - Parameters:
  ///   - kind: What the document is: `plan`, `report` or `validation`.
  ///   - environment: The environment's name.
  package static func marker(_ kind: String, _ environment: String) -> String {
    "<!-- presetctl:\(kind):\(environment.percentEncoded(keeping: "-_.")) -->"
  }

  private static func escaped(_ text: String) -> String {
    let scalars = Array(text.visible.unicodeScalars)
    return scalars.indices.map { index -> String in
      let scalar = scalars[index]
      switch scalar {
      case "&", "<", ">", "|", "`", "*", "[", "]", "~", "#", "@", "\\", "$":
        return "&#\(scalar.value);"
      // Between letters and digits it is only a part of a word.
      case "_" where !(isWord(scalars, index - 1) && isWord(scalars, index + 1)): return "&#95;"
      case ":" where index + 1 < scalars.count && [":", "/"].contains(scalars[index + 1]): return "&#58;"
      default: return String(scalar)
      }
    }.joined()
  }

  private static func isWord(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard scalars.indices.contains(index) else { return false }
    return scalars[index].properties.isAlphabetic || scalars[index].properties.numericType != nil
  }
}
