/// A piece of an HTML page, made of the markup that stands in the source and of text that is escaped.
///
/// A string does not become HTML but as a literal, or within one, where it is escaped: `"<td>\(name)</td>"` is safe whatever
/// the name is, in attributes in quotation marks too. Forgetting to escape does not compile.
package struct HTML: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// The markup.
  package let markup: String

  package init(stringLiteral markup: String) {
    self.markup = markup
  }

  package init(stringInterpolation: StringInterpolation) {
    markup = stringInterpolation.markup
  }

  /// The pieces of a literal, each escaped unless it is HTML already.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      markup.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) { markup += literal }
    /// Appends text, escaped.
    package mutating func appendInterpolation(_ text: String) { markup += text.escapedForHTML }
    /// Appends a number.
    package mutating func appendInterpolation(_ number: Int) { markup += String(number) }
    /// Appends markup.
    package mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
    /// Appends pieces of markup, one after another.
    package mutating func appendInterpolation(_ pieces: [HTML]) { for piece in pieces { markup += piece.markup } }
  }
}

extension HTML {
  /// Several pieces, with something between them.
  package static func joined(_ pieces: [HTML], by separator: HTML = "") -> HTML {
    HTML(stringLiteral: pieces.map(\.markup).joined(separator: separator.markup))
  }
}

extension String {
  /// The text with everything written as an entity that means something in HTML, and control characters made visible.
  fileprivate var escapedForHTML: String {
    let text = visible
    guard text.utf8.contains(where: { Self.meaningful.contains($0) }) else { return text }
    return text.unicodeScalars.map { scalar in
      switch scalar {
      case "&", "<", ">", "\"", "'", "`": "&#\(scalar.value);"
      default: String(scalar)
      }
    }.joined()
  }

  private static let meaningful = Set("&<>\"'`".utf8)
}
