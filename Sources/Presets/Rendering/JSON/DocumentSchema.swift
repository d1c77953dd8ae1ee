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
          "missing": Self.list(
            Self.object(
              [
                "name": Self.text("The preset."),
                "fields": Self.list(Self.text("A field; none where the preset should exist on one side only.")),
                "location": Self.reference("location"),
              ], description: "What the manifests want to differ, and does not.")),
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
              "kind": [
                "enum": ["manifest", "key", "group", "field", "rule", "setting"], "description": "What is explained.",
              ],
              "name": Self.nullable(Self.text("Its name; null where all of a manifest is.")),
            ], description: "What is explained."),
          "keys": Self.list(Self.key("A key beside the fields.")),
          "settings": Self.list(Self.key("A key of the project file.")),
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
}
