#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// The time, as far as the program waits or counts it. Tests bring their own, so that none of them sleeps.
public protocol Timekeeper: Sendable {
  /// The time since some fixed start.
  func now() -> Duration
  /// The date, for comparing with what servers say.
  func date() -> Date
  /// Waits.
  func sleep(for duration: Duration) async throws
}

/// The machine's own time.
public struct SystemTime: Timekeeper {
  private let start = ContinuousClock.now

  /// Starts counting now.
  public init() {}

  public func now() -> Duration { ContinuousClock.now - start }

  public func date() -> Date { .now }

  public func sleep(for duration: Duration) async throws {
    try await Task.sleep(for: duration)
  }
}

/// The moment after which nothing new is started.
struct Deadline: Sendable {
  let time: any Timekeeper
  let end: Duration

  init(after duration: Duration, _ time: any Timekeeper) {
    self.time = time
    end = time.now() + duration
  }

  /// What is left; zero or less when time is up.
  var remaining: Duration { end - time.now() }
}
