import OrderedCollections

/// The kinds of documents that are written to be read again, each with a digest against accidents.
public enum SavedDocument: String, Hashable, Sendable {
  case plan, snapshot
}

/// Why a document is not one that can be relied on.
public enum DocumentProblem: Error, Hashable, Sendable {
  /// The text is not JSON to its end.
  case cut(JSONProblem)
  /// It is JSON, but of another kind, or of none.
  case otherKind(String?, wanted: SavedDocument)
  /// It is of a newer major format.
  case newerFormat(String)
  /// It is not as it was written: the digest does not fit.
  case edited
  /// The digest fits, but a value is not one that such a document has.
  case unknownValue(at: String)
}

extension DocumentProblem {
  /// What is wrong, without a full stop.
  public var message: String {
    switch self {
    case .cut(let problem): "is cut off, or not JSON: \(problem.message) (byte \(problem.offset + 1))"
    case .otherKind(let kind, let wanted):
      kind.map { "is a document of the kind '\($0)', not a \(wanted.rawValue)" } ?? "is not a \(wanted.rawValue)"
    case .newerFormat(let version):
      "has the format \(version), which is newer than this program's \(formatVersion)"
    case .edited: "was edited after it was written: its digest does not fit"
    case .unknownValue(let place): "has a value at '\(place)' that this program does not know"
    }
  }

  /// What to do.
  public func hint(for document: SavedDocument) -> String {
    switch (self, document) {
    case (.newerFormat, .plan), (.unknownValue, .plan): "use the version of presetctl that wrote it, or plan again"
    case (_, .plan): "plan again with 'presetctl plan --out FILE', and apply what it wrote as it is"
    case (.newerFormat, .snapshot), (.unknownValue, .snapshot): "use the version of presetctl that wrote it"
    case (_, .snapshot): "'presetctl apply' writes snapshots; take one of them as it is"
    }
  }
}

/// Something that reads the members of a saved document, value by value.
protocol DocumentReading {
  /// The whole document, whose digest fits.
  var document: JSON { get }
}

extension JSON {
  /// Reads a saved document of a kind, byte for byte as it was written or in any other layout of the same JSON.
  static func saved(_ kind: SavedDocument, _ bytes: [UInt8]) throws(DocumentProblem) -> JSON {
    let document: JSON
    do { document = try JSON(parsing: bytes) } catch { throw .cut(error) }
    guard let members = document.object, let version = members["format_version"]?.string,
      members["kind"]?.string == kind.rawValue
    else { throw .otherKind(document["kind"]?.string, wanted: kind) }
    guard let major = version.split(separator: ".").first.flatMap({ Int($0) }), major <= 1 else {
      throw .newerFormat(version)
    }
    guard members["digest"]?.string == document.digest else { throw .edited }
    return document
  }
}

extension DocumentReading {
  func environment() throws(DocumentProblem) -> Environment {
    let json = document["environment"]
    return Environment(
      name: try text(json?["name"], "environment.name"),
      accountID: try text(json?["account_id"], "environment.account_id"),
      appID: try text(json?["app_id"], "environment.app_id"),
      baseURL: try text(json?["base_url"], "environment.base_url"))
  }

  func present(_ json: JSON?) -> JSON? {
    json == .null ? nil : json
  }

  func wanted<Value>(_ value: Value?, _ place: String) throws(DocumentProblem) -> Value {
    guard let value else { throw .unknownValue(at: place) }
    return value
  }

  func text(_ json: JSON?, _ place: String) throws(DocumentProblem) -> String {
    try wanted(json?.string, place)
  }

  func choice<Choice: RawRepresentable<String>>(_ json: JSON?, _ place: String) throws(DocumentProblem) -> Choice {
    try wanted(Choice(rawValue: try text(json, place)), place)
  }

  func list<Value>(
    _ key: ExactString, _ read: (JSON) throws(DocumentProblem) -> Value
  ) throws(DocumentProblem) -> [Value] {
    try items(document[key], key.text, read)
  }

  func items<Value>(
    _ json: JSON?, _ place: String, _ read: (JSON) throws(DocumentProblem) -> Value
  ) throws(DocumentProblem) -> [Value] {
    var values: [Value] = []
    for item in try wanted(json?.array, place) { values.append(try read(item)) }
    return values
  }
}
