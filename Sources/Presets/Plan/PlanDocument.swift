import OrderedCollections

extension Plan {
  /// Reads a plan from the document that it was saved as, byte for byte as it was or in any other layout of the same JSON.
  public init(document bytes: [UInt8]) throws(DocumentProblem) {
    let reader = PlanReader(try JSON.saved(.plan, bytes))
    self = try reader.plan()
  }
}

/// Reads the members of a plan's document, whose digest fits.
private struct PlanReader: DocumentReading {
  let document: JSON
  private var observed: [String: Preset] = [:]

  init(_ document: JSON) {
    self.document = document
    for (id, preset) in document["observed"]?.object ?? [:] { observed[id.text] = Preset(preset.object ?? [:]) }
  }

  func plan() throws(DocumentProblem) -> Plan {
    Plan(
      environment: try environment(), base: try base(),
      operations: try list("operations", operation),
      unmanaged: try names("unmanaged"), prunable: try names("prunable"),
      warnings: try list("warnings", warning),
      unchanged: try wanted(document["summary"]?["unchanged"]?.int, "summary.unchanged"),
      observed: observed,
      restores: document["restores"]?.string)
  }

  private func names(_ key: ExactString) throws(DocumentProblem) -> [ExactString] {
    try list(key) { (json) throws(DocumentProblem) in ExactString(try text(json, key.text)) }
  }

  private func base() throws(DocumentProblem) -> Plan.Base? {
    guard let json = present(document["base"]) else { return nil }
    return Plan.Base(try text(json["reference"], "base.reference"), commit: json["commit"]?.string)
  }

  private func operation(_ json: JSON) throws(DocumentProblem) -> Operation {
    let id = json["id"]?.string
    let remote = id.flatMap { observed[$0] }
    let action: Operation.Action = try choice(json["action"], "operations[].action")
    guard action == .create || remote != nil else { throw .unknownValue(at: "operations[].id") }
    return Operation(
      action, name: ExactString(try text(json["name"], "operations[].name")),
      id: id, previousName: json["previous_name"]?.string.map { ExactString($0) },
      location: try location(json["location"]), blocked: try block(json["blocked"]), origin: try origin(json["origin"]),
      changes: try items(json["changes"], "operations[].changes") { (json) throws(DocumentProblem) in
        try change(json, of: remote)
      })
  }

  private func change(_ json: JSON, of remote: Preset?) throws(DocumentProblem) -> FieldChange {
    let field = try field(json)
    let before = try wanted(json["before"], "changes[].before")
    let after = try wanted(json["after"], "changes[].after")
    return FieldChange(
      field: field,
      // Null stands for a field that is absent and for one that is null; the remote document tells which.
      before: before == .null ? remote?[field] : before,
      after: json["unset"] == true ? nil : after,
      effects: try items(json["effect"], "changes[].effect") { (json) throws(DocumentProblem) in
        try choice(json, "changes[].effect")
      },
      origin: try origin(json["origin"]), location: try location(json["location"]))
  }

  /// The path of a change; its text is not enough where a key has a dot of its own.
  private func field(_ json: JSON) throws(DocumentProblem) -> FieldPath {
    guard let path = json["path"] else { return FieldPath(try text(json["field"], "changes[].field")) }
    return FieldPath(
      try items(path, "changes[].path") { (json) throws(DocumentProblem) in
        ExactString(try text(json, "changes[].path"))
      })
  }

  private func block(_ json: JSON?) throws(DocumentProblem) -> Operation.Block? {
    guard let json = present(json) else { return nil }
    return .init(try choice(json["reason"], "blocked.reason"), try text(json["message"], "blocked.message"))
  }

  private func warning(_ json: JSON) throws(DocumentProblem) -> Diagnostic {
    Diagnostic(
      .recorded(
        rule: try text(json["rule"], "warnings[].rule"), message: try text(json["message"], "warnings[].message"),
        hint: json["hint"]?.string),
      severity: try choice(json["severity"], "warnings[].severity"),
      at: try wanted(try location(json["location"]), "warnings[].location"))
  }

  private func location(_ json: JSON?) throws(DocumentProblem) -> Location? {
    guard let json = present(json) else { return nil }
    return Location(
      file: try text(json["file"], "location.file"), line: try wanted(json["line"]?.int, "location.line"),
      column: try wanted(json["column"]?.int, "location.column"))
  }

  private func origin(_ json: JSON?) throws(DocumentProblem) -> Origin? {
    guard let json = present(json) else { return nil }
    return try choice(json, "origin")
  }
}
