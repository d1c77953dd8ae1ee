package import JSONValue
import OrderedCollections

extension FieldType {
  /// A color, compared without regard to case. The API accepts any text; the lint rule `invalid-color` is stricter.
  package static let color = textual(
    "color", expected: "a color", sample: "#000000", example: "\"#2160FD\"",
    description: { quoted in "a color, \(quoted("#rgb")) or \(quoted("#rrggbb"))" },
    jsonSchema: { ["type": ["string", "number"], "minLength": 1] },
    normalize: { value in value?.string.map { .string($0.lowercased()) } ?? value },
    hintForNothing: "quote a value that starts with '#': YAML reads it as a comment otherwise")
}

/// A color, written `#rgb` or `#rrggbb`; the API accepts any text.
package struct Color: FieldValue, ExpressibleByStringLiteral {
  package static var fieldType: FieldType { .color }

  /// The color in its original spelling.
  package let text: String

  package init(stringLiteral text: String) {
    self.text = text
  }

  package init?(json: JSON) {
    guard let text = json.string else { return nil }
    self.text = text
  }

  package var json: JSON { .string(text) }

  /// The color on screen; nil for text that is not a color.
  package var rgb: RGB? { RGB(text) }
}
