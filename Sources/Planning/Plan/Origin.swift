package import Manifests

/// The origin of a change.
package enum Origin: String, Hashable, Sendable, CaseIterable {
  /// The manifests changed.
  case intent
  /// The remote preset changed.
  case drift
}

extension Plan {
  /// Returns the plan with an origin for every change.
  ///
  /// A difference is drift if the earlier manifests already set the desired value, and intent otherwise.
  /// - Parameter earlier: The state that the manifests declared at `base`.
  package func labeled(comparing earlier: DesiredState, at base: Base) -> Plan {
    var plan = self
    plan.base = base
    plan.operations = operations.map { operation in
      operation.labeled(comparing: earlier[operation.name], previous: operation.previousName.flatMap { earlier[$0] })
    }
    return plan
  }
}

extension Operation {
  fileprivate func labeled(comparing preset: DesiredPreset?, previous: DesiredPreset?) -> Operation {
    var operation = self
    switch action {
    case .create, .rename: operation.origin = preset?.isAbsent == false ? .drift : .intent
    // A preset that is no longer declared is deleted on purpose; one that was never declared appeared remotely.
    case .delete where location == nil: operation.origin = preset?.isAbsent == false ? .intent : .drift
    case .delete: operation.origin = preset?.isAbsent == true ? .drift : .intent
    case .update: operation.origin = nil
    }
    let earlier = preset ?? previous
    operation.changes = changes.map { change in
      var change = change
      change.origin = earlier?.declaresResult(of: change) == true ? .drift : .intent
      return change
    }
    return operation
  }
}

extension DesiredPreset {
  /// Returns whether the preset sets a field to the value after a change.
  fileprivate func declaresResult(of change: FieldChange) -> Bool {
    guard !isAbsent, let field = field(at: change.field), !ignoresChanges(of: change.field) else { return false }
    return Diff.areEqual(field.value, change.after, at: change.field)
  }
}
