import HTTPTypes
import Synchronization

/// Keeps a run within the API's limits: a budget of requests, the remaining requests that the server reports, and the pauses that it
/// asks for. It only calculates waits; `Connection` does the waiting.
final class RateLimiter: Sendable {
  /// The period of the budget.
  static let window = Duration.seconds(5 * 60)
  /// How long the server rejects all requests after its limit was exceeded.
  static let blockDuration = window

  private struct State {
    /// The times of the requests in the last window, oldest first.
    var sent: [Duration] = []
    /// The number of requests without a response so far.
    var inFlight = 0
    /// The remaining requests that the server reported, and until when that count applies.
    var remaining: (count: Int, until: Duration)?
    var pause: Wait?
  }

  /// A period in which nothing is sent.
  struct Wait: Hashable {
    let end: Duration
    let reason: WaitReason
  }

  private let limit: Int?
  private let state = Mutex(State())

  /// - Parameter limit: The maximum number of requests in five minutes; nil for no limit but the server's.
  init(limit: Int?) {
    self.limit = limit
  }

  /// Counts a request as sent now, or returns the wait that is required first.
  func admit(at now: Duration) -> Wait? {
    state.withLock { state in
      let waits = [state.pause, wait(forServer: state, now), wait(forBudget: &state, now)].compactMap(\.self)
      if let longest = waits.filter({ $0.end > now }).max(by: { $0.end < $1.end }) { return longest }
      state.sent.append(now)
      state.inFlight += 1
      state.remaining?.count -= 1
      return nil
    }
  }

  /// Records the header of a response, or nil if there was no response.
  func record(_ fields: HTTPFields?, at now: Duration) {
    state.withLock { state in
      state.inFlight -= 1
      guard let text = fields?[.rateLimit], let (remaining, reset) = Self.rateLimit(text) else { return }
      // Subtract the requests in flight, which the server may not have counted yet.
      let count = max(0, remaining - state.inFlight)
      if let known = state.remaining, now < known.until {
        state.remaining = (min(count, known.count), now + reset)
      } else {
        state.remaining = (count, now + reset)
      }
    }
  }

  /// Pauses all requests until a point in time.
  func pause(until end: Duration, _ reason: WaitReason) {
    state.withLock { state in
      if end > state.pause?.end ?? .zero { state.pause = Wait(end: end, reason: reason) }
    }
  }

  private func wait(forServer state: State, _ now: Duration) -> Wait? {
    state.remaining.flatMap { $0.count <= 0 ? Wait(end: $0.until, reason: .serverBudget) : nil }
  }

  private func wait(forBudget state: inout State, _ now: Duration) -> Wait? {
    guard let limit, state.sent.count >= limit else { return nil }
    state.sent.removeFirst(state.sent.prefix { $0 + Self.window <= now }.count)
    guard state.sent.count >= limit else { return nil }
    return Wait(end: state.sent[state.sent.count - limit] + Self.window, reason: .budget(limit))
  }

  /// Parses a `Ratelimit` header such as `"default";r=50;t=30`: 50 requests remain for the next 30 seconds.
  static func rateLimit(_ text: String) -> (remaining: Int, reset: Duration)? {
    // With several policies, the first one is the closest to its limit.
    let parameters = text.prefix { $0 != "," }.split(separator: ";").dropFirst().map {
      $0.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
    }
    func number(_ name: String) -> Int? {
      parameters.first { $0.count == 2 && $0[0] == name }.flatMap { Int($0[1]) }
    }
    guard let remaining = number("r"), let reset = number("t"), remaining >= 0, (0...86_400).contains(reset) else {
      return nil
    }
    return (remaining, .seconds(reset))
  }
}

/// Why a run waits.
package enum WaitReason: Hashable, Sendable {
  /// The server asked for a pause, with this status.
  case serverRequested(status: Int)
  /// The server's rate limit is used up.
  case serverBudget
  /// The run's budget, in requests per five minutes, is used up.
  case budget(Int)
  /// A failed request will be retried.
  case retry
}

extension HTTPField.Name {
  static let cfRay = HTTPField.Name("cf-ray") ?? .server
  fileprivate static let rateLimit = HTTPField.Name("Ratelimit") ?? .server
}
