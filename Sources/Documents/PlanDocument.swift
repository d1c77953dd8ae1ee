import Diagnostics
package import JSONValue
import Manifests
import OrderedCollections
import Planning
import Schema

extension Plan {
  /// The plan as a JSON document, as printed and saved. `Plan(document:)` reads it.
  ///
  /// The same plan always gives the same document: it has no timestamps, and members are sorted when it is written.
  package var json: JSON {
    let observed = observed.sorted { $0.key < $1.key }.map { (ExactString($0.key), JSON.object($0.value.document)) }
    var members: JSON.Object = [
      "tool_version": .string(Version.tool),
      "environment": environment.json,
      "base": base.map { ["reference": .string($0.reference), "commit": JSON($0.commit)] } ?? .null,
      "operations": .array(operations.map(\.json)),
      "unmanaged": .array(unmanaged.map { .string($0.text) }),
      "prunable": .array(prunable.map { .string($0.text) }),
      "warnings": .array(warnings.map { $0.json() }),
      "summary": .object(summary.members),
      "observed": .object(JSON.Object(uniqueKeysWithValues: observed)),
    ]
    if let restores { members["restores"] = .string(restores) }
    return JSON.document(kind: "plan", members).signed
  }
}

extension Operation {
  var json: JSON {
    var members: JSON.Object = [
      "action": .string(action.rawValue),
      "name": .string(name.text),
      "id": JSON(id),
      "location": location?.json ?? .null,
      "blocked": blocked.map { ["reason": .string($0.reason.rawValue), "message": .string($0.message)] } ?? .null,
      "origin": JSON(origin?.rawValue),
      "changes": .array(changes.map(\.json)),
    ]
    if let previousName { members["previous_name"] = .string(previousName.text) }
    return .object(members)
  }
}

extension FieldChange {
  /// The change as JSON. Absent fields are null; `unset` distinguishes a removal from a desired null.
  var json: JSON {
    var members: JSON.Object = [
      "field": .string(field.description),
      "before": before ?? .null,
      "after": after ?? .null,
      "effect": .array(effects.map { .string($0.rawValue) }),
      "origin": JSON(origin?.rawValue),
      "location": location?.json ?? .null,
    ]
    if after == nil { members["unset"] = true }
    if FieldPath(field.description) != field { members["path"] = .array(field.components.map { .string($0.text) }) }
    return .object(members)
  }
}

extension Plan.Summary {
  /// The counts as the members of an object.
  var members: JSON.Object {
    let numbers: [(ExactString, Int)] = [
      ("create", create), ("update", update), ("rename", rename), ("delete", delete), ("blocked", blocked),
      ("unchanged", unchanged), ("unmanaged", unmanaged), ("changes", changes), ("intent", intent), ("drift", drift),
      ("widens", widens),
    ]
    return JSON.Object(uniqueKeysWithValues: numbers.map { ($0, .number(JSON.Number($1))) })
  }
}

extension Plan {
  /// Reads a plan from a saved document. The layout of the JSON may differ from the written one.
  package init(document bytes: [UInt8]) throws(DocumentError) {
    let reader = PlanReader(try JSON.saved(.plan, bytes))
    self = try reader.plan()
  }
}

/// Decodes the members of a plan document with a valid digest.
private struct PlanReader: DocumentDecoder {
  let document: JSON
  private var observed: [String: Preset] = [:]

  init(_ document: JSON) {
    self.document = document
    for (id, preset) in document["observed"]?.object ?? [:] { observed[id.text] = Preset(preset.object ?? [:]) }
  }

  func plan() throws(DocumentError) -> Plan {
    Plan(
      environment: try environment(), base: try base(),
      operations: try list("operations", operation),
      unmanaged: try names("unmanaged"), prunable: try names("prunable"),
      warnings: try list("warnings", warning),
      unchanged: try required(document["summary"]?["unchanged"]?.int, "summary.unchanged"),
      observed: observed,
      restores: document["restores"]?.string)
  }

  private func names(_ key: ExactString) throws(DocumentError) -> [ExactString] {
    try list(key) { (json) throws(DocumentError) in ExactString(try text(json, key.text)) }
  }

  private func base() throws(DocumentError) -> Plan.Base? {
    guard let json = present(document["base"]) else { return nil }
    return Plan.Base(try text(json["reference"], "base.reference"), commit: json["commit"]?.string)
  }

  private func operation(_ json: JSON) throws(DocumentError) -> Operation {
    let id = json["id"]?.string
    let remote = id.flatMap { observed[$0] }
    let action: Operation.Action = try choice(json["action"], "operations[].action")
    guard action == .create || remote != nil else { throw .unknownValue(at: "operations[].id") }
    return Operation(
      action, name: ExactString(try text(json["name"], "operations[].name")),
      id: id, previousName: json["previous_name"]?.string.map { ExactString($0) },
      location: try location(json["location"]), blocked: try block(json["blocked"]), origin: try origin(json["origin"]),
      changes: try items(json["changes"], "operations[].changes") { (json) throws(DocumentError) in
        try change(json, of: remote)
      })
  }

