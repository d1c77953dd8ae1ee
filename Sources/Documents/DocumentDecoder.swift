import Diagnostics
package import JSONValue
import Manifests
import OrderedCollections

/// The kinds of documents that presetctl reads back. Each has a digest that detects changes and truncation.
package enum SavedDocumentKind: String, Hashable, Sendable {
  case plan, snapshot
}

/// The reason why a saved document cannot be used.
package enum DocumentError: Error, Hashable, Sendable {
  /// The text is truncated or not valid JSON.
  case cut(JSONError)
  /// The document has another kind, or no kind.
  case otherKind(String?, expected: SavedDocumentKind)
  /// The format has a newer major version.
  case newerFormat(String)
  /// The digest does not match.
  case edited
  /// The digest matches, but a value is missing or unknown.
  case unknownValue(at: String)
}

extension DocumentError {
  /// The message, as a predicate without a subject.
  package var message: String {
    switch self {
    case .cut(let problem): "is truncated or not valid JSON: \(problem.message) (byte \(problem.offset + 1))"
    case .otherKind(let kind, let expected):
      kind.map { "is a document of the kind '\($0)', not a \(expected.rawValue)" } ?? "is not a \(expected.rawValue)"
    case .newerFormat(let version):
      "has the format version \(version), newer than the supported version \(Version.format)"
    case .edited: "was edited after it was written: its digest does not match"
    case .unknownValue(let key): "has a missing or unknown value at '\(key)'"
    }
  }

  /// Returns a hint on how to fix the problem.
  package func hint(for document: SavedDocumentKind) -> String {
    switch (self, document) {
    case (.newerFormat, .plan), (.unknownValue, .plan):
      "use the version of presetctl that wrote the plan, or create a new plan"
    case (_, .plan): "run 'presetctl plan --out FILE' again, and do not edit the file"
    case (.newerFormat, .snapshot), (.unknownValue, .snapshot): "use the version of presetctl that wrote the snapshot"
    case (_, .snapshot): "use an unedited snapshot that 'presetctl apply' wrote"
    }
  }
}

/// A decoder for the members of a saved document.
protocol DocumentDecoder {
  /// The document, with a valid digest.
  var document: JSON { get }
}

extension JSON {
  /// Returns a saved document of a kind. The layout of the JSON may differ from the written one.
  static func saved(_ kind: SavedDocumentKind, _ bytes: [UInt8]) throws(DocumentError) -> JSON {
    let document: JSON
    do { document = try JSON(parsing: bytes) } catch { throw .cut(error) }
    guard let members = document.object, let version = members["format_version"]?.string,
      members["kind"]?.string == kind.rawValue
    else { throw .otherKind(document["kind"]?.string, expected: kind) }
    guard let major = version.split(separator: ".").first.flatMap({ Int($0) }), major <= 1 else {
      throw .newerFormat(version)
    }
    guard members["digest"]?.string == document.digest else { throw .edited }
    return document
  }
}

extension DocumentDecoder {
  func environment() throws(DocumentError) -> Environment {
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

  func required<Value>(_ value: Value?, _ key: String) throws(DocumentError) -> Value {
    guard let value else { throw .unknownValue(at: key) }
    return value
  }

  func text(_ json: JSON?, _ key: String) throws(DocumentError) -> String {
    try required(json?.string, key)
  }

  func choice<Choice: RawRepresentable<String>>(_ json: JSON?, _ key: String) throws(DocumentError) -> Choice {
    try required(Choice(rawValue: try text(json, key)), key)
  }

  func list<Value>(
    _ key: ExactString, _ read: (JSON) throws(DocumentError) -> Value
  ) throws(DocumentError) -> [Value] {
    try items(document[key], key.text, read)
  }

  func items<Value>(
    _ json: JSON?, _ key: String, _ read: (JSON) throws(DocumentError) -> Value
  ) throws(DocumentError) -> [Value] {
    var values: [Value] = []
    for item in try required(json?.array, key) { values.append(try read(item)) }
    return values
  }
}
