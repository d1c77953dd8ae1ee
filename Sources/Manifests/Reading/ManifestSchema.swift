import Diagnostics
package import JSONValue
import OrderedCollections
import Schema

/// The JSON Schemas (draft 2020-12) of manifests and overlays for editors, generated from the declarations of the
/// fields.
///
/// A schema covers one document after YAML is parsed. It does not know inherited fields, so it requires a complete
/// preset only if the document has no bases.
package enum ManifestSchema: String, CaseIterable, Sendable {
  case manifest
  case overlay

  /// The URL of the published schema of manifests.
  package static let address = address(of: "manifest")

  /// The comment that lets editors find the schema of a manifest, without the `#`.
  package static let modeline = modeline(of: "manifest")

  /// Returns the comment that lets editors find a schema, without the `#`.
  package static func modeline(of name: String) -> String { "yaml-language-server: $schema=\(address(of: name))" }

  private static func address(of name: String) -> String {
    "https://raw.githubusercontent.com/presetctl/presetctl/main/docs/schemas/\(name).schema.json"
  }

  package var json: JSON {
    var document: JSON.Object = [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": .string("urn:presetctl:schema:\(rawValue):\(Version.format)"),
      "title": .string("presetctl \(rawValue)"), "description": .string(title), "type": "object",
      "required": ["name"], "additionalProperties": false, "properties": .object(properties),
    ]
    let absent: JSON = [
      "if": ["required": ["state"]], "then": ["propertyNames": ["enum": ["name", "state"]]],
    ]
    let whole: JSON = [
      "if": [
        "anyOf": [
          ["required": ["extends"]], ["required": ["state"]],
          ["required": ["abstract"], "properties": ["abstract": ["const": true]]],
        ]
      ],
      "else": Self.completeness(PresetSchema.current.root),
    ]
    document["allOf"] = self == .manifest ? [absent, whole] : [absent]
    return .object(document)
  }

  private var title: String {
    switch self {
    case .manifest: "A preset, or a base for others. Fields that are not set are unmanaged."
    case .overlay: "Fields that override the manifest of the same name in an environment."
    }
  }

  private var properties: JSON.Object {
    let keys = self == .manifest ? ManifestKey.allCases : [.name, .state]
    let sections = PresetSchema.current.root.children.filter { $0.key != "name" }
    return JSON.Object(uniqueKeysWithValues: keys.map { (ExactString($0.rawValue), Self.schema(of: $0)) })
      .merging(sections.map { ($0.key, Self.schema(of: $0.value)) }) { $1 }
  }

  // MARK: Keys that are not fields

  private static func schema(of key: ManifestKey) -> JSON {
    let name: JSON = ["type": ["string", "number"], "pattern": .string(namePattern)]
    let names: JSON.Object = ["anyOf": [name, ["type": "array", "items": name]]]
    let schema: JSON.Object =
      switch key {
      case .name: name.object ?? [:]
      case .extends, .previously: names
      case .abstract: ["type": "boolean"]
      case .state: ["const": "absent"]
      case .ignoreChanges:
        [
          "anyOf": [
            ["type": "string", "minLength": 1], ["type": "array", "items": ["type": "string", "minLength": 1]],
          ]
        ]
      }
    return .object(schema.merging(["description": .string(key.meaning)]) { $1 })
  }

  /// The pattern of names, which have no control characters and no leading or trailing white space.
  static let namePattern = #"^[^\s\x00-\x1f\x7f-\x9f]([^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f])?$"#

  // MARK: Fields

  private static func schema(of child: FieldGroup.Child) -> JSON {
    // `!unset` is allowed for required fields too, because bases, overlays, and children may drop them.
    switch child {
    case .field(let field): orUnset(field.schema)
    case .group(let group):
      orUnset([
        "type": "object", "additionalProperties": false,
        "properties": .object(group.children.mapValues { Self.schema(of: $0) }),
      ])
    }
  }

  /// Returns a schema that also accepts `!unset`, which editors that know the tag read as empty text.
  private static func orUnset(_ schema: JSON) -> JSON {
    let unset: JSON = ["const": "", "description": "Written as !unset: drops an inherited value."]
    var members: JSON.Object = ["anyOf": [schema, unset]]
    members["description"] = schema["description"]
    members["default"] = schema["default"]
    return .object(members)
  }

  /// Returns a schema that requires every required field of a group.
  private static func completeness(_ group: FieldGroup) -> JSON {
    var required: [JSON] = []
    var groups: JSON.Object = [:]
    for (key, child) in group.children {
      switch child {
      case .field(let field): if field.isRequired { required.append(.string(key.text)) }
      case .group(let child) where child.allFields.contains(where: \.isRequired):
        required.append(.string(key.text))
        groups[key] = completeness(child)
      case .group: break
      }
    }
    return groups.isEmpty
      ? ["required": .array(required)] : ["required": .array(required), "properties": .object(groups)]
  }
}

extension FieldDeclaration {
  fileprivate var schema: JSON {
    var schema = type.jsonSchema
    schema["description"] = .string(meaning + effectSentence)
    // The suggested value of a required field is an example, because the field has no default.
    if let suggested { schema[isRequired ? "examples" : "default"] = isRequired ? [suggested] : suggested }
    return .object(schema)
  }

  private var effectSentence: String {
    let words = effectDescription { $0 }
    return words.isEmpty ? "" : " Effect: \(words)."
  }
}
