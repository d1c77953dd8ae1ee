import HTTPTypes
public import Presets
import Synchronization

/// The way to one app's API: addresses, the token, retries, the deadline, and the count of what was sent.
public final class Connection: Sendable {
  private static let requestTimeout = Duration.seconds(30)

  let time: any Timekeeper
  private let transport: any Transport
  private let base: BaseURL
  private let environment: Environment
  private let token: APIToken
  private let retries = RetryPolicy()
  private let deadline: Deadline
  private let count = Mutex(Report.Traffic())

  /// Creates a connection; nothing is sent yet.
  /// - Parameter timeout: The time for the whole run, from now.
  public init(
    _ transport: any Transport, base: BaseURL, environment: Environment, token: APIToken,
    timeout: Duration = .seconds(15 * 60), time: any Timekeeper = SystemTime()
  ) {
    self.transport = transport
    self.base = base
    self.environment = environment
    self.token = token
    self.time = time
    deadline = Deadline(after: timeout, time)
  }

  /// What was asked of the network so far.
  public var traffic: Report.Traffic { count.withLock { $0 } }

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

  /// Whether a request may be sent again when nobody knows whether it took effect.
  enum Repeatable { case yes, no }

  /// Sends a request and opens the answer's envelope.
  func send(
    _ method: HTTPRequest.Method, _ path: String, body: JSON? = nil, repeatable: Repeatable = .yes
  ) async throws(APIError) -> Envelope {
    var retry = 1
    while true {
      switch try await attempt(method, path, body) {
      case .success(let envelope): return envelope
      case .failure(let error, let retryAfter):
        let wait = retryAfter ?? retries.wait(before: retry)
        guard repeatable == .yes, error.isTransient, retry < retries.tries, deadline.remaining > wait else {
          throw error
        }
        try await pause(wait)
        retry += 1
      }
    }
  }

  private enum Attempt {
    case success(Envelope)
    case failure(APIError, retryAfter: Duration?)
  }

  private func attempt(
    _ method: HTTPRequest.Method, _ path: String, _ body: JSON?
  ) async throws(APIError) -> Attempt {
    let remaining = deadline.remaining
    guard remaining > .zero else { throw .timeIsUp }
    let response: TransportResponse
    do {
      count.withLock { $0.requests += 1 }
      response = try await transport.send(
        request(method, path, body), timeout: min(remaining, Self.requestTimeout))
    } catch {
      guard deadline.remaining > .zero else { throw .cutShort }
      return .failure(.unreachable(error), retryAfter: nil)
    }
    let requestID = response.head.headerFields[.cfRay].map(token.masked)
    guard response.head.status.kind != .successful else {
      return .success(try Envelope(response.body, requestID: requestID))
    }
    let refusal = APIError.Refusal(
      status: response.head.status.code, messages: Envelope.messages(of: response.body).map(token.masked),
      requestID: requestID)
    let seconds = response.head.headerFields[.retryAfter].flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 }
    return .failure(.refused(refusal), retryAfter: seconds.map { .seconds($0) })
  }

  private func request(_ method: HTTPRequest.Method, _ path: String, _ body: JSON?) -> TransportRequest {
    var head = HTTPRequest(method: method, scheme: base.scheme, authority: base.authority, path: base.path + path)
    head.headerFields[.authorization] = token.authorization
    head.headerFields[.accept] = "application/json"
    head.headerFields[.userAgent] = "presetctl/\(toolVersion)"
    if body != nil { head.headerFields[.contentType] = "application/json" }
    return TransportRequest(head, body: body.map { Array($0.text().utf8) } ?? [])
  }

  private func pause(_ duration: Duration) async throws(APIError) {
    count.withLock { traffic in
      traffic.retries += 1
      traffic.waitedSeconds += Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
    do { try await time.sleep(for: duration) } catch { throw .timeIsUp }
  }

  /// A path segment in which nothing but unreserved characters stands for itself.
  static func encoded(_ text: String) -> String {
    text.percentEncoded(keeping: "-_.~")
  }
}

extension HTTPField.Name {
  fileprivate static let cfRay = HTTPField.Name("cf-ray") ?? .server
}
