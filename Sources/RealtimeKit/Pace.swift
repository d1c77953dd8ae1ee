import HTTPTypes
import Synchronization

/// Keeps a run within what the API allows: a budget of requests, what the server says is left of its own, and the pauses
/// that it asks for. It only does the sums; `Connection` waits.
final class Pace: Sendable {
  /// The time in which the budget must do.
  static let window = Duration.seconds(5 * 60)
  /// How long a server that has enough of us refuses everything.
  static let block = window

  private struct State {
    /// When the requests of the last window were sent, the oldest first.
    var sent: [Duration] = []
    /// How many requests have no answer yet.
    var underWay = 0
    /// What the server says is left, and until when.
    var left: (count: Int, until: Duration)?
    var pause: Wait?
  }

  /// A time in which nothing is sent.
  struct Wait: Hashable {
    let end: Duration
    let reason: WaitReason
  }

  private let limit: Int?
  private let state = Mutex(State())

  /// Keeps at most `limit` requests in five minutes; as many as the server allows where it is nil.
  init(limit: Int?) {
    self.limit = limit
  }

  /// Counts a request that is sent now; what must be waited for where none may be.
  func admit(at now: Duration) -> Wait? {
    state.withLock { state in
      let waits = [state.pause, wait(forServer: state, now), wait(forBudget: &state, now)].compactMap(\.self)
      if let longest = waits.filter({ $0.end > now }).max(by: { $0.end < $1.end }) { return longest }
      state.sent.append(now)
      state.underWay += 1
      state.left?.count -= 1
      return nil
    }
  }

  /// Takes note of an answer, or that there was none.
  func note(_ fields: HTTPFields?, at now: Duration) {
    state.withLock { state in
      state.underWay -= 1
      guard let text = fields?[.rateLimit], let (remaining, reset) = Self.rateLimit(text) else { return }
      // What is under way counts as well, whether the server has seen it or not.
      let count = max(0, remaining - state.underWay)
      if let left = state.left, now < left.until {
        state.left = (min(count, left.count), now + reset)
      } else {
        state.left = (count, now + reset)
      }
    }
  }

  /// Lets nothing be sent until a moment.
  func pause(until end: Duration, _ reason: WaitReason) {
    state.withLock { state in
      if end > state.pause?.end ?? .zero { state.pause = Wait(end: end, reason: reason) }
    }
  }

  private func wait(forServer state: State, _ now: Duration) -> Wait? {
    state.left.flatMap { $0.count <= 0 ? Wait(end: $0.until, reason: .serverBudget) : nil }
  }

  private func wait(forBudget state: inout State, _ now: Duration) -> Wait? {
    guard let limit, state.sent.count >= limit else { return nil }
    state.sent.removeFirst(state.sent.prefix { $0 + Self.window <= now }.count)
    guard state.sent.count >= limit else { return nil }
    return Wait(end: state.sent[state.sent.count - limit] + Self.window, reason: .budget(limit))
  }

  /// What `"default";r=50;t=30` says: so many requests are left, for so long.
  static func rateLimit(_ text: String) -> (remaining: Int, reset: Duration)? {
    // Of several policies the first is told; the one that is nearest to its end comes first.
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
public enum WaitReason: Hashable, Sendable {
  /// The server asked for it, with this status.
  case asked(status: Int)
  /// The server says that its limit is used up.
  case serverBudget
  /// The run's own budget of so many requests in five minutes is used up.
  case budget(Int)
  /// A request failed and is tried again.
  case retry
}

extension HTTPField.Name {
  static let cfRay = HTTPField.Name("cf-ray") ?? .server
  fileprivate static let rateLimit = HTTPField.Name("Ratelimit") ?? .server
}
