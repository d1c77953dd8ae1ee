import OrderedCollections

/// The JSON Schemas (draft 2020-12) of the documents that the program prints.
///
/// A minor version of the format adds members, so no schema forbids what it does not know.
public enum DocumentSchema: String, CaseIterable, Sendable {
  case plan, report, validation, error, snapshot, doctor, comparison, explanation, export, scaffold, completions, matrix

  /// The schema.
  public var json: JSON {
    let (title, members) = content
    var document =
      Self.object(
        Self.header(kind: rawValue).merging(members) { $1 }, description: title, optional: ["restores"]
      ).object ?? [:]
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    document["$id"] = .string("urn:presetctl:schema:\(rawValue):\(formatVersion)")
    document["title"] = .string("presetctl \(rawValue)")
    document["$defs"] = .object(Self.definitions)
    return .object(document)
  }

  private var content: (title: String, members: JSON.Object) {
    switch self {
    case .plan:
      (
        "All operations that make one environment equal to its manifests; also the form of a saved plan.",
        Self.planMembers.merging([
          "unmanaged": Self.list(Self.text("The name of a remote preset that no manifest declares; never touched.")),
          "prunable": Self.list(Self.text("The name of one that is kept only because pruning is off.")),
          "operations": Self.list(Self.reference("operation")),
          "observed": [
            "type": "object", "description": "By id, what the plan saw of the presets that it touches.",
            "additionalProperties": ["type": "object"],
          ],
          "summary": Self.object(Self.planNumbers, description: "The numbers of the plan."),
        ]) { $1 }
      )
    case .report:
      (
        "What became of each operation of a plan.",
        Self.planMembers.merging([
          "operations": Self.list(Self.reference("entry")),
          "summary": Self.object(
            Self.planNumbers.merging(Self.outcomeNumbers) { plan, _ in plan },
            description: "The numbers of the plan, and of the operations by what became of them."),
          "http": Self.object(
            [
              "requests": Self.count("Requests sent, those sent again included."),
              "retries": Self.count("Requests sent again."),
              "waited_seconds": ["type": "number", "minimum": 0, "description": "Time spent waiting before retries."],
            ], description: "What the run asked of the network."),
          "snapshot": Self.nullable(
            Self.text(
              "The file that keeps the presets as they were before the first write, from the working directory.")),
        ]) { $1 }
      )
    case .snapshot:
      (
        "What presets were before a plan was carried out.",
        [
          "tool_version": Self.text("The version of the program that wrote the snapshot."),
          "environment": Self.environment("The app that the presets belong to."),
          "presets": Self.list(
            Self.object(
              [
                "id": Self.text("The preset's id."), "name": Self.text("Its name."),
                "document": [
                  "type": "object", "description": "Its name, config, permissions and ui as the API had them.",
                ],
              ], description: "A preset as it was.")),
          "absent": Self.list(Self.text("A name that did not exist.")), "digest": Self.digest("snapshot"),
        ]
      )
    case .validation:
      (
        "What is wrong with manifests.",
        [
          "diagnostics": Self.list(Self.reference("diagnostic")),
          "summary": Self.object(
            [
              "files": Self.count("Files read."), "presets": Self.count("Presets declared."),
              "abstract": Self.count("Manifests that are only bases."), "errors": Self.count("Errors."),
              "warnings": Self.count("Warnings."),
            ], description: "The numbers of the validation."),
        ]
      )
    case .doctor:
      (
        "What was looked at, and how the API behaves.",
        [
          "tool_version": Self.text("The version of the program."),
          "checks": Self.list(
            Self.object(
              [
                "name": Self.text("What is looked at."),
                "outcome": Self.choice(Checkup.Check.Outcome.self, "How it is."),
                "message": Self.text("What was found."), "hint": Self.nullable(Self.text("What to do about it.")),
              ], description: "Something that is in order, or is not.")),
          "findings": Self.nullable(
            Self.list(
              Self.object(
                [
                  "name": Self.text("The behaviour; the name of the emulator's switch where it has one."),
                  "found": Self.text("What was found."), "assumption": Self.text("What the program takes for granted."),
                  "switch": ["type": "boolean", "description": "Whether the emulator has a switch of this name."],
                ], description: "How the API behaves in one respect."))),
          "emulation": Self.nullable(Self.text("The command that makes the emulator behave so.")),
          "summary": Self.object(
            JSON.Object(
              uniqueKeysWithValues: Checkup.Check.Outcome.allCases.map {
                (ExactString($0.rawValue), Self.count("Checks that ended as \($0.rawValue)."))
              }), description: "The numbers of checks by how they ended."),
        ]
      )
    case .comparison:
      (
        "What differs between the presets of two environments.",
        [
          "tool_version": Self.text("The version of the program."),
          "environments": Self.list(Self.environment("The one whose values stand before, then the other.")),
          "operations": Self.list(Self.reference("operation")),
          "summary": Self.object(
            [
              "create": Self.count("Presets that only the second has."), "update": Self.count("Presets that differ."),
              "delete": Self.count("Presets that only the first has."),
              "unchanged": Self.count("Presets that are the same."),
              "changes": Self.count("Fields that differ in presets that both have."),
              "intent": Self.count("Those that differ as the manifests say."),
              "drift": Self.count("Those that differ against the manifests."),
              "widens": Self.count("Those that give participants more power in the second."),
            ], description: "The numbers of the comparison."),
        ]
      )
    case .explanation:
      (
        "What is known of a part of manifests.",
        [
          "subject": Self.object(
            [
              "kind": ["enum": ["manifest", "key", "group", "field", "rule"], "description": "What is explained."],
              "name": Self.nullable(Self.text("Its name; null where all of a manifest is.")),
            ], description: "What is explained."),
          "keys": Self.list(
            Self.object(
              [
                "key": Self.text("The key."), "takes": Self.text("What it takes, in words."),
                "meaning": Self.text("What it says."),
              ], description: "A key beside the fields.")),
          "fields": Self.list(
            Self.object(
              [
                "field": Self.text("The field's path."), "takes": Self.text("What it takes, in words."),
                "choices": Self.nullable(Self.list(Self.text("A word that it takes."))),
                "minimum": Self.nullable(["type": "integer"]), "maximum": Self.nullable(["type": "integer"]),
                "required": ["type": "boolean", "description": "Whether the API wants it on create."],
                "suggested": ["description": "What to take when in doubt; of optional fields, what the server adds."],
                "effect": Self.list(Self.choice(Effect.self, "What a change can mean.")),
                "meaning": Self.text("What the field does."),
              ], description: "A field.")),
          "rules": Self.list(
            Self.object(
              [
                "rule": Self.text("The rule's id."),
                "level": Self.choice(LintLevel.self, "How grave it is, unless the project file says otherwise."),
                "title": Self.text("What it asks for."),
                "fields": Self.list(Self.text("A field that it looks at, or a group of fields.")),
                "reason": Self.text("Why."),
                "bad": Self.text("A part of a preset, or of several, that breaks it, as YAML."),
                "good": Self.text("The same part as it is right."),
              ], description: "A lint rule.")),
        ]
      )
    case .completions:
      (
        "The script by which a shell completes what is typed.",
        ["shell": Self.text("The shell."), "script": Self.text("The script.")]
      )
    case .scaffold:
      (
        "What became of the files that a repository starts with.",
        [
          "tool_version": Self.text("The version of the program."),
          "files": Self.list(
            Self.object(
              [
                "file": Self.text("The file, from the working directory."),
                "content": Self.text("What is in it, in a few words."),
                "outcome": Self.choice(ExportReport.Outcome.self, "What became of it."),
              ], description: "A file.")),
          "export": Self.nullable(
            ["type": "object", "description": "The export that the manifests come from, a document of its own."]),
        ]
      )
    case .export:
      (
        "What became of the presets of an app that were written as manifests.",
        [
          "tool_version": Self.text("The version of the program."),
          "environment": Self.environment("The app that was exported."),
          "folder": Self.text("The folder of the files, from the working directory."),
          "files": Self.list(
            Self.object(
              [
                "file": Self.text("The file, from the working directory."),
                "name": Self.text("The name of the preset, or of the base."),
                "abstract": ["type": "boolean", "description": "Whether it is only a base for others."],
                "outcome": Self.choice(ExportReport.Outcome.self, "What became of it."),
                "unknown_fields": Self.list(Self.text("A field that this version does not know.")),
              ], description: "A manifest and its file.")),
          "skipped": Self.list(
            Self.object(
              ["name": Self.text("The preset's name."), "reasons": Self.list(Self.text("Why."))],
              description: "A preset of which no manifest can be made.")),
          "left_out": Self.list(
            Self.object(
              ["name": Self.text("The preset's name."), "field": Self.text("The field's path.")],
              description: "A field whose value no manifest may have, and which is left unmanaged.")),
          "summary": Self.object(
            [
              "written": Self.count("Files written."), "unchanged": Self.count("Files that were there already."),
              "skipped": Self.count("Presets skipped."),
            ], description: "The numbers of the export."),
        ]
      )
    case .matrix:
      (
        "What presets let their participants do.",
        [
          "presets": Self.list(Self.text("A preset's name.")),
          "groups": Self.list(
            Self.object(
              [
                "title": Self.text("What the permissions have in common."),
                "permissions": Self.list(
                  Self.object(
                    [
                      "field": Self.text("The field's path."), "meaning": Self.text("What it means; may be empty."),
                      "values": Self.list([
                        "description": "The value in each of the presets, in their order; null where it is not set."
                      ]),
                      "differs": ["type": "boolean", "description": "Whether the presets differ in it."],
                    ], description: "A permission.")),
              ], description: "Permissions that belong together.")),
          "summary": Self.object(
            [
              "presets": Self.count("Presets."), "differing": Self.count("Permissions in which they differ."),
            ], description: "The numbers of the matrix."),
        ]
      )
    case .error:
      (
        "Why a command has no result.",
        [
          "diagnostics": Self.list(Self.reference("diagnostic")),
          "error": Self.object(
            [
              "code": ["type": "integer", "description": "The exit code.", "minimum": 1],
              "message": Self.text("What went wrong."), "hint": Self.text("What to do about it."),
            ], description: "What went wrong.", optional: ["hint"]),
        ]
      )
    }
  }

