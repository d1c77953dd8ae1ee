import Diagnostics
package import JSONValue
import OrderedCollections

/// The JSON Schema (draft 2020-12) of the project file.
package enum ProjectSchema {
  /// The comment that lets editors find the schema of a project file, without the `#`.
  package static let modeline = ManifestSchema.modeline(of: "project")

  package static var json: JSON {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": .string("urn:presetctl:schema:project:\(Version.format)"), "title": "presetctl project",
      "description": "The paths of the manifests, and the environments that they apply to.", "type": "object",
      "additionalProperties": false,
      "properties": [
        "version": ["const": 1, "description": "The version of the project file format."],
        "manifests": names("Manifest files and folders, relative to this file. Default: presets."),
        "allow_unknown_fields": [
          "type": "boolean", "default": false,
          "description": "Whether unknown keys are sent as written, with a warning.",
        ],
        "lint": [
          "type": "object", "additionalProperties": false,
          "description": "The severity of each lint rule. Only errors stop a command.",
          "properties": .object(
            JSON.Object(uniqueKeysWithValues: LintRule.all.map { (ExactString($0.id), lintLevel($0)) })),
        ],
        "environments": [
          "type": "object", "description": "The environments by name. Each one is a RealtimeKit app.",
          "propertyNames": ["pattern": .string(ManifestSchema.namePattern)], "additionalProperties": environment,
        ],
      ],
    ]
  }

  private static let environment: JSON = [
    "type": "object", "additionalProperties": false,
    "properties": [
      "account_id": text("The id of the Cloudflare account.", Environment.idPattern),
      "app_id": text("The id of the RealtimeKit app.", Environment.idPattern),
      "base_url": text("The URL of the API, if it is not Cloudflare's.", BaseURL.pattern),
      "overlays": names("Partial manifests that override the manifests of the same names in this environment."),
      "prune": [
        "type": "boolean", "default": false,
        "description": "Whether presets that 'manage' covers and no manifest declares are deleted.",
      ],
      "manage": names("Patterns of preset names to manage in addition to the declared presets, such as class-*."),
      "protect": names("Patterns of preset names that are never deleted."),
      "limits": [
        "type": "object", "additionalProperties": false, "description": "Limits of a single plan.",
        "properties": [
          "deletes": [
            "type": "integer", "minimum": 0, "maximum": 9_007_199_254_740_991, "default": 3,
            "description": "The maximum number of presets to delete.",
          ],
          "changes": [
            "anyOf": [
              ["type": "integer", "minimum": 0],
              ["type": "string", "pattern": "^([0-9]+|0*([0-9]|[1-9][0-9]|100)%)$"],
            ],
            "description": "The maximum number of presets to update, rename, or delete, or a percentage of the scope.",
          ],
        ],
      ],
      "policy": [
        "type": "object", "additionalProperties": false,
        "description": "The treatment of plans with certain changes: allow, warn, or deny.",
        "properties": [
          "widening": level("Changes that give participants more power."),
          "drift": level("Changes that undo edits made outside the manifests. Requires --base."),
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

  /// Returns the schema of a path, name, or pattern, or a list of them.
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
