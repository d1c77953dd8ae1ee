/// What `doctor` looked at, and what it found: a value to be shown in any form, with no account, app or token in it.
public struct Checkup: Hashable, Sendable {
  /// What was looked at, in the order of looking.
  public var checks: [Check]
  /// How the API behaves, as far as that was tried; nil where nobody asked.
  public var findings: [Finding]?

  /// Creates a checkup.
  public init(checks: [Check] = [], findings: [Finding]? = nil) {
    self.checks = checks
    self.findings = findings
  }

  /// Something that is in order, or is not.
  public struct Check: Hashable, Sendable {
    /// The ends of a check.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
      case ok, warning, failed, skipped
    }

    /// What is looked at, in a word: `token`.
    public let name: String
    /// How it is.
    public let outcome: Outcome
    /// What was found.
    public let message: String
    /// What to do about it.
    public let hint: String?

    /// Creates a check.
    public init(_ name: String, _ outcome: Outcome, _ message: String, hint: String? = nil) {
      self.name = name
      self.outcome = outcome
      self.message = message
      self.hint = hint
    }
  }

  /// How the API behaves in one respect that nobody has documented.
  public struct Finding: Hashable, Sendable {
    /// What it is about; the name of the emulator's switch where it has one: `patch`.
    public let name: String
    /// What was found; for a switch, the value it takes.
    public let found: String
    /// What the program takes for granted, or why either will do.
    public let assumption: String
    /// Whether the emulator can be made to behave so.
    public let isSwitch: Bool

    /// Creates a finding.
    public init(_ name: String, _ found: String, _ assumption: String, isSwitch: Bool = false) {
      self.name = name
      self.found = found
      self.assumption = assumption
      self.isSwitch = isSwitch
    }
  }

  /// The number of checks that ended so.
  public func count(_ outcome: Check.Outcome) -> Int {
    checks.count { $0.outcome == outcome }
  }

  /// The command that makes the emulator behave as the API did; nil where nothing was tried.
  public var emulation: String? {
    findings.map { findings in
      (["presetctl emulate"] + findings.filter(\.isSwitch).map { "--behavior \($0.name)=\($0.found)" })
        .joined(separator: " ")
    }
  }

  /// The result in one line.
  package var words: String {
    let failed = count(.failed)
    let warnings = count(.warning) > 0 ? " \(counted(count(.warning), "warning"))." : ""
    if failed > 0 { return "\(counted(failed, "check")) failed." + warnings }
    return "Everything that could be checked is in order." + warnings
  }
}
