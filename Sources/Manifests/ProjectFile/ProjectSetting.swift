import JSONValue
import OrderedCollections
package import Schema

/// A key of the project file, taken from its schema.
package struct ProjectSetting: Hashable, Sendable {
  /// The path of the key; `<name>` is the name of an environment: `environments.<name>.protect`.
  package let path: FieldPath
  /// The meaning of the key.
  package let meaning: String
  /// The values that the key accepts.
  package let acceptedValues: String

  /// All keys in schema order, except the lint rules below `lint`, which have explanations of their own.
  package static let all = settings(below: ProjectSchema.json, at: .root)

  private static func settings(below schema: JSON, at path: FieldPath) -> [ProjectSetting] {
    let children = schema["properties"]?.object ?? [:]
    return children.flatMap { key, child -> [ProjectSetting] in
      let path = path.appending(key)
      let setting = ProjectSetting(
        path: path, meaning: child["description"]?.string ?? "", acceptedValues: words(of: child))
      guard key != "lint" else { return [setting] }
      let named = child["additionalProperties"]?.object.map {
        settings(below: .object($0), at: path.appending("<name>"))
      }
      return [setting] + settings(below: child, at: path) + (named ?? [])
    }
  }

  private static func words(of schema: JSON) -> String {
    if let value = schema["const"] { return value.text() }
    if let choices = schema["enum"]?.array { return choices.compactMap(\.string).joined(separator: ", ") }
    if let forms = schema["anyOf"]?.array {
      return forms.contains { $0["type"] == "array" } ? "text or a list of texts" : "a whole number or a percentage"
    }
    return switch schema["type"]?.string {
    case "boolean": "true or false"
    case "integer": "a whole number"
    case "object": "a mapping"
    default: "text"
    }
  }
}