  private func change(_ json: JSON, of remote: Preset?) throws(DocumentError) -> FieldChange {
    let field = try field(json)
    let before = try required(json["before"], "changes[].before")
    let after = try required(json["after"], "changes[].after")
    return FieldChange(
      field: field,
      // Null means that the field is absent or null; the remote document distinguishes the two.
      before: before == .null ? remote?[field] : before,
      after: json["unset"] == true ? nil : after,
      effects: try items(json["effect"], "changes[].effect") { (json) throws(DocumentError) in
        try choice(json, "changes[].effect")
      },
      origin: try origin(json["origin"]), location: try location(json["location"]))
  }

  /// Returns the path of a change. `field` is ambiguous if a key contains a dot, so `path` takes precedence.
  private func field(_ json: JSON) throws(DocumentError) -> FieldPath {
    guard let path = json["path"] else { return FieldPath(try text(json["field"], "changes[].field")) }
    return FieldPath(
      try items(path, "changes[].path") { (json) throws(DocumentError) in
        ExactString(try text(json, "changes[].path"))
      })
  }

  private func block(_ json: JSON?) throws(DocumentError) -> Operation.Block? {
    guard let json = present(json) else { return nil }
    return .init(try choice(json["reason"], "blocked.reason"), try text(json["message"], "blocked.message"))
  }

  private func warning(_ json: JSON) throws(DocumentError) -> Diagnostic {
    Diagnostic(
      Problem(
        rule: try text(json["rule"], "warnings[].rule"), try text(json["message"], "warnings[].message"),
        hint: json["hint"]?.string),
      severity: try choice(json["severity"], "warnings[].severity"),
      at: try required(try location(json["location"]), "warnings[].location"))
  }

  private func location(_ json: JSON?) throws(DocumentError) -> Location? {
    guard let json = present(json) else { return nil }
    return Location(
      file: try text(json["file"], "location.file"), line: try required(json["line"]?.int, "location.line"),
      column: try required(json["column"]?.int, "location.column"))
  }

  private func origin(_ json: JSON?) throws(DocumentError) -> Origin? {
    guard let json = present(json) else { return nil }
    return try choice(json, "origin")
  }
}

extension DocumentSchema {
  static let plan = DocumentSchema(
    "plan", "The operations that make an environment match its manifests. Saved plans have the same form.",
    optional: ["restores"],
    planMembers.merging([
      "unmanaged": list(text("The name of a remote preset that no manifest declares. It is never touched.")),
      "prunable": list(text("The name of a remote preset that is kept only because pruning is off.")),
      "operations": list(reference("operation")),
      "observed": [
        "type": "object", "description": "The touched presets as observed when the plan was made, by id.",
        "additionalProperties": ["type": "object"],
      ],
      "summary": object(planNumbers, description: "The counts of the plan."),
    ]) { $1 })

  static let planMembers: JSON.Object = [
    "tool_version": text("The version of presetctl that made the plan."),
    "environment": environment("The environment that the plan was made for."),
    "base": nullable(
      object(
        [
          "reference": text("The revision or folder that was passed to --base."),
          "commit": nullable(text("The commit whose manifests were read.")),
        ], description: "The earlier manifests that separate intent from drift.")),
    "restores": text("The snapshot file that the plan restores."),
    "warnings": list(reference("diagnostic")),
    "digest": digest("plan"),
  ]

  static let planNumbers: JSON.Object = [
    "create": count("Number of presets to create."), "update": count("Number of presets to update."),
    "rename": count("Number of presets to rename, with or without other changes."),
    "delete": count("Number of presets to delete."),
    "blocked": count("Number of blocked operations."),
    "unchanged": count("Number of declared presets that need no operation."),
    "unmanaged": count("Number of remote presets that no manifest declares."),
    "changes": count("Number of field changes of updates and renames."),
    "intent": count("Number of these changes that come from the manifests."),
    "drift": count("Number of these changes that come from the remote app."),
    "widens": count("Number of these changes that give participants more power."),
  ]

  static let operation: JSON.Object = [
    "action": choice(Operation.Action.self, "The action."),
    "name": text("The preset's name, after a rename."),
    "previous_name": text("The name before a rename."),
    "id": nullable(text("The remote preset's id; null for a create.")),
    "location": nullable(reference("location")),
    "blocked": nullable(
      object(
        [
          "reason": choice(Operation.Block.Reason.self, "The reason."),
          "message": text("An explanation of the reason."),
        ],
        description: "Why the operation is blocked.")),
    "origin": nullable(
      choice(Origin.self, "The origin of a create, rename, or delete; null for updates and without --base.")),
    "changes": list(reference("change")),
  ]

  static let change = object(
    [
      "field": text("The field's path, with keys separated by dots."),
      "path": list(text("A key of the path. The list is present if a key contains a dot.")),
      "before": ["description": "The remote value. Null also means absent."],
      "after": ["description": "The desired value. Null also means that the field is removed."],
      "unset": ["const": true, "description": "The field is removed."],
      "effect": list(choice(Effect.self, "An effect of the change.")),
      "origin": nullable(choice(Origin.self, "The origin of the change; null without --base.")),
      "location": nullable(reference("location")),
    ], description: "The change of one field.", optional: ["path", "unset"])
}
