import OrderedCollections
package import Presets

/// Checks a document against a JSON Schema, as far as this project's schemas go.
///
/// A keyword that it does not know is a problem.
package struct SchemaValidator {
  /// How members are taken that no schema declares.
  package enum Mode: Sendable {
    /// As problems: what is published must say all that is printed.
    case published
    /// As JSON Schema takes them.
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

  /// Everything in which a document differs from the schema.
  package func problems(of document: JSON) -> [String] {
    problems(of: document, root, at: "$")
  }

  private func problems(of value: JSON, _ schema: JSON, at place: String) -> [String] {
    if let isAllowed = schema.bool { return isAllowed ? [] : ["\(place) has no place"] }
    return (schema.object ?? [:]).flatMap { keyword, argument -> [String] in
      switch keyword.text {
      case "type":
        (argument.array ?? [argument]).contains { matches(value, $0.string ?? "") }
          ? [] : ["\(place) is no \(argument.text())"]
      case "const": value == argument ? [] : ["\(place) is not \(argument.text())"]
      case "enum": argument.array?.contains(value) == true ? [] : ["\(place) is none of \(argument.text())"]
      case "minimum": value.double.map { $0 < argument.double ?? 0 } == true ? ["\(place) is too small"] : []
      case "maximum": value.double.map { $0 > argument.double ?? 0 } == true ? ["\(place) is too great"] : []
      case "minLength":
        value.string.map { $0.unicodeScalars.count < argument.int ?? 0 } == true ? ["\(place) is too short"] : []
      case "pattern":
        value.string.map { fits($0, argument.string ?? "") } == false
          ? ["\(place) does not fit \(argument.text())"] : []
      case "properties":
        (value.object ?? [:]).flatMap { member in
          argument[member.key].map { problems(of: member.value, $0, at: "\(place).\(member.key)") }
            ?? (argument.object?.isEmpty == true || mode == .standard
              ? [] : ["\(place).\(member.key) is not declared"])
        }
      case "required" where value.object != nil:
        (argument.array ?? []).compactMap { key in
          value[ExactString(key.string ?? "")] == nil ? "\(place) has no \(key.text())" : nil
        }
      case "additionalProperties":
        (value.object ?? [:]).filter { schema["properties"]?[$0.key] == nil }
          .flatMap { problems(of: $0.value, argument, at: "\(place).\($0.key)") }
      case "propertyNames":
        (value.object ?? [:]).keys.flatMap { problems(of: .string($0.text), argument, at: "\(place).\($0)") }
      case "items":
        (value.array ?? []).enumerated().flatMap { problems(of: $1, argument, at: "\(place)[\($0)]") }
      case "anyOf": anyOf(value, argument.array ?? [], place)
      case "allOf": (argument.array ?? []).flatMap { problems(of: value, $0, at: place) }
      case "not": problems(of: value, argument, at: place).isEmpty ? ["\(place) has no place"] : []
      case "if":
        (problems(of: value, argument, at: place).isEmpty ? schema["then"] : schema["else"])
          .map { problems(of: value, $0, at: place) } ?? []
      case "$ref": problems(of: value, definition(argument), at: place)
      case "required": []
      default: Self.annotations.contains(keyword) ? [] : ["the schema has the unknown keyword '\(keyword)'"]
      }
    }
  }

  private func anyOf(_ value: JSON, _ schemas: [JSON], _ place: String) -> [String] {
    let results = schemas.map { problems(of: value, $0, at: place) }
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

  private func fits(_ text: String, _ pattern: String) -> Bool {
    (try? Regex(pattern)).map { text.contains($0) } ?? false
  }
}
