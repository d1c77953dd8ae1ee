import OrderedCollections

/// A key of the project file, as its schema describes it.
public struct ProjectSetting: Hashable, Sendable {
  /// The keys on the way to it, in which `<name>` stands for any environment: `environments.<name>.protect`.
  public let path: FieldPath
  /// What the key says.
  package let meaning: String
  /// What the key takes.
  package let takes: String

  /// All of them, in the order of the schema. The rules below `lint` are explained for themselves.
  public static let all = settings(below: ProjectSchema.json, at: .root)

  private static func settings(below schema: JSON, at path: FieldPath) -> [ProjectSetting] {
    let children = schema["properties"]?.object ?? [:]
    return children.flatMap { key, child -> [ProjectSetting] in
      let path = path.appending(key)
      let setting = ProjectSetting(
        path: path, meaning: child["description"]?.string ?? "", takes: words(of: child))
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
      return forms.contains { $0["type"] == "array" } ? "text, or a list of texts" : "a whole number, or a percentage"
    }
    return switch schema["type"]?.string {
    case "boolean": "true or false"
    case "integer": "a whole number"
    case "object": "a mapping"
    default: "text"
    }
  }
}
