import OrderedCollections

/// The version of all JSON documents that the program writes. A minor version adds keys; a major one is refused by older tools.
public let formatVersion = "1.0"

/// The program's version.
public let toolVersion = "0.1.0"

extension JSON {
  /// A document of the given kind, with the keys that all documents have.
  package static func document(kind: String, _ members: Object) -> JSON {
    var document: Object = ["format_version": .string(formatVersion), "kind": .string(kind)]
    document.merge(members) { _, new in new }
    return .object(document)
  }

  /// A string, or null where there is none.
  init(_ text: String?) {
    self = text.map(JSON.string) ?? .null
  }
}

extension Location {
  /// The place as `{"file", "line", "column"}`.
  package var json: JSON {
    ["file": .string(file), "line": .number(JSON.Number(line)), "column": .number(JSON.Number(column))]
  }
}

extension Environment {
  /// The environment as JSON.
  package var json: JSON {
    [
      "name": .string(name), "account_id": .string(accountID), "app_id": .string(appID),
      "base_url": .string(baseURL),
    ]
  }
}

extension Diagnostic {
  /// The diagnostic as JSON.
  /// - Parameter path: Turns a location's file into the path to show.
  package func json(path: (String) -> String = { $0 }) -> JSON {
    func place(_ location: Location) -> JSON {
      Location(file: path(location.file), line: location.line, column: location.column).json
    }
    var members: JSON.Object = [
      "severity": .string(severity.rawValue), "rule": .string(fault.rule),
      "message": .string(message), "location": place(location),
    ]
    if let hint = fault.hint { members["hint"] = .string(hint) }
    if !notes.isEmpty {
      members["notes"] = .array(
        notes.map { ["message": .string($0.kind.message), "location": place($0.location)] })
    }
    return .object(members)
  }
}
