package import Diagnostics
import Planning

/// Diagnostics as GitHub Actions commands, which GitHub shows on the lines of a pull request.
package enum GitHubAnnotations {
  /// Returns one command per line, sorted by severity, because GitHub shows only about ten of each kind per step.
  package static func text(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.sorted { (rank($0), $0) < (rank($1), $1) }.map { diagnostic in
      let message = diagnostic.message + (diagnostic.problem.hint.map { " (\($0))" } ?? "")
      let properties = [
        "file=\(path(diagnostic.location.file))", "line=\(diagnostic.location.line)",
        "col=\(diagnostic.location.column)", "title=\(property("presetctl: " + diagnostic.problem.rule))",
      ]
      return "::\(command(diagnostic.severity)) \(properties.joined(separator: ","))::\(data(message))\n"
    }.joined()
  }

  /// Returns the command for an error without a location.
  package static func text(error message: String) -> String {
    "::error title=presetctl::\(data(message))\n"
  }

  private static func rank(_ diagnostic: Diagnostic) -> Int {
    switch diagnostic.severity {
    case .error: 0
    case .warning: 1
    case .note: diagnostic.problem.rule == PlanRule.policyWidening.rawValue ? 2 : 3
    }
  }

  private static func command(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  /// Escapes the part after the second `::`.
  private static func data(_ text: String) -> String {
    text.replacingScalars(["%": "%25", "\r": "%0D", "\n": "%0A"])
  }

  private static let propertyEscapes: [Unicode.Scalar: String] = [
    "%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C",
  ]

  private static func property(_ text: String) -> String { text.replacingScalars(propertyEscapes) }

  /// Escapes a path. Other than in messages, only control and bidirectional characters are made visible, so that GitHub
  /// finds the file.
  private static func path(_ file: String) -> String {
    file.unicodeScalars.map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: propertyEscapes[scalar] ?? String(scalar).visible
      case .format where scalar.properties.isBidiControl: String(scalar).visible
      default: propertyEscapes[scalar] ?? String(scalar)
      }
    }.joined()
  }
}

extension String {
  /// Returns the text with some characters replaced, and control characters made visible.
  fileprivate func replacingScalars(_ replacements: [Unicode.Scalar: String]) -> String {
    visible.unicodeScalars.map { replacements[$0] ?? String($0) }.joined()
  }
}
