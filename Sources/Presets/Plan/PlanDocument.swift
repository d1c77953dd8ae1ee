import OrderedCollections

/// Why a document is not a plan that can be relied on.
public enum PlanProblem: Error, Hashable, Sendable {
  /// The text is not JSON to its end.
  case cut(JSONProblem)
  /// It is JSON, but of another kind, or of none.
  case notAPlan(kind: String?)
  /// It is a plan of a newer major format.
  case newerFormat(String)
  /// It is not as it was written: the digest does not fit.
  case edited
  /// The digest fits, but a value is not one that a plan has.
  case unknownValue(at: String)
}

extension PlanProblem {
  /// What is wrong, without a full stop.
  public var message: String {
    switch self {
    case .cut(let problem): "is cut off, or not JSON: \(problem.message) (byte \(problem.offset + 1))"
    case .notAPlan(let kind): kind.map { "is a document of the kind '\($0)', not a plan" } ?? "is not a plan"
    case .newerFormat(let version):
      "has the format \(version), which is newer than this program's \(formatVersion)"
    case .edited: "was edited after it was written: its digest does not fit"
    case .unknownValue(let place): "has a value at '\(place)' that this program does not know"
    }
  }

  /// What to do.
  public var hint: String {
    switch self {
    case .newerFormat, .unknownValue: "use the version of presetctl that wrote it, or plan again"
    default: "plan again with 'presetctl plan --out FILE', and apply what it wrote as it is"
    }
  }
}

extension Plan {
  /// Reads a plan from the document that it was saved as, byte for byte as it was or in any other layout of the same JSON.
  public init(document bytes: [UInt8]) throws(PlanProblem) {
    let document: JSON
    do { document = try JSON(parsing: bytes) } catch { throw .cut(error) }
    guard let members = document.object, let version = members["format_version"]?.string,
      members["kind"] == "plan"
    else { throw .notAPlan(kind: document["kind"]?.string) }
    guard let major = version.split(separator: ".").first.flatMap({ Int($0) }), major <= 1 else {
      throw .newerFormat(version)
    }
    guard members["digest"]?.string == document.digest else { throw .edited }
    let reader = PlanReader(document)
    self = try reader.plan()
  }
}

/// Reads the members of a plan's document, whose digest fits.
private struct PlanReader {
  private let document: JSON
  private var observed: [String: Preset] = [:]

  init(_ document: JSON) {
    self.document = document
    for (id, preset) in document["observed"]?.object ?? [:] { observed[id.text] = Preset(preset.object ?? [:]) }
  }

  func plan() throws(PlanProblem) -> Plan {
    Plan(
      environment: try environment(), base: try base(),
      operations: try list("operations", operation),
      unmanaged: try names("unmanaged"), prunable: try names("prunable"),
      warnings: try list("warnings", warning),
      unchanged: try wanted(document["summary"]?["unchanged"]?.int, "summary.unchanged"),
      observed: observed)
  }

  private func names(_ key: ExactString) throws(PlanProblem) -> [ExactString] {
    try list(key) { (json) throws(PlanProblem) in ExactString(try text(json, key.text)) }
  }

  private func environment() throws(PlanProblem) -> Environment {
    let json = document["environment"]
    return Environment(
      name: try text(json?["name"], "environment.name"),
      accountID: try text(json?["account_id"], "environment.account_id"),
      appID: try text(json?["app_id"], "environment.app_id"),
      baseURL: try text(json?["base_url"], "environment.base_url"))
  }

  private func base() throws(PlanProblem) -> Plan.Base? {
    guard let json = present(document["base"]) else { return nil }
    return Plan.Base(try text(json["reference"], "base.reference"), commit: json["commit"]?.string)
  }

