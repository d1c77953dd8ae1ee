import HTTPTypes
public import Presets
import Synchronization

/// The way to one app's API: addresses, the token, pace, retries, the deadline, and the count of what was sent.
public final class Connection: Sendable {
  private static let requestTimeout = Duration.seconds(30)
  /// How long a wait may be that nobody needs to be told of.
  private static let longestSilence = Duration.seconds(2)

  let time: any Timekeeper
  /// When requests are sent again.
  let retries = RetryPolicy()
  private let transport: any Transport
  private let base: BaseURL
  /// The fields that every request has.
  private let headerFields: HTTPFields
  private let environment: Environment
  private let token: APIToken
  private let deadline: Deadline
  private let pace: Pace
  private let interruption: @Sendable () -> Bool
  private let onWait: WaitHandler
  private let count = Mutex(Report.Traffic())
  private let announced = Mutex(Duration.zero)
  /// What reads the answers, each of which is lent to one at a time.
  private let readers = Mutex<[JSONReader]>([])

  /// Creates a connection; nothing is sent yet.
  /// - Parameters:
  ///   - timeout: The time for the whole run, from now.
  ///   - limit: The most requests in five minutes; nil where the server's own limit will do.
  ///   - isInterrupted: Whether nothing is to be waited for any more.
  ///   - onWait: Told of every long wait when it begins.
  ///   - other: A connection of the same run, with which it shares the time and the budget of requests.
  public init(
    _ transport: any Transport, base: BaseURL, environment: Environment, token: APIToken,
    timeout: Duration = .seconds(15 * 60), limit: Int? = 1200, time: any Timekeeper = SystemTime(),
    isInterrupted: @escaping @Sendable () -> Bool = { false }, onWait: @escaping WaitHandler = { _, _ in },
    sharing other: Connection? = nil
  ) {
    self.transport = transport
    self.base = base
    headerFields = [
      .authorization: token.authorization, .accept: "application/json", .userAgent: "presetctl/\(toolVersion)",
    ]
    self.environment = environment
    self.token = token
    self.time = time
    self.onWait = onWait
    interruption = isInterrupted
    deadline = other?.deadline ?? Deadline(after: timeout, time)
    pace = other?.pace ?? Pace(limit: limit)
  }

  /// What was asked of the network so far.
  public var traffic: Report.Traffic { count.withLock { $0 } }

  /// Counts a request that is sent again.
  func countRetry() { count.withLock { $0.retries += 1 } }

  /// Whether nothing new is to be started.
  var isInterrupted: Bool { interruption() }

  /// The id of the app that the connection leads to.
  var appID: String { environment.appID }

  /// The path of the app's presets, or of one of them, with a query.
  func presetsPath(_ id: String? = nil, query: String = "") -> String {
    "/accounts/\(environment.accountID)/realtime/kit/\(environment.appID)/presets"
      + (id.map { "/" + Self.encoded($0) } ?? "") + query
  }

  /// The path of the account's apps.
  func appsPath(query: String) -> String {
    "/accounts/\(environment.accountID)/realtime/kit/apps" + query
  }

  // MARK: Requests

  /// Reads what is at a path; again, where that may help.
  func read(_ path: String) async throws(APIError) -> Envelope {
    var number = 1
    while true {
      do {
        return try await send(.get, path)
      } catch {
        guard error.error.isTransient, number < retries.tries else { throw error.error }
        try await wait(before: number, after: error)
        countRetry()
        number += 1
      }
    }
  }

  /// Sends a request once and opens the answer's envelope.
  /// - Parameter patience: How long the request may wait for its turn and still be right to send; nil where that does not matter.
  func send(
    _ method: HTTPRequest.Method, _ path: String, body: JSON? = nil, patience: Duration? = nil
  ) async throws(FailedAttempt) -> Envelope {
    try envelope(try await exchange(method, path, body: body, patience: patience))
  }