  // MARK: What documents share

  private static func header(kind: String) -> JSON.Object {
    [
      "format_version": [
        "type": "string", "pattern": "^1\\.[0-9]+$",
        "description": "A minor version adds members; a major one is refused by older tools.",
      ],
      "kind": ["const": .string(kind)],
    ]
  }

  private static let planMembers: JSON.Object = [
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

  private static func environment(_ description: String) -> JSON {
    object(
      [
        "name": text("The environment's name; `default` without a project file."),
        "account_id": text("The Cloudflare account."), "app_id": text("The RealtimeKit app."),
        "base_url": text("The API's address; `local` for the API within the program."),
      ], description: description)
  }

  private static func digest(_ document: String) -> JSON {
    [
      "type": "string", "pattern": "^sha256:[0-9a-f]{64}$",
      "description": .string(
        "The SHA-256 of the \(document)'s canonical text (members sorted, no white space) without this member."),
    ]
  }

  private static let planNumbers: JSON.Object = [
    "create": count("Presets to create."), "update": count("Presets to update."),
    "rename": count("Presets to rename, with or without other changes."), "delete": count("Presets to delete."),
    "blocked": count("Operations that may not be carried out."),
    "unchanged": count("Declared presets that are as they should be."),
    "unmanaged": count("Remote presets that no manifest declares."),
    "changes": count("Field changes of updates and renames."),
    "intent": count("Those that come from the manifests."), "drift": count("Those that come from the remote app."),
    "widens": count("Those that give participants more power."),
  ]

  private static let outcomeNumbers = JSON.Object(
    uniqueKeysWithValues: Report.Outcome.allCases.map {
      (ExactString($0.rawValue), count("Operations that ended as \($0.rawValue)."))
    })

  private static let operation: JSON.Object = [
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

  private static let definitions: JSON.Object = [
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

  private static func object(
    _ members: JSON.Object, description: String, optional: Set<ExactString> = []
  ) -> JSON {
    [
      "type": "object", "description": .string(description), "properties": .object(members),
      "required": .array(members.keys.filter { !optional.contains($0) }.sorted().map { .string($0.text) }),
    ]
  }

  private static func text(_ description: String) -> JSON {
    ["type": "string", "description": .string(description)]
  }

  private static func count(_ description: String) -> JSON {
    ["type": "integer", "minimum": 0, "description": .string(description)]
  }

  private static func list(_ items: JSON) -> JSON {
    ["type": "array", "items": items]
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _: Choice.Type, _ description: String
  ) -> JSON {
    ["enum": .array(Choice.allCases.map { .string($0.rawValue) }), "description": .string(description)]
  }

  private static func nullable(_ schema: JSON) -> JSON {
    ["anyOf": [schema, ["type": "null"]]]
  }

  private static func reference(_ name: String) -> JSON {
    ["$ref": .string("#/$defs/\(name)")]
  }
}
