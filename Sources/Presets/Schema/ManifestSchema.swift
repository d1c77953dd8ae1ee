import OrderedCollections

/// The JSON Schemas (draft 2020-12) of what people write, made from the declarations of the fields: for editors, and for
/// checks that do without this program.
///
/// A schema sees one document after YAML was read. It knows neither what is inherited nor where values came from, so it asks
/// for whole presets only where nothing is inherited.
public enum ManifestSchema: String, CaseIterable, Sendable {
  /// A manifest.
  case manifest
  /// What is laid over one in an environment.
  case overlay

  /// Where the schema of manifests is published.
  public static let address = address(of: "manifest")

  /// The line of a manifest by which editors find its schema, without the `#`.
  public static let modeline = modeline(of: "manifest")

  /// The line by which editors find a schema of a name, without the `#`.
  static func modeline(of name: String) -> String { "yaml-language-server: $schema=\(address(of: name))" }

  private static func address(of name: String) -> String {
    "https://raw.githubusercontent.com/presetctl/presetctl/main/docs/schemas/\(name).schema.json"
  }

  /// The schema.
  public var json: JSON {
    var document: JSON.Object = [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": .string("urn:presetctl:schema:\(rawValue):\(formatVersion)"),
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
    case .manifest: "One preset, or a base that others extend. What no field sets is left alone."
    case .overlay: "What is different in an environment, laid over the manifest of the same name."
    }
  }

  private var properties: JSON.Object {
    let keys = self == .manifest ? ManifestKey.allCases : [.name, .state]
    let sections = PresetSchema.current.root.children.filter { $0.key != "name" }
    return JSON.Object(uniqueKeysWithValues: keys.map { (ExactString($0.rawValue), Self.schema(of: $0)) })
      .merging(sections.map { ($0.key, Self.schema(of: $0.value)) }) { $1 }
  }

  // MARK: Keys beside the fields

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

  /// Names have no control characters, and no white space at either end.
  static let namePattern = #"^[^\s\x00-\x1f\x7f-\x9f]([^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f])?$"#

  // MARK: Fields

  private static func schema(of child: FieldGroup.Child) -> JSON {
    // A base, an overlay and a preset that inherits may drop what a whole preset must have.
    switch child {
    case .field(let field): orUnset(field.schema)
    case .group(let group):
      orUnset([
        "type": "object", "additionalProperties": false,
        "properties": .object(group.children.mapValues { Self.schema(of: $0) }),
      ])
    }
  }

  /// What a schema allows, or `!unset`, which editors that know the tag read as empty text.
  private static func orUnset(_ schema: JSON) -> JSON {
    var members: JSON.Object = ["anyOf": [schema, ["const": "", "description": "Written as !unset: dropped."]]]
    members["description"] = schema["description"]
    members["default"] = schema["default"]
    return .object(members)
  }

  /// Asks for every required field of a group.
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
  /// The schema of the field's value.
  fileprivate var schema: JSON {
    var schema = type.schema
    schema["description"] = .string(meaning + effectSentence)
    // What is suggested for a required field is advice, and no value that the field has when it is left out.
    if let suggested { schema[isRequired ? "examples" : "default"] = isRequired ? [suggested] : suggested }
    return .object(schema)
  }

  private var effectSentence: String {
    let words = effectWords { $0 }
    return words.isEmpty ? "" : " A change \(words)."
  }
}

extension FieldType {
  private static let greatest: JSON = 9_007_199_254_740_991

  /// The schema of a value. Text may be written without quotes where it looks like a number.
  fileprivate var schema: JSON.Object {
    switch self {
    case .boolean: ["type": "boolean"]
    case .number(let bounds): Self.schema("number", bounds)
    case .wholeNumber(let bounds): Self.schema("integer", bounds)
    case .text, .colour: ["type": ["string", "number"], "minLength": 1]
    case .choice(let words): ["enum": .array(words.map(JSON.string))]
    case .webAddress: ["type": "string", "pattern": "^$|^[Hh][Tt][Tt][Pp][Ss]?://[^/?#\\s]"]
    case .wholeNumbers: ["type": ["array", "null"], "items": .object(Self.schema("integer", Bounds()))]
    case .plugins: ["type": "object", "additionalProperties": Self.pluginEntry]
    case .opaque: ["not": ["type": "null"]]
    }
  }

  private static func schema(_ type: String, _ bounds: Bounds) -> JSON.Object {
    [
      "type": .string(type), "minimum": .number(JSON.Number(bounds.minimum)),
      "maximum": bounds.maximum.map { .number(JSON.Number($0)) } ?? greatest,
    ]
  }

  /// An entry of a plugin: its known keys and any others, or the mere text that older documents of the API have.
  private static let pluginEntry: JSON = [
    "type": ["object", "string", "number"],
    "properties": .object(
      JSON.Object(
        uniqueKeysWithValues: PluginEntry.fields.map { field in (field.path.section, .object(field.type.schema)) })),
    "additionalProperties": ["not": ["type": "null"]],
  ]
}
