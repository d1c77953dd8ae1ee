import OrderedCollections

// What the schemas of documents are made of.
extension DocumentSchema {
  static func header(kind: String) -> JSON.Object {
    [
      "format_version": [
        "type": "string", "pattern": "^1\\.[0-9]+$",
        "description": "A minor version adds members; a major one is refused by older tools.",
      ],
      "kind": ["const": .string(kind)],
    ]
  }

  static let planMembers: JSON.Object = [
    "tool_version": text("The version of the program that made the plan."),
    "environment": environment("The app that the plan was made for."),
    "base": nullable(
      object(
        [
          "reference": text("The revision or folder as it was asked for."),
          "commit": nullable(text("The commit whose manifests were read.")),
        ], description: "The earlier manifests that tell intent from drift.")),
    "restores": text("The file of the snapshot that the plan goes back to."),
    "warnings": list(reference("diagnostic")),
    "digest": digest("plan"),
  ]

  static func environment(_ description: String) -> JSON {
    object(
      [
        "name": text("The environment's name; `default` without a project file."),
        "account_id": text("The Cloudflare account."), "app_id": text("The RealtimeKit app."),
        "base_url": text("The API's address; `local` for the API within the program."),
      ], description: description)
  }

  static func digest(_ document: String) -> JSON {
    [
      "type": "string", "pattern": "^sha256:[0-9a-f]{64}$",
      "description": .string(
        "The SHA-256 of the \(document)'s canonical text (members sorted, no white space) without this member."),
    ]
  }

  static let planNumbers: JSON.Object = [
    "create": count("Presets to create."), "update": count("Presets to update."),
    "rename": count("Presets to rename, with or without other changes."), "delete": count("Presets to delete."),
    "blocked": count("Operations that may not be carried out."),
    "unchanged": count("Declared presets that are as they should be."),
    "unmanaged": count("Remote presets that no manifest declares."),
    "changes": count("Field changes of updates and renames."),
    "intent": count("Those that come from the manifests."), "drift": count("Those that come from the remote app."),
    "widens": count("Those that give participants more power."),
  ]

  static let outcomeNumbers = JSON.Object(
    uniqueKeysWithValues: Report.Outcome.allCases.map {
      (ExactString($0.rawValue), count("Operations that ended as \($0.rawValue)."))
    })

  static let operation: JSON.Object = [
    "action": choice(Operation.Action.self, "What is done."),
    "name": text("The preset's name, after a rename."),
    "previous_name": text("The name before a rename."),
    "id": nullable(text("The remote preset's id; null for a create.")),
    "location": nullable(reference("location")),
    "blocked": nullable(
      object(
        ["reason": choice(Operation.Block.Reason.self, "The kind of reason."), "message": text("The reason.")],
        description: "Why the operation may not be carried out.")),
    "origin": nullable(choice(Origin.self, "Why the preset is created, renamed or deleted; null for updates.")),
    "changes": list(reference("change")),
  ]

  static let definitions: JSON.Object = [
    "location": object(
      [
        "file": text("The file, with `/`."), "line": ["type": "integer", "minimum": 1],
        "column": ["type": "integer", "minimum": 1, "description": "In Unicode scalars."],
      ], description: "A place in a file."),
    "change": object(
      [
        "field": text("The field's path, its keys separated by dots."),
        "path": list(text("One key of the path.")),
        "before": ["description": "The remote value; null also where the field is absent."],
        "after": ["description": "The wanted value; null also where the field shall be removed."],
        "unset": ["const": true, "description": "Whether the field shall be removed."],
        "effect": list(choice(Effect.self, "What the change means.")),
        "origin": nullable(choice(Origin.self, "Where the change comes from; null without --base.")),
        "location": nullable(reference("location")),
      ], description: "One field's before and after.", optional: ["path", "unset"]),
    "operation": object(operation, description: "Something to be done to one preset.", optional: ["previous_name"]),
    "entry": object(
      operation.merging([
        "outcome": choice(Report.Outcome.self, "What became of the operation."),
        "error": nullable(
          object(
            [
              "message": text("What happened, with the server's own words where it had any."),
              "status": nullable(["type": "integer", "description": "The HTTP status."]),
              "request_id": nullable(text("The id under which Cloudflare knows the request.")),
              "moved": list(
                object(
                  ["field": text("The field's path."), "in_plan": [:], "now": [:]],
                  description: "A field that changed since the plan was made; null where it is absent.")),
            ], description: "Why the operation was not done.")),
      ]) { $1 }, description: "An operation and its end.", optional: ["previous_name"]),
    "diagnostic": object(
      [
        "severity": choice(Diagnostic.Severity.self, "How grave it is."),
        "rule": text("The rule's fixed name."), "message": text("What is the matter."),
        "hint": text("What to do."), "location": reference("location"),
        "notes": list(
          object(
            ["message": text("What the place has to do with it."), "location": reference("location")],
            description: "A second place.")),
      ], description: "Something to tell about a file, at its place.", optional: ["hint", "notes"]),
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

  /// A key that is explained.
  static func key(_ description: String) -> JSON {
    object(
      [
        "key": text("The key."), "takes": text("What it takes, in words."), "meaning": text("What it says."),
      ], description: description)
  }
}
