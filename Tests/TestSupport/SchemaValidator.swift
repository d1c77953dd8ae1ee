package import JSONValue
import OrderedCollections

/// Validates a document against a JSON Schema.
///
/// Supports the keywords that the schemas of this project use and reports any other keyword as a problem.
package struct SchemaValidator {
  /// How to treat members that the schema does not declare.
  package enum Mode: Sendable {
    /// Reports them, so that a published schema must cover all output.
    case published
    /// Allows them, as JSON Schema does.
    case standard
  }

  private static let annotations: Set<ExactString> = [
    "$schema", "$id", "$defs", "title", "description", "default", "examples", "then", "else",
  ]

  private let root: JSON
  private let mode: Mode

  package init(_ schema: JSON, _ mode: Mode = .published) {
    root = schema
    self.mode = mode
  }

  /// Returns all violations of the schema.
  package func problems(of document: JSON) -> [String] {
    problems(of: document, root, at: "$")
  }

  private func problems(of value: JSON, _ schema: JSON, at path: String) -> [String] {
    if let isAllowed = schema.bool { return isAllowed ? [] : ["\(path) is not allowed"] }
    return (schema.object ?? [:]).flatMap { keyword, argument -> [String] in
      switch keyword.text {
      case "type":
        (argument.array ?? [argument]).contains { matches(value, $0.string ?? "") }
          ? [] : ["\(path) is not of type \(argument.text())"]
      case "const": value == argument ? [] : ["\(path) is not \(argument.text())"]
      case "enum": argument.array?.contains(value) == true ? [] : ["\(path) is not one of \(argument.text())"]
      case "minimum": value.double.map { $0 < argument.double ?? 0 } == true ? ["\(path) is too small"] : []
      case "maximum": value.double.map { $0 > argument.double ?? 0 } == true ? ["\(path) is too large"] : []
      case "minLength":
        value.string.map { $0.unicodeScalars.count < argument.int ?? 0 } == true ? ["\(path) is too short"] : []
      case "pattern":
        value.string.map { matchesPattern($0, argument.string ?? "") } == false
          ? ["\(path) does not match \(argument.text())"] : []
      case "properties":
        (value.object ?? [:]).flatMap { member in
          argument[member.key].map { problems(of: member.value, $0, at: "\(path).\(member.key)") }
            ?? (argument.object?.isEmpty == true || mode == .standard
              ? [] : ["\(path).\(member.key) is not declared"])
        }
      case "required" where value.object != nil:
        (argument.array ?? []).compactMap { key in
          value[ExactString(key.string ?? "")] == nil ? "\(path) has no \(key.text())" : nil
        }
      case "additionalProperties":
        (value.object ?? [:]).filter { schema["properties"]?[$0.key] == nil }
          .flatMap { problems(of: $0.value, argument, at: "\(path).\($0.key)") }
      case "propertyNames":
        (value.object ?? [:]).keys.flatMap { problems(of: .string($0.text), argument, at: "\(path).\($0)") }
      case "items":
        (value.array ?? []).enumerated().flatMap { problems(of: $1, argument, at: "\(path)[\($0)]") }
      case "anyOf": anyOf(value, argument.array ?? [], path)
      case "allOf": (argument.array ?? []).flatMap { problems(of: value, $0, at: path) }
      case "not": problems(of: value, argument, at: path).isEmpty ? ["\(path) is not allowed"] : []
      case "if":
        (problems(of: value, argument, at: path).isEmpty ? schema["then"] : schema["else"])
          .map { problems(of: value, $0, at: path) } ?? []
      case "$ref": problems(of: value, definition(argument), at: path)
      case "required": []
      default: Self.annotations.contains(keyword) ? [] : ["the schema has the unknown keyword '\(keyword)'"]
      }
    }
  }

  private func anyOf(_ value: JSON, _ schemas: [JSON], _ path: String) -> [String] {
    let results = schemas.map { problems(of: value, $0, at: path) }
    return results.contains(where: \.isEmpty) ? [] : results.min { $0.count < $1.count } ?? []
  }

  private func definition(_ reference: JSON) -> JSON {
    let name = reference.string?.split(separator: "/").last.map(String.init) ?? ""
    return root["$defs"]?[ExactString(name)] ?? ["enum": []]
  }

  private func matches(_ value: JSON, _ type: String) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("number", .number), ("boolean", .bool),
      ("null", .null):
      true
    case ("integer", .number(let number)): number.isWhole
    default: false
    }
  }

  private func matchesPattern(_ text: String, _ pattern: String) -> Bool {
    (try? Regex(pattern)).map { text.contains($0) } ?? false
  }
}
