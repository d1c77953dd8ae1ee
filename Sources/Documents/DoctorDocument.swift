import Diagnostics
package import JSONValue
import OrderedCollections
import Planning

extension DoctorReport {
  /// The report as a JSON document.
  package var json: JSON {
    let checks = checks.map { check -> JSON in
      [
        "name": .string(check.name), "outcome": .string(check.outcome.rawValue), "message": .string(check.message),
        "hint": check.hint.map(JSON.string) ?? .null,
      ]
    }
    let findings = findings.map { findings in
      JSON.array(
        findings.map { finding in
          [
            "name": .string(finding.name), "found": .string(finding.found),
            "assumption": .string(finding.assumption), "switch": .bool(finding.isSwitch),
          ]
        })
    }
    let counts = Check.Outcome.allCases.map { ($0, JSON.number(JSON.Number(count($0)))) }
    return JSON.document(
      kind: "doctor",
      [
        "tool_version": .string(Version.tool), "checks": .array(checks), "findings": findings ?? .null,
        "emulation": emulation.map(JSON.string) ?? .null,
        "summary": .object(JSON.Object(uniqueKeysWithValues: counts.map { (ExactString($0.0.rawValue), $0.1) })),
      ])
  }
}

extension DocumentSchema {
  static let doctor = DocumentSchema(
    "doctor", "The results of the checks, and the behavior of the API.",
    [
      "tool_version": text("The version of presetctl."),
      "checks": list(
        object(
          [
            "name": text("The subject of the check."),
            "outcome": choice(DoctorReport.Check.Outcome.self, "The outcome of the check."),
            "message": text("The finding of the check."), "hint": nullable(text("How to fix the problem.")),
          ], description: "The result of one check.")),
      "findings": nullable(
        list(
          object(
            [
              "name": text("The behavior, or the name of the emulator's switch for it."),
              "found": text("The observed behavior."), "assumption": text("What presetctl assumes."),
              "switch": ["type": "boolean", "description": "Whether the emulator has a switch of this name."],
            ], description: "One behavior of the API."))),
      "emulation": nullable(text("The command that makes the emulator behave like the API.")),
      "summary": object(
        JSON.Object(
          uniqueKeysWithValues: DoctorReport.Check.Outcome.allCases.map {
            (ExactString($0.rawValue), count("Number of checks with the outcome `\($0.rawValue)`."))
          }), description: "The number of checks by outcome."),
    ])
}
