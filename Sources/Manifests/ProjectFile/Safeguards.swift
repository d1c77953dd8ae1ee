/// The limits and policies that block dangerous operations in an environment.
package struct Safeguards: Hashable, Sendable {
  /// The presets that are never deleted.
  package var protect: [NamePattern]
  /// The limits of a plan.
  package var limits: OperationLimits
  /// The treatment of changes that widen, and of drift.
  package var policy: Policy

  package init(protect: [NamePattern] = [], limits: OperationLimits = OperationLimits(), policy: Policy = Policy()) {
    self.protect = protect
    self.limits = limits
    self.policy = policy
  }
}

/// The limits of a single plan.
package struct OperationLimits: Hashable, Sendable {
  /// A maximum number of presets to update, rename, or delete.
  package enum Changes: Hashable, Sendable {
    case count(Int)
    /// A percentage of the presets in scope.
    case percent(Int)

    /// Parses a limit such as `20` or `50%`.
    package init?(_ text: String) {
      let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
      guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) else {
        return nil
      }
      guard text.hasSuffix("%") else {
        self = .count(number)
        return
      }
      guard number <= 100 else { return nil }
      self = .percent(number)
    }
  }

  /// The maximum number of presets to delete.
  package var deletes: Int
  /// The maximum number of presets to update, rename, or delete; nil for no limit.
  package var changes: Changes?
  /// Whether all presets in scope may be deleted at once.
  package var allowsDeletingAll: Bool

  package init(deletes: Int = 3, changes: Changes? = nil, allowsDeletingAll: Bool = false) {
    self.deletes = deletes
    self.changes = changes
    self.allowsDeletingAll = allowsDeletingAll
  }
}

/// The treatment of certain kinds of changes.
package struct Policy: Hashable, Sendable {
  package enum Level: String, Hashable, Sendable, CaseIterable {
    case allow, warn, deny
  }

  /// For changes that give participants more power.
  package var widening: Level
  /// For changes that undo what was edited outside the manifests.
  package var drift: Level

  package init(widening: Level = .allow, drift: Level = .allow) {
    self.widening = widening
    self.drift = drift
  }
}
