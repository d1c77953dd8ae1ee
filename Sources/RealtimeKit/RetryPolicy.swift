import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// When a request that failed is sent again.
struct RetryPolicy: Sendable {
  /// How often a request is sent at most.
  var tries = 4
  /// The longest wait before the first retry; it doubles with each.
  var firstWait = Duration.milliseconds(500)
  /// The longest wait before any retry.
  var longestWait = Duration.seconds(8)

  /// How long to wait before the retry of the given number, from 1.
  func wait(before retry: Int, after attempt: FailedAttempt) -> Duration {
    if let wait = attempt.retryAfter { return wait }
    // A server that keeps refusing without a word about how long has blocked us for the whole window.
    if attempt.error.status == 429, retry == tries - 1 { return Pace.block }
    return backoff(before: retry)
  }

  /// Anything up to a bound that doubles ("full jitter").
  private func backoff(before retry: Int) -> Duration {
    let bound = min(firstWait * (1 << min(retry - 1, 10)), longestWait)
    return bound * Double.random(in: 0...1)
  }
}

/// A request that was sent once and came to nothing.
struct FailedAttempt: Error, Hashable {
  let error: APIError
  /// How long the server asked to wait.
  var retryAfter: Duration?

  /// Whether nothing should be sent for a while, and not only this request.
  var pausesAll: Bool { retryAfter != nil || error.status == 429 }

  /// What is wrong where a wait of this length would end after the time for the whole run.
  func tooLate(by wait: Duration) -> APIError {
    guard pausesAll, case .refused(let refusal) = error else { return error }
    return .outlasting(refusal, wait: wait)
  }

  /// What the header field `Retry-After` asks for: seconds, or a date.
  /// - Parameter now: The server's own time where it says so, so that no clock needs to be right.
  static func retryAfter(_ fields: HTTPFields, now: Date) -> Duration? {
    guard let text = fields[.retryAfter] else { return nil }
    if let seconds = Int(text) { return (0...31_536_000).contains(seconds) ? .seconds(seconds) : nil }
    guard let end = Date(httpHeader: text) else { return nil }
    let start = fields[.date].flatMap { Date(httpHeader: $0) } ?? now
    let seconds = end.timeIntervalSince(start)
    return seconds > 0 && seconds < 31_536_000 ? .seconds(seconds) : nil
  }
}

extension APIError {
  /// Whether trying again may help.
  var isTransient: Bool {
    switch self {
    case .refused: isRefusedForNow || isServersFault
    case .unreachable(.tooLarge), .unreachable(.barred): false
    case .unreachable: true
    default: false
    }
  }

  /// Whether the server says that nothing was done, and that it may be done later.
  var isRefusedForNow: Bool { status.map { [408, 425, 429].contains($0) } ?? false }

  /// Whether a write may have taken effect although there was no success to see.
  var mayHaveTakenEffect: Bool {
    switch self {
    case .refused: isServersFault
    case .unreachable(.notConnected), .unreachable(.barred(.certificate)), .unreachable(.barred(.proxyAuthentication)):
      false
    case .unreachable, .unintelligible, .cutShort: true
    default: false
    }
  }

  private var isServersFault: Bool {
    status.map { [500, 502, 503, 504].contains($0) || (520...527).contains($0) } ?? false
  }
}
