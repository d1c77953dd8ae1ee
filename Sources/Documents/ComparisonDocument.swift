import Diagnostics
package import JSONValue
import OrderedCollections
import Planning
import Schema

extension Comparison {
  /// The comparison as a JSON document. Its operations have the equalCount form as in a plan.
  package var json: JSON {
    func count(_ action: Operation.Action) -> JSON { .number(JSON.Number(operations.count { $0.action == action })) }
    func count(_ isCounted: (FieldChange) -> Bool) -> JSON { .number(JSON.Number(changes.count(where: isCounted))) }
    return JSON.document(
      kind: "comparison",
      [
        "tool_version": .string(Version.tool), "environments": [first.json, second.json],
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
          "unchanged": .number(JSON.Number(equalCount)), "changes": count { _ in true },
          "intent": count { $0.origin == .intent }, "drift": count { $0.origin == .drift },
          "widens": count { $0.effects.contains(.widens) },
        ],
      ])
  }
}

extension DocumentSchema {
  static let comparison = DocumentSchema(
    "comparison", "The differences between the presets of two environments.",
    [
      "tool_version": text("The version of presetctl."),
      "environments": list(
        environment("A compared environment. The values of the first are `before`, those of the second `after`.")),
      "operations": list(reference("operation")),
      "missing": list(
        object(
          [
            "name": text("The preset's name."),
            "fields": list(
              text("A field that should differ. The list is empty if the preset should exist in only one environment.")),
            "location": reference("location"),
          ], description: "A declared difference that does not exist.")),
      "summary": object(
        [
          "create": count("Number of presets only in the second environment."),
          "update": count("Number of presets that differ."),
          "delete": count("Number of presets only in the first environment."),
          "unchanged": count("Number of equal presets."),
          "changes": count("Number of differing fields in presets that exist in both."),
          "intent": count("Number of these fields whose difference is declared."),
          "drift": count("Number of these fields that contradict the manifests."),
          "widens": count("Number of these fields that give participants more power in the second environment."),
        ], description: "The counts of the comparison."),
    ])
}
