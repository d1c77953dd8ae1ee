import OrderedCollections

extension Plan {
  /// The plan as its JSON document: what is printed, what is saved, and what `Plan(document:)` reads again.
  ///
  /// Members are sorted when the document is written, and nothing in it depends on when, where or in what order it was made.
  public var json: JSON {
    let observed = observed.sorted { $0.key < $1.key }.map { (ExactString($0.key), JSON.object($0.value.document)) }
    var members: JSON.Object = [
      "tool_version": .string(toolVersion),
      "environment": environment.json,
      "base": base.map { ["reference": .string($0.reference), "commit": JSON($0.commit)] } ?? .null,
      "operations": .array(operations.map(\.json)),
      "unmanaged": .array(unmanaged.map { .string($0.text) }),
      "prunable": .array(prunable.map { .string($0.text) }),
      "warnings": .array(warnings.map { $0.json() }),
      "summary": .object(summary.members),
      "observed": .object(JSON.Object(uniqueKeysWithValues: observed)),
    ]
    if let restores { members["restores"] = .string(restores) }
    return JSON.document(kind: "plan", members).signed
  }
}

extension JSON {
  /// What a document's member `digest` says: the SHA-256 of its canonical text without that member.
  var digest: String {
    var members = object ?? [:]
    members["digest"] = nil
    return "sha256:" + JSON.object(members).text(.canonical).sha256
  }

  /// The document with its digest.
  var signed: JSON {
    var members = object ?? [:]
    members["digest"] = .string(digest)
    return .object(members)
  }
}

extension Operation {
  /// The operation as JSON.
  var json: JSON {
    var members: JSON.Object = [
      "action": .string(action.rawValue),
      "name": .string(name.text),
      "id": JSON(id),
      "location": location?.json ?? .null,
      "blocked": blocked.map { ["reason": .string($0.reason.rawValue), "message": .string($0.message)] } ?? .null,
      "origin": JSON(origin?.rawValue),
      "changes": .array(changes.map(\.json)),
    ]
    if let previousName { members["previous_name"] = .string(previousName.text) }
    return .object(members)
  }
}

extension FieldChange {
  /// The change as JSON; null stands for a field that is absent, and `unset` tells a removal from a wanted null.
  var json: JSON {
    var members: JSON.Object = [
      "field": .string(field.description),
      "before": before ?? .null,
      "after": after ?? .null,
      "effect": .array(effects.map { .string($0.rawValue) }),
      "origin": JSON(origin?.rawValue),
      "location": location?.json ?? .null,
    ]
    if after == nil { members["unset"] = true }
    if FieldPath(field.description) != field { members["path"] = .array(field.components.map { .string($0.text) }) }
    return .object(members)
  }
}

extension Plan.Summary {
  /// The numbers as the members of an object.
  var members: JSON.Object {
    let numbers: [(ExactString, Int)] = [
      ("create", create), ("update", update), ("rename", rename), ("delete", delete), ("blocked", blocked),
      ("unchanged", unchanged), ("unmanaged", unmanaged), ("changes", changes), ("intent", intent), ("drift", drift),
      ("widens", widens),
    ]
    return JSON.Object(uniqueKeysWithValues: numbers.map { ($0, .number(JSON.Number($1))) })
  }
}
