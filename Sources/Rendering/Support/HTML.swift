import Diagnostics

/// HTML markup in which interpolated text is escaped.
///
/// Only literals become markup. Strings interpolated into a literal are escaped, also within quoted attributes, so code
/// that does not escape text does not compile:
///
/// ```swift
/// let cell: HTML = "<td>\(name)</td>"
/// ```
package struct HTML: Hashable, Sendable, ExpressibleByStringInterpolation {
  package let markup: String

  package init(stringLiteral markup: String) {
    self.markup = markup
  }

  package init(stringInterpolation: StringInterpolation) {
    markup = stringInterpolation.markup
  }

  /// Collects the parts of a literal, and escapes those that are not HTML.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      markup.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) { markup += literal }
    /// Appends escaped text.
    package mutating func appendInterpolation(_ text: String) { markup += text.escapedForHTML }
    package mutating func appendInterpolation(_ number: Int) { markup += String(number) }
    package mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
    package mutating func appendInterpolation(_ pieces: [HTML]) { for piece in pieces { markup += piece.markup } }
  }
}

extension HTML {
  /// Returns pieces of markup, joined by a separator.
  package static func joined(_ pieces: [HTML], by separator: HTML = "") -> HTML {
    HTML(stringLiteral: pieces.map(\.markup).joined(separator: separator.markup))
  }
}

extension String {
  /// The text with HTML's special characters as entities, and control characters made visible.
  fileprivate var escapedForHTML: String {
    let text = visible
    guard text.utf8.contains(where: { Self.special.contains($0) }) else { return text }
    return text.unicodeScalars.map { scalar in
      switch scalar {
      case "&", "<", ">", "\"", "'", "`": "&#\(scalar.value);"
      default: String(scalar)
      }
    }.joined()
  }

  private static let special = Set("&<>\"'`".utf8)
}
