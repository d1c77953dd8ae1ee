import Crypto
import Diagnostics
package import JSONValue
import Manifests
import OrderedCollections

extension JSON {
  /// Returns a document of a kind, with the keys that all documents have.
  package static func document(kind: String, _ members: Object) -> JSON {
    var document: Object = ["format_version": .string(Version.format), "kind": .string(kind)]
    document.merge(members) { _, new in new }
    return .object(document)
  }

  /// Creates a string, or null from nil.
  init(_ text: String?) {
    self = text.map(JSON.string) ?? .null
  }
}

extension JSON {
  /// The value of a document's `digest` member: the SHA-256 of its canonical text without that member.
  var digest: String {
    var members = object ?? [:]
    members["digest"] = nil
    return "sha256:" + JSON.object(members).text(.canonical).sha256
  }

  /// The document with its digest.
  var signed: JSON {
    var members = object ?? [:]
    members["digest"] = .string(digest)
    return .object(members)
  }
}

extension String {
  /// The SHA-256 of the text in UTF-8, as 64 hexadecimal digits.
  package var sha256: String {
    SHA256.hash(data: Array(utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension Location {
  /// The location as `{"file", "line", "column"}`.
  package var json: JSON {
    ["file": .string(file), "line": .number(JSON.Number(line)), "column": .number(JSON.Number(column))]
  }
}

extension Environment {
  package var json: JSON {
    [
      "name": .string(name), "account_id": .string(accountID), "app_id": .string(appID),
      "base_url": .string(baseURL),
    ]
  }
}

extension Diagnostic {
  /// Returns the diagnostic as JSON.
  /// - Parameter path: Maps a location's file to the path to show.
  package func json(path: (String) -> String = { $0 }) -> JSON {
    func shown(_ location: Location) -> JSON {
      Location(file: path(location.file), line: location.line, column: location.column).json
    }
    var members: JSON.Object = [
      "severity": .string(severity.rawValue), "rule": .string(problem.rule),
      "message": .string(message), "location": shown(location),
    ]
    if let hint = problem.hint { members["hint"] = .string(hint) }
    if !notes.isEmpty {
      members["notes"] = .array(
        notes.map { ["message": .string($0.message), "location": shown($0.location)] })
    }
    return .object(members)
  }
}

extension DocumentSchema {
  static let location = object(
    [
      "file": text("The path of the file, with `/` as the separator."), "line": ["type": "integer", "minimum": 1],
      "column": ["type": "integer", "minimum": 1, "description": "The column, in Unicode scalars."],
    ], description: "A location in a file.")

  static let diagnostic = object(
    [
      "severity": choice(Diagnostic.Severity.self, "The severity."),
      "rule": text("The id of the rule."), "message": text("The problem."),
      "hint": text("How to fix the problem."), "location": reference("location"),
      "notes": list(
        object(
          ["message": text("How the location is related to the problem."), "location": reference("location")],
          description: "A related location.")),
    ], description: "A problem in a file, with its location.", optional: ["hint", "notes"])
}
