package import Diagnostics

/// The severity of a lint rule, or off.
package enum LintLevel: String, Hashable, Sendable, CaseIterable {
  case off, note, warning, error

  /// The severity of the findings; nil if the rule is off.
  package var severity: Diagnostic.Severity? {
    switch self {
    case .off: nil
    case .note: .note
    case .warning: .warning
    case .error: .error
    }
  }
}

/// The levels of all lint rules: those set in the project file, else their defaults.
package struct LintLevels: Hashable, Sendable {
  private var byRule: [String: LintLevel] = [:]

  package init() {}

  package subscript(rule: LintRule) -> LintLevel {
    get { byRule[rule.id] ?? rule.level }
    set { byRule[rule.id] = newValue }
  }
}
