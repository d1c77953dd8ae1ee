import OrderedCollections

/// The JSON Schema (draft 2020-12) of the project file.
public enum ProjectSchema {
  /// The line of a project file by which editors find its schema, without the `#`.
  static let modeline = ManifestSchema.modeline(of: "project")

  /// The schema.
  public static var json: JSON {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": .string("urn:presetctl:schema:project:\(formatVersion)"), "title": "presetctl project",
      "description": "Where the manifests are, and the environments they are for.", "type": "object",
      "additionalProperties": false,
      "properties": [
        "version": ["const": 1, "description": "The version of this format."],
        "manifests": names("Manifests, and folders of them, from this file's folder; presets by default."),
        "allow_unknown_fields": [
          "type": "boolean", "default": false,
          "description": "Whether keys that the program does not know are sent as they are written, with a warning.",
        ],
        "lint": [
          "type": "object", "additionalProperties": false,
          "description": "How grave lint rules are taken; only an error ends a command.",
          "properties": .object(
            JSON.Object(uniqueKeysWithValues: LintRule.all.map { (ExactString($0.id), lintLevel($0)) })),
        ],
        "environments": [
          "type": "object", "description": "The environments by name; each is one RealtimeKit app.",
          "propertyNames": ["pattern": .string(ManifestSchema.namePattern)], "additionalProperties": environment,
        ],
      ],
    ]
  }

  private static let environment: JSON = [
    "type": "object", "additionalProperties": false,
    "properties": [
      "account_id": text("The Cloudflare account.", Environment.idPattern),
      "app_id": text("The RealtimeKit app.", Environment.idPattern),
      "base_url": text("The API's address, where it is another.", BaseURL.pattern),
      "overlays": names("What is different in this environment, laid over the manifests of the same names."),
      "prune": [
        "type": "boolean", "default": false,
        "description": "Whether remote presets that are managed and not declared are deleted.",
      ],
      "manage": names("Names of presets that are the manifests' to decide on: class-*."),
      "protect": names("Names of presets that are never deleted, whatever else is said."),
      "limits": [
        "type": "object", "additionalProperties": false, "description": "How much one plan may do.",
        "properties": [
          "deletes": [
            "type": "integer", "minimum": 0, "maximum": 9_007_199_254_740_991, "default": 3,
            "description": "The most presets to delete.",
          ],
          "changes": [
            "anyOf": [
              ["type": "integer", "minimum": 0],
              ["type": "string", "pattern": "^([0-9]+|0*([0-9]|[1-9][0-9]|100)%)$"],
            ],
            "description": "The most presets to update, rename or delete: a number, or a percentage of those in scope.",
          ],
        ],
      ],
      "policy": [
        "type": "object", "additionalProperties": false,
        "description": "What becomes of a plan that holds such changes.",
        "properties": [
          "widening": level("Changes that give participants more power."),
          "drift": level("Changes that undo what was edited elsewhere; needs --base."),
        ],
      ],
    ],
  ]

  private static func lintLevel(_ rule: LintRule) -> JSON {
    [
      "enum": .array(LintLevel.allCases.map { .string($0.rawValue) }), "default": .string(rule.level.rawValue),
      "description": .string(rule.title),
    ]
  }

  private static func text(_ description: String, _ pattern: String) -> JSON {
    ["type": ["string", "number"], "pattern": .string(pattern), "description": .string(description)]
  }

  /// A path, a name or a pattern, or a list of them.
  private static func names(_ description: String) -> JSON {
    let name: JSON = ["type": ["string", "number"], "minLength": 1]
    return ["anyOf": [name, ["type": "array", "items": name]], "description": .string(description)]
  }

  private static func level(_ description: String) -> JSON {
    [
      "enum": .array(Policy.Level.allCases.map { .string($0.rawValue) }), "default": "allow",
      "description": .string(description),
    ]
  }
}
