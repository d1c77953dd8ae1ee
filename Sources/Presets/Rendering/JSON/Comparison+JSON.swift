import OrderedCollections

extension Comparison {
  /// The comparison as a JSON document, its operations like those of a plan.
  package var json: JSON {
    func count(_ action: Operation.Action) -> JSON { .number(JSON.Number(operations.count { $0.action == action })) }
    func count(_ isCounted: (FieldChange) -> Bool) -> JSON { .number(JSON.Number(changes.count(where: isCounted))) }
    return JSON.document(
      kind: "comparison",
      [
        "tool_version": .string(toolVersion), "environments": [first.json, second.json],
        "operations": .array(operations.map(\.json)),
        "missing": .array(
          missing.map {
            [
              "name": .string($0.name.text), "fields": .array($0.fields.map { .string($0.description) }),
              "location": $0.location.json,
            ]
          }),
        "summary": [
          "create": count(.create), "update": count(.update), "delete": count(.delete),
          "unchanged": .number(JSON.Number(same)), "changes": count { _ in true },
          "intent": count { $0.origin == .intent }, "drift": count { $0.origin == .drift },
          "widens": count { $0.effects.contains(.widens) },
        ],
      ])
  }
}
