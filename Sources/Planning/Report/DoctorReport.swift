import Diagnostics

/// The result of `presetctl doctor`. It contains no account id, app id, or token.
package struct DoctorReport: Hashable, Sendable {
  /// The checks, in the order in which they ran.
  package var checks: [Check]
  /// The observed behavior of the API; nil without `--probe`.
  package var findings: [Finding]?

  package init(checks: [Check] = [], findings: [Finding]? = nil) {
    self.checks = checks
    self.findings = findings
  }

  /// The result of one check.
  package struct Check: Hashable, Sendable {
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
      case ok, warning, failed, skipped
    }

    /// The subject of the check, such as `token`.
    package let name: String
    package let outcome: Outcome
    package let message: String
    package let hint: String?

    package init(_ name: String, _ outcome: Outcome, _ message: String, hint: String? = nil) {
      self.name = name
      self.outcome = outcome
      self.message = message
      self.hint = hint
    }
  }

  /// One undocumented behavior of the API, as observed by the probe.
  package struct Finding: Hashable, Sendable {
    /// The behavior; for behaviors with an emulator switch, the name of the switch, such as `patch`.
    package let name: String
    /// The observed behavior; for a switch, the value to set.
    package let found: String
    /// The behavior that presetctl assumes, or the reason why every behavior works.
    package let assumption: String
    /// Whether the emulator has a switch for the behavior.
    package let isSwitch: Bool

    package init(_ name: String, _ found: String, _ assumption: String, isSwitch: Bool = false) {
      self.name = name
      self.found = found
      self.assumption = assumption
      self.isSwitch = isSwitch
    }
  }

  /// Returns the number of checks with an outcome.
  package func count(_ outcome: Check.Outcome) -> Int {
    checks.count { $0.outcome == outcome }
  }

  /// The command that makes the emulator behave like the API; nil without `--probe`.
  package var emulation: String? {
    findings.map { findings in
      (["presetctl emulate"] + findings.filter(\.isSwitch).map { "--behavior \($0.name)=\($0.found)" })
        .joined(separator: " ")
    }
  }

  /// A one-line summary.
  package var headline: String {
    let failed = count(.failed)
    let warnings = count(.warning) > 0 ? " \(counted(count(.warning), "warning"))." : ""
    if failed > 0 { return "\(counted(failed, "check")) failed." + warnings }
    return "All checks passed." + warnings
  }
}