  /// Sends a request once and returns the answer as it is, whatever it says.
  func exchange(
    _ method: HTTPRequest.Method, _ path: String, body: JSON? = nil, patience: Duration? = nil
  ) async throws(FailedAttempt) -> TransportResponse {
    let start = time.now()
    try await takeTurn()
    let remaining = deadline.remaining
    let isLate = patience.map { time.now() - start > $0 } ?? false
    guard !isLate, remaining > .zero else {
      pace.note(nil, at: time.now())
      throw FailedAttempt(error: remaining > .zero ? .postponed : .timeIsUp)
    }
    let response: TransportResponse
    do {
      count.withLock { $0.requests += 1 }
      response = try await transport.send(request(method, path, body), timeout: min(remaining, Self.requestTimeout))
    } catch {
      pace.note(nil, at: time.now())
      throw FailedAttempt(error: deadline.remaining > .zero ? .unreachable(error) : .cutShort)
    }
    pace.note(response.head.headerFields, at: time.now())
    return response
  }

  private func envelope(_ response: TransportResponse) throws(FailedAttempt) -> Envelope {
    let fields = response.head.headerFields
    let requestID = fields[.cfRay].map(token.masked)
    guard response.head.status.kind != .successful else {
      var reader = readers.withLock { $0.popLast() } ?? JSONReader()
      defer { readers.withLock { $0.append(reader) } }
      do {
        return try Envelope(response.body, &reader, requestID: requestID)
      } catch {
        throw FailedAttempt(error: error)
      }
    }
    let refusal = APIError.Refusal(
      status: response.head.status.code, messages: Envelope.messages(of: response.body).map(token.masked),
      requestID: requestID)
    throw FailedAttempt(
      error: .refused(refusal), retryAfter: FailedAttempt.retryAfter(fields, now: time.date()))
  }

  private func request(_ method: HTTPRequest.Method, _ path: String, _ body: JSON?) -> TransportRequest {
    var head = HTTPRequest(
      method: method, scheme: base.scheme, authority: base.authority, path: base.path + path,
      headerFields: headerFields)
    if body != nil { head.headerFields[.contentType] = "application/json" }
    return TransportRequest(head, body: body?.bytes() ?? [])
  }

  /// A path segment in which nothing but unreserved characters stands for itself.
  static func encoded(_ text: String) -> String {
    text.percentEncoded(keeping: "-_.~")
  }

  // MARK: Waiting

  /// Waits as long as must be before the retry of the given number, from 1.
  /// - Throws: The attempt's own error where the time for the run would be over before.
  func wait(before retry: Int, after attempt: FailedAttempt) async throws(APIError) {
    let wait = retries.wait(before: retry, after: attempt)
    let end = time.now() + wait
    let reason = attempt.error.status.map { attempt.pausesAll ? WaitReason.asked(status: $0) : .retry } ?? .retry
    // The pause holds for everything else, also where it outlasts the run.
    if attempt.pausesAll { pace.pause(until: end, reason) }
    guard deadline.remaining > wait else { throw attempt.tooLate(by: wait) }
    await sleep(until: end, reason)
  }

  /// Waits until a request may be sent, and counts it as sent.
  private func takeTurn() async throws(FailedAttempt) {
    guard deadline.remaining > .zero else { throw FailedAttempt(error: .timeIsUp) }
    while let wait = pace.admit(at: time.now()) {
      guard deadline.remaining > wait.end - time.now() else {
        throw FailedAttempt(error: .mustWaitTooLong(wait.reason))
      }
      await sleep(until: wait.end, wait.reason)
      if isInterrupted { throw FailedAttempt(error: .interrupted) }
    }
  }

  /// Sleeps until a moment, or until the run is interrupted.
  private func sleep(until end: Duration, _ reason: WaitReason) async {
    announce(end, reason)
    let start = time.now()
    while !isInterrupted, case let left = end - time.now(), left > .zero {
      do { try await time.sleep(for: min(left, .seconds(1))) } catch { return }
    }
    let waited = time.now() - start
    count.withLock { $0.waitedSeconds += waited / .seconds(1) }
  }

  /// Tells of a long wait, once for all that wait for the same moment.
  private func announce(_ end: Duration, _ reason: WaitReason) {
    let wait = end - time.now()
    guard wait > Self.longestSilence else { return }
    let isNews = announced.withLock { last in
      guard end > last + .seconds(1) else { return false }
      last = end
      return true
    }
    if isNews { onWait(wait, reason) }
  }
}
