extension Plan {
  /// Everything to say on lines of manifests: the warnings, what is blocked, and which operations widen or undo drift.
  public var diagnostics: [Diagnostic] {
    let said = Set(warnings.map { Spot(fault: $0.fault, location: $0.location) })
    let notes = operations.flatMap(\.notes).filter { !said.contains(Spot(fault: $0.fault, location: $0.location)) }
    return (warnings + blockages.compactMap { $0.diagnostic(.error) } + notes).sorted()
  }

  /// What is blocked and belongs to no line.
  package var wordsWithoutPlace: [String] { blockages.filter { $0.location == nil }.map(\.fault.message) }

  /// What is blocked: one spot an operation, but one for all that a limit blocks together.
  fileprivate var blockages: [Spot] {
    blocks.flatMap { block, operations in
      let places = block.reason == .limit ? [operations.first { $0.location != nil } ?? operations[0]] : operations
      return places.map { operation in
        Spot(
          fault: .blocked(name: operation.name.text, reason: block.reason.rawValue, message: block.message),
          location: operation.location)
      }
    }
  }
}

extension Report {
  /// Everything to say on lines of manifests: warnings, what was not done and why, and which done operations widen or undo
  /// drift.
  /// - Parameter accepted: The outcomes that are no failure, beside `done`.
  public func diagnostics(accepting accepted: Set<Outcome> = []) -> [Diagnostic] {
    let mishaps = mishaps.compactMap { outcome, spot in
      spot.diagnostic(accepted.contains(outcome) ? .warning : .error)
    }
    let notes = entries.filter { $0.outcome == .done }.flatMap(\.operation.notes)
    return (plan.warnings + mishaps + notes).sorted()
  }

  /// What was not done and is no success, and belongs to no line.
  package func wordsWithoutPlace(accepting accepted: Set<Outcome> = []) -> [String] {
    mishaps.filter { !accepted.contains($0.outcome) && $0.spot.location == nil }.map(\.spot.fault.message)
  }

  private var mishaps: [(outcome: Outcome, spot: Spot)] {
    let undone = entries.compactMap { entry -> (outcome: Outcome, spot: Spot)? in
      guard [.failed, .stale, .inUse].contains(entry.outcome) else { return nil }
      let request = entry.failure?.requestID.map { " (request \($0))" } ?? ""
      let fault = Fault.undone(
        name: entry.operation.name.text, outcome: entry.outcome.rawValue,
        message: (entry.failure?.message ?? entry.outcome.words) + request,
        moved: entry.failure?.moved.map(\.field) ?? [])
      return (entry.outcome, Spot(fault: fault, location: entry.operation.location))
    }
    return (count(.blocked) > 0 ? plan.blockages.map { (.blocked, $0) } : []) + undone
  }
}

/// What is the matter, at the line that asks for it; a preset that is pruned has none.
private struct Spot: Hashable {
  let fault: Fault
  let location: Location?

  func diagnostic(_ severity: Diagnostic.Severity) -> Diagnostic? {
    location.map { Diagnostic(fault, severity: severity, at: $0) }
  }
}

extension Operation {
  /// A note on every change that widens or undoes drift, and one on an operation that does so as a whole.
  fileprivate var notes: [Diagnostic] {
    let isWhole = action == .create || action == .delete
    let whole = Spot(fault: .drifts(name: name.text, fields: []), location: origin == .drift ? location : nil)
    let spots =
      isWhole
      ? []
      : changes.flatMap { change in
        let widening = change.effects.contains(.widens) ? [Fault.widens(name: name.text, fields: [change.field])] : []
        let drift = change.origin == .drift ? [Fault.drifts(name: name.text, fields: [change.field])] : []
        return (widening + drift).map { Spot(fault: $0, location: change.location) }
      }
    return ([whole] + spots).compactMap { $0.diagnostic(.note) }
  }
}
