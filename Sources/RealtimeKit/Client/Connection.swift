import Diagnostics
import HTTPTypes
import JSONValue
package import Manifests
package import Planning
import Synchronization

/// A connection to one app's API: builds paths and headers, limits the rate, retries reads, keeps the deadline, and counts requests.
package final class Connection: Sendable {
  private static let requestTimeout = Duration.seconds(30)
  /// The longest wait that is not announced.
  private static let longestUnannouncedWait = Duration.seconds(2)

  let time: any TimeSource
  let retries = RetryPolicy()
  private let transport: any Transport
  private let base: BaseURL
  /// The header fields of every request.
  private let headerFields: HTTPFields
  private let environment: Environment
  private let token: APIToken
  private let deadline: Deadline
  private let rateLimiter: RateLimiter
  private let interruption: @Sendable () -> Bool
  private let onWait: WaitHandler
  private let count = Mutex(Report.Traffic())
  private let announced = Mutex(Duration.zero)

  /// - Parameters:
  ///   - timeout: The time limit of the run, from now.
  ///   - limit: The maximum number of requests in five minutes; nil for no limit but the server's.
  ///   - isInterrupted: Whether the run was interrupted, which ends all waits.
  ///   - onWait: Called at the start of every long wait.
  ///   - other: A connection of the same run, to share its deadline and rate limiter.
  package init(
    _ transport: any Transport, base: BaseURL, environment: Environment, token: APIToken,
    timeout: Duration = .seconds(15 * 60), limit: Int? = 1200, time: any TimeSource = SystemClock(),
    isInterrupted: @escaping @Sendable () -> Bool = { false }, onWait: @escaping WaitHandler = { _, _ in },
    sharing other: Connection? = nil
  ) {
    self.transport = transport
    self.base = base
    headerFields = [
      .authorization: token.authorization, .accept: "application/json", .userAgent: "presetctl/\(Version.tool)",
    ]
    self.environment = environment
    self.token = token
    self.time = time
    self.onWait = onWait
    interruption = isInterrupted
    deadline = other?.deadline ?? Deadline(after: timeout, time)
    rateLimiter = other?.rateLimiter ?? RateLimiter(limit: limit)
  }

  /// The requests sent and the time waited so far.
  package var traffic: Report.Traffic { count.withLock { $0 } }

  /// Counts a retry.
  func countRetry() { count.withLock { $0.retries += 1 } }

  /// Whether the run was interrupted, so that nothing new may start.
  var isInterrupted: Bool { interruption() }

  /// The id of the connection's app.
  var appID: String { environment.appID }

  /// Returns the path of the app's presets, or of one preset, with a query.
  func presetsPath(_ id: String? = nil, query: String = "") -> String {
    "/accounts/\(environment.accountID)/realtime/kit/\(environment.appID)/presets"
      + (id.map { "/" + Self.encoded($0) } ?? "") + query
  }

  /// Returns the path of the account's apps.
  func appsPath(query: String) -> String {
    "/accounts/\(environment.accountID)/realtime/kit/apps" + query
  }

  // MARK: Requests

  /// Sends a GET request, with retries.
  func read(_ path: String) async throws(APIError) -> Envelope {
    var number = 1
    while true {
      do {
        return try await send(.get, path)
      } catch {
        guard error.error.isTransient, number < retries.maximumAttempts else { throw error.error }
        try await wait(before: number, after: error)
        countRetry()
        number += 1
      }
    }
  }

  /// Sends a request once and decodes the envelope of the response.
  /// - Parameter patience: The time that the request may wait in the rate limiter before it counts as outdated; nil for no limit.
  func send(
    _ method: HTTPRequest.Method, _ path: String, body: JSON? = nil, patience: Duration? = nil
  ) async throws(FailedAttempt) -> Envelope {
    try envelope(try await sendRaw(method, path, body: body, patience: patience))
  }

  /// Sends a request once and returns the raw response, whatever its status.
  func sendRaw(
    _ method: HTTPRequest.Method, _ path: String, body: JSON? = nil, patience: Duration? = nil
  ) async throws(FailedAttempt) -> TransportResponse {
    let start = time.now()
    try await waitForRateLimit()
    let remaining = deadline.remaining
    let isLate = patience.map { time.now() - start > $0 } ?? false
    guard !isLate, remaining > .zero else {
      rateLimiter.record(nil, at: time.now())
      throw FailedAttempt(error: remaining > .zero ? .delayedTooLong : .runTimedOut)
    }
    let response: TransportResponse
    do {
      count.withLock { $0.requests += 1 }
      response = try await transport.send(request(method, path, body), timeout: min(remaining, Self.requestTimeout))
    } catch {
      rateLimiter.record(nil, at: time.now())
      throw FailedAttempt(error: deadline.remaining > .zero ? .unreachable(error) : .runTimedOutBeforeResponse)
    }
    rateLimiter.record(response.head.headerFields, at: time.now())
    return response
  }

  private func envelope(_ response: TransportResponse) throws(FailedAttempt) -> Envelope {
    let fields = response.head.headerFields
    let requestID = fields[.cfRay].map(token.masked)
    guard response.head.status.kind != .successful else {
      do {
        return try Envelope(response.body, requestID: requestID)
      } catch {
        throw FailedAttempt(error: error)
      }
    }
    let rejection = APIError.Rejection(
      status: response.head.status.code, messages: Envelope.messages(of: response.body).map(token.masked),
      requestID: requestID)
    throw FailedAttempt(
      error: .rejected(rejection), retryAfter: FailedAttempt.retryAfter(fields, now: time.date()))
  }

  private func request(_ method: HTTPRequest.Method, _ path: String, _ body: JSON?) -> TransportRequest {
    var head = HTTPRequest(
      method: method, scheme: base.scheme, authority: base.authority, path: base.path + path,
      headerFields: headerFields)
    if body != nil { head.headerFields[.contentType] = "application/json" }
    return TransportRequest(head, body: body?.bytes() ?? [])
  }

  /// Returns a text percent-encoded as one path segment.
  static func encoded(_ text: String) -> String {
    text.percentEncoded(allowing: "-_.~")
  }

  // MARK: Waiting

  /// Waits before a retry.
  /// - Parameter retry: The number of the retry, from 1.
  /// - Throws: The attempt's error if the wait would end after the deadline.
  func wait(before retry: Int, after attempt: FailedAttempt) async throws(APIError) {
    let wait = retries.wait(before: retry, after: attempt)
    let end = time.now() + wait
    let reason =
      attempt.error.status.map { attempt.pausesAllRequests ? WaitReason.serverRequested(status: $0) : .retry } ?? .retry
    // Pause all other requests too, even if this one fails because of the deadline.
    if attempt.pausesAllRequests { rateLimiter.pause(until: end, reason) }
    guard deadline.remaining > wait else { throw attempt.deadlineError(by: wait) }
    await sleep(until: end, reason)
  }

  /// Waits until the rate limiter admits a request.
  private func waitForRateLimit() async throws(FailedAttempt) {
    guard deadline.remaining > .zero else { throw FailedAttempt(error: .runTimedOut) }
    while let wait = rateLimiter.admit(at: time.now()) {
      guard deadline.remaining > wait.end - time.now() else {
        throw FailedAttempt(error: .waitExceedsDeadline(wait.reason))
      }
      await sleep(until: wait.end, wait.reason)
      if isInterrupted { throw FailedAttempt(error: .interrupted) }
    }
  }

  /// Sleeps until a point in time or until the run is interrupted.
  private func sleep(until end: Duration, _ reason: WaitReason) async {
    announce(end, reason)
    let start = time.now()
    while !isInterrupted, case let left = end - time.now(), left > .zero {
      do { try await time.sleep(for: min(left, .seconds(1))) } catch { return }
    }
    let waited = time.now() - start
    count.withLock { $0.waitedSeconds += waited / .seconds(1) }
  }

  /// Announces a long wait, once for all requests that wait for the same point in time.
  private func announce(_ end: Duration, _ reason: WaitReason) {
    let wait = end - time.now()
    guard wait > Self.longestUnannouncedWait else { return }
    let isNew = announced.withLock { last in
      guard end > last + .seconds(1) else { return false }
      last = end
      return true
    }
    if isNew { onWait(wait, reason) }
  }
}
