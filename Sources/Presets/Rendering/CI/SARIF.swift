import OrderedCollections

/// Diagnostics in the Static Analysis Results Interchange Format, version 2.1.0.
public enum SARIF {
  /// The log of one run.
  /// - Parameter failures: What went wrong and is not said by a diagnostic.
  public static func json(_ diagnostics: [Diagnostic], failures: [String] = []) -> JSON {
    let rules = Set(diagnostics.map(\.fault.rule)).sorted()
    let indices = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1, $0) })
    let notifications = failures.map { ["level": "error", "message": ["text": .string($0)]] as JSON }
    return [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "presetctl", "version": .string(toolVersion), "semanticVersion": .string(toolVersion),
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
          "results": .array(diagnostics.map { result($0, indices[$0.fault.rule] ?? 0) }),
        ]
      ],
    ]
  }

  private static func result(_ diagnostic: Diagnostic, _ ruleIndex: Int) -> JSON {
    let hint = diagnostic.fault.hint.map { " (\($0))" } ?? ""
    let related = diagnostic.notes.map { note -> JSON in
      ["message": ["text": .string(note.kind.message)], "physicalLocation": place(note.location, width: nil)]
    }
    var members: JSON.Object = [
      "ruleId": .string(diagnostic.fault.rule), "ruleIndex": .number(JSON.Number(ruleIndex)),
      "level": .string(diagnostic.severity.rawValue),
      "message": ["text": .string(diagnostic.message + hint)],
      "locations": [["physicalLocation": place(diagnostic.location, width: diagnostic.width)]],
    ]
    if !related.isEmpty { members["relatedLocations"] = .array(related) }
    return .object(members)
  }

  private static func place(_ location: Location, width: Int?) -> JSON {
    var region: JSON.Object = [
      "startLine": .number(JSON.Number(location.line)), "startColumn": .number(JSON.Number(location.column)),
    ]
    if let width { region["endColumn"] = .number(JSON.Number(location.column + width)) }
    var artifact: JSON.Object = ["uri": .string(uri(location.file))]
    if !location.file.hasPrefix("/") { artifact["uriBaseId"] = "%SRCROOT%" }
    return ["artifactLocation": .object(artifact), "region": .object(region)]
  }

  /// The path as a relative reference, or a file URL where it is absolute.
  private static func uri(_ path: String) -> String {
    let encoded = path.percentEncoded(keeping: "-_.~/")
    return path.hasPrefix("/") ? "file://" + encoded : encoded
  }
}

extension String {
  /// A rule's id as words.
  fileprivate var sentence: String {
    split(separator: "-").joined(separator: " ")
  }
}
