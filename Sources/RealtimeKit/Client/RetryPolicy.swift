import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How often failed requests are retried, and after which waits.
struct RetryPolicy: Sendable {
  /// The maximum number of attempts.
  var maximumAttempts = 4
  /// The maximum wait before the first retry; it doubles with each retry.
  var firstWait = Duration.milliseconds(500)
  /// The maximum wait before any retry.
  var longestWait = Duration.seconds(8)

  /// Returns the wait before a retry.
  /// - Parameter retry: The number of the retry, from 1.
  func wait(before retry: Int, after attempt: FailedAttempt) -> Duration {
    if let wait = attempt.retryAfter { return wait }
    // After several 429 responses without `Retry-After`, assume that the server blocks for the whole window.
    if attempt.error.status == 429, retry == maximumAttempts - 1 { return RateLimiter.blockDuration }
    return backoff(before: retry)
  }

  /// Returns a random wait up to a bound that doubles with each retry ("full jitter").
  private func backoff(before retry: Int) -> Duration {
    let bound = min(firstWait * (1 << min(retry - 1, 10)), longestWait)
    return bound * Double.random(in: 0...1)
  }
}

/// A failed attempt to send a request.
struct FailedAttempt: Error, Hashable {
  let error: APIError
  /// The wait that the server asked for.
  var retryAfter: Duration?

  /// Whether all requests must pause, not only this one.
  var pausesAllRequests: Bool { retryAfter != nil || error.status == 429 }

  /// Returns the error for a required wait that would end after the deadline.
  func deadlineError(by wait: Duration) -> APIError {
    guard pausesAllRequests, case .rejected(let rejection) = error else { return error }
    return .retryExceedsDeadline(rejection, wait: wait)
  }

  /// Returns the wait in the `Retry-After` header field, which holds seconds or a date.
  /// - Parameter now: The local time, used only if the response has no `Date` field.
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
  /// Whether a retry may succeed.
  var isTransient: Bool {
    switch self {
    case .rejected: isRefusedForNow || isServerError
    case .unreachable(.tooLarge), .unreachable(.permanentFailure): false
    case .unreachable: true
    default: false
    }
  }

  /// Whether the server did nothing but accepts the request later.
  var isRefusedForNow: Bool { status.map { [408, 425, 429].contains($0) } ?? false }

  /// Whether a write may have taken effect despite the error.
  var mayHaveTakenEffect: Bool {
    switch self {
    case .rejected: isServerError
    case .unreachable(.notConnected), .unreachable(.permanentFailure(.certificate)),
      .unreachable(.permanentFailure(.proxyAuthentication)):
      false
    case .unreachable, .unexpectedResponse, .runTimedOutBeforeResponse: true
    default: false
    }
  }

  private var isServerError: Bool {
    status.map { [500, 502, 503, 504].contains($0) || (520...527).contains($0) } ?? false
  }
}
