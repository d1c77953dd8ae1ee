/// The result of applying a plan: one outcome per operation.
package struct Report: Hashable, Sendable {
  /// The result of an operation.
  package enum Outcome: String, Hashable, Sendable, CaseIterable {
    case done, failed, stale
    case inUse = "in-use"
    case notStarted = "not-started"
    case blocked

    /// The outcome as text, such as `not started`.
    package var description: String { rawValue.replacing("-", with: " ") }
  }

  /// The reason why an operation was not done.
  package struct Failure: Hashable, Sendable {
    /// The cause, including the server's message if there is one.
    package let message: String
    /// The HTTP status; nil if the server did not respond.
    package let status: Int?
    /// Cloudflare's id of the request.
    package let requestID: String?
    /// The fields that changed since the plan was made: `before` is the value in the plan, `after` the current value.
    package let staleFields: [FieldChange]

    package init(message: String, status: Int? = nil, requestID: String? = nil, staleFields: [FieldChange] = []) {
      self.message = message
      self.status = status
      self.requestID = requestID
      self.staleFields = staleFields
    }
  }

  /// An operation and its outcome.
  package struct Entry: Hashable, Sendable {
    package let operation: Operation
    package let outcome: Outcome
    /// Why the operation was not done; nil if it was done or not started.
    package let failure: Failure?

    package init(_ operation: Operation, _ outcome: Outcome, _ failure: Failure? = nil) {
      self.operation = operation
      self.outcome = outcome
      self.failure = failure
    }
  }

  /// The network requests of a run.
  package struct Traffic: Hashable, Sendable {
    /// The number of requests, including retries.
    package var requests = 0
    /// The number of retries.
    package var retries = 0
    /// The time spent waiting before retries, in seconds.
    package var waitedSeconds = 0.0

    package init() {}
  }

  /// The plan that was applied.
  package let plan: Plan
  /// One entry per operation, in the plan's order.
  package let entries: [Entry]
  package let traffic: Traffic
  /// The snapshot file with the presets as they were before the first write; nil without a snapshot.
  package var snapshot: String?
  /// Whether the run was interrupted before it finished.
  package var isInterrupted = false

  package init(_ plan: Plan, entries: [Entry], traffic: Traffic = Traffic()) {
    self.plan = plan
    self.entries = entries
    self.traffic = traffic
  }

  /// Creates a report on a plan that was not started because some operations are blocked.
  package init(blocking plan: Plan, traffic: Traffic = Traffic()) {
    let entries = plan.operations.map { operation in
      Entry(
        operation, operation.blocked == nil ? .notStarted : .blocked,
        operation.blocked.map { Failure(message: $0.message) })
    }
    self.init(plan, entries: entries, traffic: traffic)
  }

  /// Returns the number of operations with an outcome.
  package func count(_ outcome: Outcome) -> Int {
    entries.count { $0.outcome == outcome }
  }

  /// Whether every operation was done.
  package var isComplete: Bool { count(.done) == entries.count }
}
