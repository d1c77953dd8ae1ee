package import JSONValue
import OrderedCollections

extension FieldType {
  /// Text that is not empty.
  package static let text = textual(
    "text", expected: "text", sample: "sample", example: "Inter",
    jsonSchema: { ["type": ["string", "number"], "minLength": 1] })

  /// A type of text that is not empty.
  static func textual(
    _ name: String, expected: String, choices: [String] = [], sample: JSON, example: String,
    description: (@Sendable (_ quoted: (String) -> String) -> String)? = nil,
    jsonSchema: @escaping @Sendable () -> JSON.Object, normalize: @escaping @Sendable (JSON?) -> JSON? = { $0 },
    hintForNothing: String? = nil, check: @escaping @Sendable (String) -> Violation? = { _ in nil }
  ) -> FieldType {
    FieldType(
      name, .text, expected: expected, choices: choices, sample: sample, example: example, description: description,
      jsonSchema: jsonSchema, normalize: normalize,
      hint: { found in
        switch found {
        case .plain(let text): "put it in quotes: \"\(text)\""
        case .nothing: hintForNothing
        case .text, .mapping, .list: nil
        }
      },
      violation: { value in
        guard let text = value.string else { return .wrongType }
        return text.isEmpty ? .invalid("the text is empty") : check(text)
      })
  }
}

extension String: FieldValue {
  package static var fieldType: FieldType { .text }

  package init?(json: JSON) {
    guard let value = json.string else { return nil }
    self = value
  }

  package var json: JSON { .string(self) }
}