  private func operation(_ json: JSON) throws(PlanProblem) -> Operation {
    let id = json["id"]?.string
    let remote = id.flatMap { observed[$0] }
    let action: Operation.Action = try choice(json["action"], "operations[].action")
    guard action == .create || remote != nil else { throw .unknownValue(at: "operations[].id") }
    return Operation(
      action, name: ExactString(try text(json["name"], "operations[].name")),
      id: id, previousName: json["previous_name"]?.string.map { ExactString($0) },
      location: try location(json["location"]), blocked: try block(json["blocked"]), origin: try origin(json["origin"]),
      changes: try items(json["changes"], "operations[].changes") { (json) throws(PlanProblem) in
        try change(json, of: remote)
      })
  }

  private func change(_ json: JSON, of remote: Preset?) throws(PlanProblem) -> FieldChange {
    let field = try field(json)
    let before = try wanted(json["before"], "changes[].before")
    let after = try wanted(json["after"], "changes[].after")
    return FieldChange(
      field: field,
      // Null stands for a field that is absent and for one that is null; the remote document tells which.
      before: before == .null ? remote?[field] : before,
      after: json["unset"] == true ? nil : after,
      effects: try items(json["effect"], "changes[].effect") { (json) throws(PlanProblem) in
        try choice(json, "changes[].effect")
      },
      origin: try origin(json["origin"]), location: try location(json["location"]))
  }

  /// The path of a change; its text is not enough where a key has a dot of its own.
  private func field(_ json: JSON) throws(PlanProblem) -> FieldPath {
    guard let path = json["path"] else { return FieldPath(try text(json["field"], "changes[].field")) }
    return FieldPath(
      try items(path, "changes[].path") { (json) throws(PlanProblem) in ExactString(try text(json, "changes[].path")) })
  }

  private func block(_ json: JSON?) throws(PlanProblem) -> Operation.Block? {
    guard let json = present(json) else { return nil }
    return .init(try choice(json["reason"], "blocked.reason"), try text(json["message"], "blocked.message"))
  }

  private func warning(_ json: JSON) throws(PlanProblem) -> Diagnostic {
    Diagnostic(
      .recorded(
        rule: try text(json["rule"], "warnings[].rule"), message: try text(json["message"], "warnings[].message"),
        hint: json["hint"]?.string),
      severity: try choice(json["severity"], "warnings[].severity"),
      at: try wanted(try location(json["location"]), "warnings[].location"))
  }

  private func location(_ json: JSON?) throws(PlanProblem) -> Location? {
    guard let json = present(json) else { return nil }
    return Location(
      file: try text(json["file"], "location.file"), line: try wanted(json["line"]?.int, "location.line"),
      column: try wanted(json["column"]?.int, "location.column"))
  }

  private func origin(_ json: JSON?) throws(PlanProblem) -> Origin? {
    guard let json = present(json) else { return nil }
    return try choice(json, "origin")
  }

  // MARK: Values

  private func present(_ json: JSON?) -> JSON? {
    json == .null ? nil : json
  }

  private func wanted<Value>(_ value: Value?, _ place: String) throws(PlanProblem) -> Value {
    guard let value else { throw .unknownValue(at: place) }
    return value
  }

  private func text(_ json: JSON?, _ place: String) throws(PlanProblem) -> String {
    try wanted(json?.string, place)
  }

  private func choice<Choice: RawRepresentable<String>>(
    _ json: JSON?, _ place: String
  ) throws(PlanProblem) -> Choice {
    try wanted(Choice(rawValue: try text(json, place)), place)
  }

  private func list<Value>(
    _ key: ExactString, _ read: (JSON) throws(PlanProblem) -> Value
  ) throws(PlanProblem) -> [Value] {
    try items(document[key], key.text, read)
  }

  private func items<Value>(
    _ json: JSON?, _ place: String, _ read: (JSON) throws(PlanProblem) -> Value
  ) throws(PlanProblem) -> [Value] {
    var values: [Value] = []
    for item in try wanted(json?.array, place) { values.append(try read(item)) }
    return values
  }
}
