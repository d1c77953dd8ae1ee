#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// A clock that can also sleep. Tests use a virtual clock, so that they do not wait.
package protocol TimeSource: Sendable {
  /// Returns the time since a fixed start.
  func now() -> Duration
  /// Returns the current date, to compare with dates from servers.
  func date() -> Date
  func sleep(for duration: Duration) async throws
}

/// The clock of the machine.
package struct SystemClock: TimeSource {
  private let start = ContinuousClock.now

  package init() {}

  package func now() -> Duration { ContinuousClock.now - start }

  package func date() -> Date { .now }

  package func sleep(for duration: Duration) async throws {
    try await Task.sleep(for: duration)
  }
}

/// The point in time after which no request is sent.
struct Deadline: Sendable {
  let time: any TimeSource
  let end: Duration

  init(after duration: Duration, _ time: any TimeSource) {
    self.time = time
    end = time.now() + duration
  }

  /// The remaining time; zero or less after the deadline.
  var remaining: Duration { end - time.now() }
}
