/// Where a change comes from.
public enum Origin: String, Hashable, Sendable, CaseIterable {
  /// The manifests changed.
  case intent
  /// The remote preset moved.
  case drift
}

extension Plan {
  /// The plan with every change labelled by where it comes from.
  ///
  /// What earlier manifests wanted already, and is nevertheless not so, is drift; everything else is intent.
  /// - Parameter earlier: What the manifests wanted at `base`.
  public func labelled(comparing earlier: DesiredState, at base: Base) -> Plan {
    let presets = Dictionary(earlier.presets.map { ($0.name, $0) }) { first, _ in first }
    var plan = self
    plan.base = base
    plan.operations = operations.map { operation in
      let preset = presets[operation.name]
      let previous = operation.previousName.flatMap { presets[$0] }
      return operation.labelled(comparing: preset, orUnderItsOldName: previous)
    }
    return plan
  }
}

extension Operation {
  fileprivate func labelled(comparing preset: DesiredPreset?, orUnderItsOldName previous: DesiredPreset?) -> Operation {
    var operation = self
    switch action {
    case .create, .rename: operation.origin = preset?.isAbsent == false ? .drift : .intent
    // Whoever declared a preset and does so no more asks for its deletion; nobody asked for one that nobody declared.
    case .delete where location == nil: operation.origin = preset?.isAbsent == false ? .intent : .drift
    case .delete: operation.origin = preset?.isAbsent == true ? .drift : .intent
    case .update: operation.origin = nil
    }
    let earlier = preset ?? previous
    operation.changes = changes.map { change in
      var change = change
      change.origin = earlier?.wants(change) == true ? .drift : .intent
      return change
    }
    return operation
  }
}

extension DesiredPreset {
  /// Whether the preset, too, asks for a change's outcome.
  fileprivate func wants(_ change: FieldChange) -> Bool {
    guard !isAbsent, let field = fields.first(where: { $0.path == change.field }),
      !ignoredChanges.contains(where: { $0.covers(change.field) })
    else { return false }
    return Diff.areEqual(field.value, change.after, at: change.field)
  }
}
