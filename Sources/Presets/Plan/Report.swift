/// What became of each operation of a plan.
public struct Report: Hashable, Sendable {
  /// The end of an operation.
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    case done, failed, stale
    case inUse = "in-use"
    case notStarted = "not-started"
    case blocked
  }

  /// Why an operation was not done.
  public struct Failure: Hashable, Sendable {
    /// What happened, with the server's own words where it had any.
    public let message: String
    /// The HTTP status, where the server answered.
    public let status: Int?
    /// The id under which Cloudflare knows the request.
    public let requestID: String?
    /// The fields that moved since the plan: before in the plan, after now.
    public let moved: [FieldChange]

    /// Creates a failure.
    public init(message: String, status: Int? = nil, requestID: String? = nil, moved: [FieldChange] = []) {
      self.message = message
      self.status = status
      self.requestID = requestID
      self.moved = moved
    }
  }

  /// An operation and its end.
  public struct Entry: Hashable, Sendable {
    /// What was to be done.
    public let operation: Operation
    /// What became of it.
    public let outcome: Outcome
    /// Why it was not done, where there is a reason.
    public let failure: Failure?

    /// Creates an entry.
    public init(_ operation: Operation, _ outcome: Outcome, _ failure: Failure? = nil) {
      self.operation = operation
      self.outcome = outcome
      self.failure = failure
    }
  }

  /// What the run asked of the network.
  public struct Traffic: Hashable, Sendable {
    /// The number of requests sent, retries included.
    public var requests = 0
    /// The number of requests sent again.
    public var retries = 0
    /// The time spent waiting before retries, in seconds.
    public var waitedSeconds = 0.0

    /// Creates the traffic of a run that has sent nothing.
    public init() {}
  }

  /// The plan that was carried out, or was to be.
  public let plan: Plan
  /// Every operation of the plan, in the plan's order.
  public let entries: [Entry]
  /// What the whole run asked of the network.
  public let traffic: Traffic
  /// The file in which the presets are kept as they were before the first write; nil where there is none.
  public var snapshot: String?
  /// Whether a person, or a pipeline, ended the run before it was through.
  public var isInterrupted = false

  /// Creates a report on `plan`.
  public init(_ plan: Plan, entries: [Entry], traffic: Traffic = Traffic()) {
    self.plan = plan
    self.entries = entries
    self.traffic = traffic
  }

  /// The report on a plan of which nothing was started, because some operations may not be carried out.
  public init(blocking plan: Plan, traffic: Traffic = Traffic()) {
    let entries = plan.operations.map { operation in
      Entry(
        operation, operation.blocked == nil ? .notStarted : .blocked,
        operation.blocked.map { Failure(message: $0.message) })
    }
    self.init(plan, entries: entries, traffic: traffic)
  }

  /// The number of operations that ended so.
  public func count(_ outcome: Outcome) -> Int {
    entries.count { $0.outcome == outcome }
  }

  /// Whether every operation was done.
  public var isComplete: Bool { count(.done) == entries.count }
}
