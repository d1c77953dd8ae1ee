import OrderedCollections

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
            ["key": .string($0.rawValue), "takes": .string($0.takes), "meaning": .string($0.meaning)]
          }),
        "fields": .array(fields.map(\.json)),
        "rules": .array(rules.map(\.json)),
        "settings": .array(
          settings.map {
            ["key": .string($0.path.description), "takes": .string($0.takes), "meaning": .string($0.meaning)]
          }),
      ])
  }
}

extension LintRule {
  /// What is known of the rule, as JSON.
  fileprivate var json: JSON {
    [
      "rule": .string(id), "level": .string(level.rawValue), "title": .string(title),
      "fields": .array(fields.map { .string($0.description) }), "reason": .string(reason),
      "bad": .string(bad), "good": .string(good),
    ]
  }
}

extension FieldDeclaration {
  /// What is known of the field, as JSON.
  fileprivate var json: JSON {
    let bounds: FieldType.Bounds? =
      switch type {
      case .number(let bounds), .wholeNumber(let bounds): bounds
      default: nil
      }
    let choices: [String]? = if case .choice(let words) = type { words } else { nil }
    return [
      "field": .string(path.description), "takes": .string(takes { $0 }),
      "choices": choices.map { .array($0.map(JSON.string)) } ?? .null,
      "minimum": bounds.map { .number(JSON.Number($0.minimum)) } ?? .null,
      "maximum": bounds?.maximum.map { .number(JSON.Number($0)) } ?? .null,
      "required": .bool(isRequired), "suggested": suggested ?? .null,
      "effect": .array(effects.map { .string($0.rawValue) }), "meaning": .string(meaning),
    ]
  }
}
