/// Diagnostics as commands that GitHub Actions turns into annotations on the lines of a pull request.
public enum GitHubAnnotations {
  /// One command a line, the gravest first: GitHub shows about ten of each kind a step.
  public static func text(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.sorted { (rank($0), $0) < (rank($1), $1) }.map { diagnostic in
      let message = diagnostic.message + (diagnostic.fault.hint.map { " (\($0))" } ?? "")
      let properties = [
        "file=\(path(diagnostic.location.file))", "line=\(diagnostic.location.line)",
        "col=\(diagnostic.location.column)", "title=\(property("presetctl: " + diagnostic.fault.rule))",
      ]
      return "::\(command(diagnostic.severity)) \(properties.joined(separator: ","))::\(data(message))\n"
    }.joined()
  }

  /// The command for an error that belongs to no line.
  public static func text(error message: String) -> String {
    "::error title=presetctl::\(data(message))\n"
  }

  private static func rank(_ diagnostic: Diagnostic) -> Int {
    switch (diagnostic.severity, diagnostic.fault) {
    case (.error, _): 0
    case (.warning, _): 1
    case (.note, .widens): 2
    case (.note, _): 3
    }
  }

  private static func command(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  /// The part behind the second `::`.
  private static func data(_ text: String) -> String {
    text.replacingScalars(["%": "%25", "\r": "%0D", "\n": "%0A"])
  }

  private static let propertyEscapes: [Unicode.Scalar: String] = [
    "%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C",
  ]

  private static func property(_ text: String) -> String { text.replacingScalars(propertyEscapes) }

  /// A file as GitHub finds it: written as it is, but for what commands or turns around the line that it stands in.
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
  /// The text with some characters replaced, and what could command a terminal or a pipeline made visible.
  fileprivate func replacingScalars(_ replacements: [Unicode.Scalar: String]) -> String {
    visible.unicodeScalars.map { replacements[$0] ?? String($0) }.joined()
  }
}
