package import Diagnostics
import JSONValue
import Schema

extension Plan {
  /// The problems in lines of manifests: warnings, blocked operations, and notes on changes that widen or undo drift.
  package var diagnostics: [Diagnostic] {
    let known = Set(warnings.map { OperationProblem(problem: $0.problem, location: $0.location) })
    let notes = operations.flatMap(\.notes).filter { !known.contains($0) }
    return (warnings + blocked.compactMap { $0.diagnostic(.error) } + notes.compactMap { $0.diagnostic(.note) })
      .sorted()
  }

  /// The messages of blocked operations without a location, such as pruned presets.
  package var messagesWithoutLocation: [String] {
    blocked.filter { $0.location == nil }.map(\.problem.message)
  }

  /// One problem per blocked operation. Operations that the same limit blocks share one problem.
  fileprivate var blocked: [OperationProblem] {
    blocks.flatMap { block, operations in
      let operations = block.reason == .limit ? [operations.first { $0.location != nil } ?? operations[0]] : operations
      return operations.map { OperationProblem(problem: .blocked($0.name.text, block), location: $0.location) }
    }
  }
}

extension Report {
  /// Returns the problems in lines of manifests: warnings, failed operations, and notes on completed changes that widen
  /// or undo drift.
  /// - Parameter accepted: The outcomes besides `done` that are not a failure.
  package func diagnostics(accepting accepted: Set<Outcome> = []) -> [Diagnostic] {
    let problems = problems.compactMap { outcome, problem in
      problem.diagnostic(accepted.contains(outcome) ? .warning : .error)
    }
    let notes = entries.filter { $0.outcome == .done }.flatMap(\.operation.notes).compactMap { $0.diagnostic(.note) }
    return (plan.warnings + problems + notes).sorted()
  }

  /// The messages of failed operations without a location, such as pruned presets.
  package func messagesWithoutLocation(accepting accepted: Set<Outcome> = []) -> [String] {
    problems.filter { !accepted.contains($0.outcome) && $0.problem.location == nil }.map(\.problem.problem.message)
  }

  private var problems: [(outcome: Outcome, problem: OperationProblem)] {
    let undone = entries.filter { [.failed, .stale, .inUse].contains($0.outcome) }.map { entry in
      (
        outcome: entry.outcome,
        problem: OperationProblem(problem: .notApplied(entry), location: entry.operation.location)
      )
    }
    return (count(.blocked) > 0 ? plan.blocked.map { (.blocked, $0) } : []) + undone
  }
}

/// A problem with an operation, at the manifest that declares the preset; pruned presets have no location.
private struct OperationProblem: Hashable {
  let problem: Problem
  let location: Location?

  func diagnostic(_ severity: Diagnostic.Severity) -> Diagnostic? {
    location.map { Diagnostic(problem, severity: severity, at: $0) }
  }
}

extension Operation {
  /// A note for each change that widens or undoes drift, and for an operation that undoes drift as a whole.
  fileprivate var notes: [OperationProblem] {
    let drift = origin == .drift ? [OperationProblem(problem: .drifts(name.text, []), location: location)] : []
    if action == .create || action == .delete { return drift }
    return drift
      + changes.flatMap { change in
        let widening: [Problem] = change.effects.contains(.widens) ? [.widens(name.text, [change.field])] : []
        let drift: [Problem] = change.origin == .drift ? [.drifts(name.text, [change.field])] : []
        return (widening + drift).map { OperationProblem(problem: $0, location: change.location) }
      }
  }
}
