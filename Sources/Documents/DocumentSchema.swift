import Diagnostics
package import JSONValue
import OrderedCollections

/// The JSON Schema (draft 2020-12) of a document that the program prints or saves.
///
/// Each document declares its schema next to the code that encodes it. A minor version of the format adds members, so
/// schemas allow unknown members.
package struct DocumentSchema: Sendable {
  /// The document's `kind`, such as `plan`.
  package let kind: String
  private let description: String
  private let members: JSON.Object
  private let optional: Set<ExactString>

  init(_ kind: String, _ description: String, optional: Set<ExactString> = [], _ members: JSON.Object) {
    self.kind = kind
    self.description = description
    self.members = members
    self.optional = optional
  }

  package static let all = [
    plan, report, validation, error, snapshot, doctor, comparison, explanation, export, scaffold, completions, matrix,
  ]

  package var json: JSON {
    let header: JSON.Object = [
      "format_version": [
        "type": "string", "pattern": "^1\\.[0-9]+$",
        "description": "A minor version adds members. Older versions of presetctl reject a newer major version.",
      ],
      "kind": ["const": .string(kind)],
    ]
    var document =
      Self.object(header.merging(members) { $1 }, description: description, optional: optional).object ?? [:]
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    document["$id"] = .string("urn:presetctl:schema:\(kind):\(Version.format)")
    document["title"] = .string("presetctl \(kind)")
    document["$defs"] = .object(Self.definitions)
    return .object(document)
  }
}

// Definitions that several schemas share.
extension DocumentSchema {
  static func environment(_ description: String) -> JSON {
    object(
      [
        "name": text("The environment's name; `default` without a project file."),
        "account_id": text("The Cloudflare account id."), "app_id": text("The RealtimeKit app id."),
        "base_url": text("The base URL of the API; `local` for the local API."),
      ], description: description)
  }

  static func digest(_ document: String) -> JSON {
    [
      "type": "string", "pattern": "^sha256:[0-9a-f]{64}$",
      "description": .string(
        "The SHA-256 of the \(document)'s canonical text (sorted keys, no whitespace) without this member."),
    ]
  }

  private static let definitions: JSON.Object = [
    "location": location, "change": change,
    "operation": object(operation, description: "An operation on one preset.", optional: ["previous_name"]),
    "entry": entry, "diagnostic": diagnostic,
  ]

  // MARK: Building blocks

  static func object(
    _ members: JSON.Object, description: String, optional: Set<ExactString> = []
  ) -> JSON {
    [
      "type": "object", "description": .string(description), "properties": .object(members),
      "required": .array(members.keys.filter { !optional.contains($0) }.sorted().map { .string($0.text) }),
    ]
  }

  static func text(_ description: String) -> JSON {
    ["type": "string", "description": .string(description)]
  }

  static func count(_ description: String) -> JSON {
    ["type": "integer", "minimum": 0, "description": .string(description)]
  }

  static func list(_ items: JSON) -> JSON {
    ["type": "array", "items": items]
  }

  static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _: Choice.Type, _ description: String
  ) -> JSON {
    ["enum": .array(Choice.allCases.map { .string($0.rawValue) }), "description": .string(description)]
  }

  static func nullable(_ schema: JSON) -> JSON {
    ["anyOf": [schema, ["type": "null"]]]
  }

  static func reference(_ name: String) -> JSON {
    ["$ref": .string("#/$defs/\(name)")]
  }
}
