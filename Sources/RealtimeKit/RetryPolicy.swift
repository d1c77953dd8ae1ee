/// When a request that failed is sent again.
struct RetryPolicy: Sendable {
  /// How often a request is sent at most.
  var tries = 4
  /// The longest wait before the first retry; it doubles with each.
  var firstWait = Duration.milliseconds(500)
  /// The longest wait before any retry.
  var longestWait = Duration.seconds(8)

  /// How long to wait before the retry of the given number, from 1: anything up to a bound that doubles ("full jitter").
  func wait(before retry: Int) -> Duration {
    let bound = min(firstWait * (1 << min(retry - 1, 10)), longestWait)
    return bound * Double.random(in: 0...1)
  }
}

extension APIError {
  /// Whether trying again may help.
  var isTransient: Bool {
    switch self {
    case .refused(let refusal):
      [408, 425, 429, 500, 502, 503, 504].contains(refusal.status) || (520...527).contains(refusal.status)
    case .unreachable(.tooLarge): false
    case .unreachable: true
    default: false
    }
  }
}
