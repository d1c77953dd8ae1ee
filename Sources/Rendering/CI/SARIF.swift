package import Diagnostics
package import JSONValue
import Manifests
import OrderedCollections
import Schema

/// Diagnostics in the Static Analysis Results Interchange Format, version 2.1.0.
package enum SARIF {
  /// Returns the log of one run.
  /// - Parameter failures: Errors without a location.
  package static func json(_ diagnostics: [Diagnostic], failures: [String] = []) -> JSON {
    let rules = Set(diagnostics.map(\.problem.rule)).sorted()
    let indices = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1, $0) })
    let notifications = failures.map { ["level": "error", "message": ["text": .string($0)]] as JSON }
    return [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "presetctl", "version": .string(Version.tool), "semanticVersion": .string(Version.tool),
              "rules": .array(
                rules.map {
                  ["id": .string($0), "shortDescription": ["text": .string(LintRule(id: $0)?.title ?? $0.sentence)]]
                }),
            ]
          ],
          "columnKind": "unicodeCodePoints",
          "invocations": [
            [
              "executionSuccessful": .bool(failures.isEmpty && !diagnostics.containsErrors),
              "toolExecutionNotifications": .array(notifications),
            ]
          ],
          "results": .array(diagnostics.map { result($0, indices[$0.problem.rule] ?? 0) }),
        ]
      ],
    ]
  }

  private static func result(_ diagnostic: Diagnostic, _ ruleIndex: Int) -> JSON {
    let hint = diagnostic.problem.hint.map { " (\($0))" } ?? ""
    let related = diagnostic.notes.map { note -> JSON in
      ["message": ["text": .string(note.message)], "physicalLocation": physicalLocation(note.location, width: nil)]
    }
    var members: JSON.Object = [
      "ruleId": .string(diagnostic.problem.rule), "ruleIndex": .number(JSON.Number(ruleIndex)),
      "level": .string(diagnostic.severity.rawValue),
      "message": ["text": .string(diagnostic.message + hint)],
      "locations": [["physicalLocation": physicalLocation(diagnostic.location, width: diagnostic.width)]],
    ]
    if !related.isEmpty { members["relatedLocations"] = .array(related) }
    return .object(members)
  }

  private static func physicalLocation(_ location: Location, width: Int?) -> JSON {
    var region: JSON.Object = [
      "startLine": .number(JSON.Number(location.line)), "startColumn": .number(JSON.Number(location.column)),
    ]
    if let width { region["endColumn"] = .number(JSON.Number(location.column + width)) }
    var artifact: JSON.Object = ["uri": .string(uri(location.file))]
    if !location.file.hasPrefix("/") { artifact["uriBaseId"] = "%SRCROOT%" }
    return ["artifactLocation": .object(artifact), "region": .object(region)]
  }

  /// Returns a path as a relative reference, or as a file URL if it is absolute.
  private static func uri(_ path: String) -> String {
    let encoded = path.percentEncoded(allowing: "-_.~/")
    return path.hasPrefix("/") ? "file://" + encoded : encoded
  }
}

extension String {
  /// The words of a rule's id.
  fileprivate var sentence: String {
    split(separator: "-").joined(separator: " ")
  }
}
