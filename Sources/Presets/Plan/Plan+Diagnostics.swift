extension Plan {
  /// The warnings, and a note on every change that widens or undoes drift, at the line that asks for it.
  public var diagnostics: [Diagnostic] {
    let notes = operations.flatMap { operation in
      operation.changes.flatMap { change -> [Diagnostic] in
        guard let location = change.location else { return [] }
        let name = operation.name.text
        let widening = change.effects.contains(.widens) ? [Fault.widens(name: name, fields: [change.field])] : []
        let drift = change.origin == .drift ? [Fault.drifts(name: name, fields: [change.field])] : []
        return (widening + drift).map { Diagnostic($0, severity: .note, at: location) }
      }
    }
    return (warnings + notes).sorted()
  }
}
