import Diagnostics
package import JSONValue
import OrderedCollections
import Planning
import Schema

extension Snapshot {
  /// The snapshot as a JSON document, which `Snapshot(document:)` reads.
  package var json: JSON {
    let members: JSON.Object = [
      "tool_version": .string(Version.tool),
      "environment": environment.json,
      "presets": .array(
        presets.map { preset in
          [
            "id": .string(preset.id), "name": .string(preset.name.text),
            "document": .object(preset.preset.document),
          ]
        }),
      "absent": .array(absentNames.map { .string($0.text) }),
    ]
    return JSON.document(kind: SavedDocumentKind.snapshot.rawValue, members).signed
  }

  /// Reads a snapshot from its document.
  package init(document bytes: [UInt8]) throws(DocumentError) {
    self = try SnapshotReader(document: try JSON.saved(.snapshot, bytes)).snapshot()
  }
}

/// Decodes the members of a snapshot document with a valid digest.
private struct SnapshotReader: DocumentDecoder {
  let document: JSON

  func snapshot() throws(DocumentError) -> Snapshot {
    let presets = try list("presets", preset)
    let absent = try list("absent") { (json) throws(DocumentError) in ExactString(try text(json, "absent")) }
    guard Set(presets.map(\.id)).count == presets.count else { throw .unknownValue(at: "presets[].id") }
    let names = presets.map(\.name) + absent
    guard Set(names).count == names.count else { throw .unknownValue(at: "presets[].name") }
    return Snapshot(environment: try environment(), presets: presets, absentNames: absent)
  }

  private func preset(_ json: JSON) throws(DocumentError) -> ObservedPreset {
    ObservedPreset(
      id: try text(json["id"], "presets[].id"), name: ExactString(try text(json["name"], "presets[].name")),
      preset: Preset(try required(json["document"]?.object, "presets[].document")))
  }
}

extension DocumentSchema {
  static let snapshot = DocumentSchema(
    "snapshot", "The presets that a plan touches, before it was applied.",
    [
      "tool_version": text("The version of presetctl that wrote the snapshot."),
      "environment": environment("The environment that the presets belong to."),
      "presets": list(
        object(
          [
            "id": text("The preset's id."), "name": text("The preset's name."),
            "document": [
              "type": "object",
              "description": "The preset's name, config, permissions, and ui, as returned by the API.",
            ],
          ], description: "A preset before the plan was applied.")),
      "absent": list(text("The name of a preset that did not exist.")), "digest": digest("snapshot"),
    ])
}
