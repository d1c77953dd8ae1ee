package import JSONValue
import Manifests
import OrderedCollections
import Schema

extension Explanation {
  /// The explanation as a JSON document.
  package var json: JSON {
    let (kind, name): (String, String?) =
      switch subject {
      case .manifest: ("manifest", nil)
      case .key(let key): ("key", key.rawValue)
      case .group(let path): ("group", path.description)
      case .field(let path): ("field", path.description)
      case .rule(let rule): ("rule", rule.id)
      case .setting(let setting): ("setting", setting.path.description)
      }
    return JSON.document(
      kind: "explanation",
      [
        "subject": ["kind": .string(kind), "name": JSON(name)],
        "keys": .array(
          keys.map {
            ["key": .string($0.rawValue), "takes": .string($0.acceptedValues), "meaning": .string($0.meaning)]
          }),
        "fields": .array(fields.map(\.json)),
        "rules": .array(rules.map(\.json)),
        "settings": .array(
          settings.map {
            ["key": .string($0.path.description), "takes": .string($0.acceptedValues), "meaning": .string($0.meaning)]
          }),
      ])
  }
}

extension LintRule {
  /// The rule as JSON.
  fileprivate var json: JSON {
    [
      "rule": .string(id), "level": .string(level.rawValue), "title": .string(title),
      "fields": .array(fields.map { .string($0.description) }), "reason": .string(reason),
      "bad": .string(failingExample), "good": .string(passingExample),
    ]
  }
}

extension FieldDeclaration {
  /// The field as JSON.
  fileprivate var json: JSON {
    [
      "field": .string(path.description), "takes": .string(acceptedValues { $0 }),
      "choices": type.choices.isEmpty ? .null : .array(type.choices.map(JSON.string)),
      "minimum": type.bounds.map { .number(JSON.Number($0.minimum)) } ?? .null,
      "maximum": type.bounds?.maximum.map { .number(JSON.Number($0)) } ?? .null,
      "required": .bool(isRequired), "suggested": suggested ?? .null,
      "effect": .array(effects.map { .string($0.rawValue) }), "meaning": .string(meaning),
    ]
  }
}

extension DocumentSchema {
  static let explanation = DocumentSchema(
    "explanation", "An explanation of keys, fields, lint rules, or settings.",
    [
      "subject": object(
        [
          "kind": [
            "enum": ["manifest", "key", "group", "field", "rule", "setting"], "description": "The kind of subject.",
          ],
          "name": nullable(text("The name of the subject; null for a whole manifest.")),
        ], description: "The subject of the explanation."),
      "keys": list(key("A manifest key that is not a field.")),
      "settings": list(key("A setting of the project file.")),
      "fields": list(
        object(
          [
            "field": text("The field's path."), "takes": text("The accepted values."),
            "choices": nullable(list(text("An accepted value."))),
            "minimum": nullable(["type": "integer"]), "maximum": nullable(["type": "integer"]),
            "required": ["type": "boolean", "description": "Whether the API requires the field on create."],
            "suggested": ["description": "A suggested value; for optional fields, the server's default."],
            "effect": list(choice(Effect.self, "A possible effect of a change.")),
            "meaning": text("The meaning of the field."),
          ], description: "A field.")),
      "rules": list(
        object(
          [
            "rule": text("The rule's id."),
            "level": choice(LintLevel.self, "The default severity."),
            "title": text("What the rule requires."),
            "fields": list(text("A field or group of fields that the rule checks.")),
            "reason": text("Why the rule exists."),
            "bad": text("YAML that fails the rule."),
            "good": text("YAML that passes the rule."),
          ], description: "A lint rule.")),
    ])

  private static func key(_ description: String) -> JSON {
    object(
      [
        "key": text("The key."), "takes": text("The accepted values."), "meaning": text("The meaning of the key."),
      ], description: description)
  }
}
