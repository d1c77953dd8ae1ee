package import Diagnostics

/// Escapes text for Markdown and for the HTML that is rendered from it.
///
/// Text from manifests or the API is shown within `<code>`, where GitHub and GitLab do not look for mentions,
/// references, or emoji. Special characters are written as entities.
package enum MarkdownText {
  /// The maximum number of characters that are shown of a value.
  package static let longestText = 120

  /// Returns text as inline code.
  package static func code(_ text: String, length: Int = longestText) -> String {
    "<code>\(escaped(text.shortened(to: length)))</code>"
  }

  /// Returns a sentence that may quote foreign text. If it could contain a mention or reference, it is shown as code.
  package static func prose(_ text: String) -> String {
    let sentence = escaped(text.shortened(to: 8 * longestText))
    return text.contains(where: "@#!~%$&^".contains) ? "<code>\(sentence)</code>" : sentence
  }

  /// Returns preformatted lines.
  package static func block(_ lines: [String]) -> String {
    "<pre>\(lines.map(escaped).joined(separator: "\n"))</pre>"
  }

  /// Returns a location as `file:line`, or nothing.
  package static func location(_ location: Location?) -> String {
    location.map { code("\($0.file):\($0.line)") } ?? ""
  }

  /// Returns the first line of a document, by which a CI job finds its earlier comment.
  /// - Parameters:
  ///   - kind: The kind of document: `plan`, `report`, or `validation`.
  ///   - environment: The environment's name.
  package static func marker(_ kind: String, _ environment: String) -> String {
    "<!-- presetctl:\(kind):\(environment.percentEncoded(allowing: "-_.")) -->"
  }

  private static func escaped(_ text: String) -> String {
    let scalars = Array(text.visible.unicodeScalars)
    return scalars.indices.map { index -> String in
      let scalar = scalars[index]
      switch scalar {
      case "&", "<", ">", "|", "`", "*", "[", "]", "~", "#", "@", "\\", "$":
        return "&#\(scalar.value);"
      // Between letters and digits, an underscore is not markup.
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
