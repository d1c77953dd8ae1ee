package import Diagnostics
import Documents
package import JSONValue

/// Diagnostics as a GitLab Code Quality report, which GitLab shows on the lines of a merge request.
package enum CodeQuality {
  /// Returns the report: a list of issues, each with a fingerprint that does not depend on its line.
  package static func json(_ diagnostics: [Diagnostic]) -> JSON {
    var counts: [String: Int] = [:]
    return .array(
      diagnostics.map { diagnostic in
        let key = [diagnostic.location.file, diagnostic.problem.rule, diagnostic.message].joined(separator: "\u{0}")
        let occurrence = counts[key, default: 0]
        counts[key] = occurrence + 1
        return [
          "type": "issue",
          "check_name": .string(diagnostic.problem.rule),
          "description": .string(diagnostic.message),
          "categories": ["Bug Risk"],
          "severity": .string(severity(diagnostic.severity)),
          "fingerprint": .string("\(key)\u{0}\(occurrence)".sha256),
          "location": [
            "path": .string(diagnostic.location.file),
            "lines": ["begin": .number(JSON.Number(diagnostic.location.line))],
          ],
        ]
      })
  }

  private static func severity(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "major"
    case .warning: "minor"
    case .note: "info"
    }
  }
}
