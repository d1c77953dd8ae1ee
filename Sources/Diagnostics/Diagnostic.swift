/// A problem in a file, with its location.
///
/// ```text
/// presets/host.yaml:4:3: error[unknown-field]: unknown field 'can_recod'. Did you mean 'can_record'?
///     4 |   can_recod: true
///       |   ^^^^^^^^^
/// ```
package struct Diagnostic: Error, Hashable {
  /// Only errors make a command fail.
  package enum Severity: String, Hashable, Sendable, CaseIterable {
    case error, warning, note
  }

  /// A second location that explains the problem.
  package struct Note: Hashable, Sendable {
    package let message: String
    package let location: Location

    package init(_ message: String, at location: Location) {
      self.message = message
      self.location = location
    }
  }

  package let severity: Severity
  package let problem: Problem
  /// The start of the token in question.
  package let location: Location
  /// The width of the token in columns, for underlining it.
  package let width: Int
  package var notes: [Note]
  /// The environments that have the problem, if several were checked and only some have it.
  package var environments: [String] = []
  /// The source line, if the file could be read.
  package var excerpt: String?

  package init(
    _ problem: Problem, severity: Severity = .error, at location: Location, width: Int = 1, notes: [Note] = []
  ) {
    self.severity = severity
    self.problem = problem
    self.location = location
    self.width = width
    self.notes = notes
  }

  package init<Value>(
    _ problem: Problem, severity: Severity = .error, at value: Located<Value>, notes: [Note] = []
  ) {
    self.init(problem, severity: severity, at: value.location, width: value.width, notes: notes)
  }

  /// The problem in one line.
  package var message: String { problem.message + environmentSuffix }

  /// The end of the message if only some environments have the problem.
  package var environmentSuffix: String {
    environments.isEmpty ? "" : " (in \(environments.list))"
  }
}

extension Diagnostic: Comparable {
  package static func < (left: Diagnostic, right: Diagnostic) -> Bool {
    if left.location != right.location { return left.location < right.location }
    return (left.problem.rule, left.message) < (right.problem.rule, right.message)
  }
}

extension Sequence<Diagnostic> {
  package var containsErrors: Bool {
    contains { $0.severity == .error }
  }
}
