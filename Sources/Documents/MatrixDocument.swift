package import JSONValue
import OrderedCollections
import Planning
import Schema

extension PermissionMatrix {
  /// The matrix as a JSON document. The values of a permission are in the order of the presets.
  package var json: JSON {
    func count(_ number: Int) -> JSON { .number(JSON.Number(number)) }
    let groups = groups.map { group -> JSON in
      [
        "title": .string(group.title),
        "permissions": .array(
          group.rows.map { row in
            [
              "field": .string(row.field.description), "meaning": .string(row.meaning),
              "values": .array(row.cells.map { $0.value ?? .null }), "differs": .bool(row.differs),
            ]
          }),
      ]
    }
    return JSON.document(
      kind: "matrix",
      [
        "presets": .array(columns.map { .string($0.name.text) }), "groups": .array(groups),
        "summary": ["presets": count(columns.count), "differing": count(differingCount)],
      ])
  }
}

extension DocumentSchema {
  static let matrix = DocumentSchema(
    "matrix", "What each preset allows its participants to do.",
    [
      "presets": list(text("A preset's name.")),
      "groups": list(
        object(
          [
            "title": text("The area of the permissions."),
            "permissions": list(
              object(
                [
                  "field": text("The field's path."), "meaning": text("The meaning of the permission; may be empty."),
                  "values": list([
                    "description": "The value in one preset, in the order of `presets`; null if it is not set."
                  ]),
                  "differs": ["type": "boolean", "description": "Whether the value differs between the presets."],
                ], description: "A permission.")),
          ], description: "The permissions of one area.")),
      "summary": object(
        [
          "presets": count("Number of presets."),
          "differing": count("Number of permissions that differ between the presets."),
        ], description: "The counts of the matrix."),
    ])
}
