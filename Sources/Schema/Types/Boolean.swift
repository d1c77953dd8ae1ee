import Diagnostics
package import JSONValue
import OrderedCollections

extension FieldType {
  /// `true` or `false`; other spellings such as `yes` are errors.
  package static let boolean = FieldType(
    "boolean", .boolean, expected: "true or false", sample: false, example: "false",
    jsonSchema: { ["type": "boolean"] },
    hint: { found in
      found.scalarText.flatMap { text in
        switch text.lowercased() {
        case "yes", "y", "on", "true", "1": "write true"
        case "no", "n", "off", "false", "0": "write false"
        default: Suggestion.nearest(to: text, among: ["true", "false"]).map { "write \($0)" }
        }
      }
    },
    violation: { $0.bool == nil ? .wrongType : nil })
}

extension Bool: FieldValue {
  package static var fieldType: FieldType { .boolean }
  package static var ranking: [[Bool]] { [[false], [true]] }

  package init?(json: JSON) {
    guard let value = json.bool else { return nil }
    self = value
  }

  package var json: JSON { .bool(self) }
}
