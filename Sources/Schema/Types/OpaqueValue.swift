package import JSONValue
import OrderedCollections

extension FieldType {
  /// Any value but null, compared as a whole.
  package static let opaque = FieldType(
    "any", .any, expected: "a value", sample: [:], example: "{enabled: true}",
    description: { _ in "anything, compared as a whole" }, jsonSchema: { ["not": ["type": "null"]] },
    violation: { $0 == .null ? .wrongType : nil })
}

extension JSON: FieldValue {
  package static var fieldType: FieldType { .opaque }

  package init?(json: JSON) {
    self = json
  }

  package var json: JSON { self }
}
