/// How grave it is when a rule is broken.
public enum LintLevel: String, Hashable, Sendable, CaseIterable {
  case off, note, warning, error

  /// The severity of what the rule finds; nil where it is not looked for.
  public var severity: Diagnostic.Severity? {
    switch self {
    case .off: nil
    case .note: .note
    case .warning: .warning
    case .error: .error
    }
  }
}

/// The levels that a project file gives to rules; the others have their own.
public struct LintLevels: Hashable, Sendable {
  private var byRule: [String: LintLevel] = [:]

  /// Leaves every rule at its own level.
  public init() {}

  /// The level of a rule.
  public subscript(rule: LintRule) -> LintLevel {
    get { byRule[rule.id] ?? rule.level }
    set { byRule[rule.id] = newValue }
  }
}
