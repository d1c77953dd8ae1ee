import Crypto
import OrderedCollections

extension Plan {
  /// The plan as its JSON document.
  ///
  /// Members are sorted when the document is written, and nothing in it depends on when, where or in what order it was made.
  public var json: JSON {
    let members: JSON.Object = [
      "tool_version": .string(toolVersion),
      "environment": environment.json,
      "operations": .array(operations.map(\.json)),
      "unmanaged": .array(unmanaged.map { .string($0.text) }),
      "prunable": [],
      "warnings": .array(warnings.map { $0.json() }),
      "summary": summary.json,
    ]
    return JSON.document(kind: "plan", members).digested
  }
}

extension JSON {
  /// The document with the member `digest`: the SHA-256 of its canonical text without it.
  fileprivate var digested: JSON {
    guard var members = object else { return self }
    let digest = SHA256.hash(data: Array(text(.canonical).utf8))
    let hexadecimal = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    members["digest"] = .string("sha256:" + hexadecimal)
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
      "changes": .array(changes.map(\.json)),
    ]
    if let previousName { members["previous_name"] = .string(previousName.text) }
    return .object(members)
  }
}

extension FieldChange {
  /// The change as JSON; null stands for a field that is absent.
  var json: JSON {
    [
      "field": .string(field.description),
      "before": before ?? .null,
      "after": after ?? .null,
      "effect": .array(effects.map { .string($0.rawValue) }),
      "origin": JSON(origin?.rawValue),
      "location": location?.json ?? .null,
    ]
  }
}

extension Plan.Summary {
  /// The numbers as JSON.
  var json: JSON {
    func number(_ value: Int) -> JSON { .number(JSON.Number(value)) }
    return [
      "create": number(create), "update": number(update), "rename": number(rename),
      "delete": number(delete), "blocked": number(blocked), "unchanged": number(unchanged),
      "unmanaged": number(unmanaged), "changes": number(changes), "intent": number(intent),
      "drift": number(drift), "widens": number(widens),
    ]
  }
}
