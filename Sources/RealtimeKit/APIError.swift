public import Presets

/// Why the API did not do what was asked.
public enum APIError: Error, Hashable, Sendable {
  /// The server said no.
  case refused(Refusal)
  /// There was no answer.
  case unreachable(TransportError)
  /// The answer is not one of the API's.
  case unintelligible(reason: String, requestID: String?)
  /// The time for the whole run is over.
  case timeIsUp
  /// The time for the whole run was over before an answer came; what was sent may have been carried out.
  case cutShort
  /// The API asks for a pause that would end after the time for the whole run.
  case mustWaitTooLong(WaitReason)
  /// The server refuses for so long that the time for the whole run would be over before.
  case outlasting(Refusal, wait: Duration)
  /// The run was interrupted before anything was sent.
  case interrupted
  /// The request had to wait so long for its turn that what it rests on must be read again.
  case postponed
  /// The list of presets kept changing while it was read.
  case listKeepsChanging
  /// Two remote presets have one declared name.
  case ambiguousName(ExactString, ids: [String])
  /// A field can only be removed by PUT, which the server does not have.
  case cannotRemove(FieldPath, Refusal)
  /// The account has no such app; it has these.
  case unknownApp(id: String, known: [App])

  /// An answer that is not a success.
  public struct Refusal: Hashable, Sendable {
    /// The HTTP status.
    public let status: Int
    /// The server's own words; empty where it had none.
    public let messages: [String]
    /// The id under which Cloudflare knows the request.
    public let requestID: String?

    /// Creates a refusal.
    public init(status: Int, messages: [String], requestID: String?) {
      self.status = status
      self.messages = messages
      self.requestID = requestID
    }
  }

  /// A RealtimeKit app of the account.
  public struct App: Hashable, Sendable {
    /// The app's id: a UUID.
    public let id: String
    /// The app's name in the dashboard.
    public let name: String

    /// Creates an app.
    public init(id: String, name: String) {
      self.id = id
      self.name = name
    }
  }

  /// The HTTP status, where the server said no.
  public var status: Int? {
    switch self {
    case .refused(let refusal), .outlasting(let refusal, _): refusal.status
    default: nil
    }
  }

  /// The id under which Cloudflare knows the request, where the answer had one.
  public var requestID: String? {
    switch self {
    case .refused(let refusal), .cannotRemove(_, let refusal), .outlasting(let refusal, _): refusal.requestID
    case .unintelligible(_, let id): id
    default: nil
    }
  }

  /// Whether nothing was sent, because the run comes to its end.
  var isNotStarted: Bool {
    switch self {
    case .timeIsUp, .mustWaitTooLong, .interrupted: true
    default: false
    }
  }

  /// Whether a preset may not be deleted because participants were added with it, whatever the status that says so.
  var isInUse: Bool {
    guard case .refused(let refusal) = self, refusal.status >= 400 else { return false }
    let words = refusal.messages.joined(separator: " ").lowercased()
    return ["in use", "in-use", "being used", "still used", "used by", "participant"].contains { words.contains($0) }
  }

  /// Whether the token is bad or lacks a permission.
  public var isAboutPermission: Bool { status == 401 || status == 403 }
}

extension APIError {
  /// What happened, in words, with the server's own where it had any.
  public var message: String {
    switch self {
    case .refused(let refusal): refusal.message
    case .unreachable(let error): error.message
    case .unintelligible(let reason, _): "the server's answer is not the API's: \(reason)"
    case .timeIsUp: "the time for the whole run is over (--timeout)"
    case .cutShort: "the time for the whole run was over (--timeout) before the API answered"
    case .mustWaitTooLong(let reason): "the time for the whole run (--timeout) would be over before \(reason.words)"
    case .outlasting(let refusal, let wait):
      "\(refusal.message); it wants to be left alone for \(Int((wait / .seconds(1)).rounded(.up))) s, which is longer than is left of --timeout"
    case .interrupted: "interrupted before it was sent"
    case .postponed: "the API's limits left no time between reading and writing"
    case .listKeepsChanging: "the list of presets kept changing while it was read; try again in a moment"
    case .ambiguousName(let name, let ids):
      "\(ids.count) remote presets are called '\(name)': \(ids.joined(separator: ", ")); rename or delete all but one in the dashboard"
    case .cannotRemove(let field, let refusal):
      "what is no longer in '\(field)' can only be removed by replacing the preset, which this API cannot do yet: \(refusal.message)"
    case .unknownApp(let id, let known):
      "the account has no RealtimeKit app with the id '\(id)'"
        + (known.isEmpty ? "" : "; it has " + known.map { "'\($0.name)' (\($0.id))" }.joined(separator: ", "))
    }
  }

  /// What to do about it, where that is known.
  public var hint: String? {
    guard case .unreachable(.barred(let obstacle)) = self else { return nil }
    return obstacle.hint
  }

  /// What happened, as a report holds it.
  var failure: Report.Failure {
    switch self {
    case .refused(let refusal), .cannotRemove(_, let refusal), .outlasting(let refusal, _):
      Report.Failure(message: message, status: refusal.status, requestID: refusal.requestID)
    case .unintelligible(_, let requestID): Report.Failure(message: message, requestID: requestID)
    default: Report.Failure(message: message)
    }
  }

  /// What happened, and what that means for an operation.
  func failure(before consequence: String) -> Report.Failure {
    Report.Failure(message: "\(consequence): \(failure.message)", status: failure.status, requestID: failure.requestID)
  }
}

extension Report.Failure {
  /// The same failure, and what else is to be said of it.
  func adding(_ words: String) -> Report.Failure {
    Report.Failure(message: "\(message); \(words)", status: status, requestID: requestID, moved: moved)
  }
}

extension APIError.Refusal {
  /// The status and the server's own words, without what the status means elsewhere.
  var words: String {
    "the server answered \(status): " + (messages.isEmpty ? "it gave no reason" : messages.joined(separator: "; "))
  }

  private static let permission = "the permission 'Realtime Admin' or 'Realtime' for this account"

  fileprivate var message: String {
    let words = messages.isEmpty ? "the server gave no reason" : messages.joined(separator: "; ")
    return switch status {
    case 401: "the API token is not valid, or lacks \(Self.permission) (401): \(words)"
    case 403: "the API token may not do this (403): \(words); it needs \(Self.permission)"
    case 300..<400:
      "the server redirects (\(status)), which is not followed: the token goes to the base URL and nowhere else"
    default: "the server answered \(status): \(words)"
    }
  }
}

extension TransportError {
  /// What happened, in words.
  public var message: String {
    switch self {
    case .notConnected(let reason): "no connection to the API: \(reason)"
    case .barred(let obstacle): obstacle.message
    case .connectionLost(let reason): "the connection to the API broke: \(reason)"
    case .timedOut: "the API did not answer in time"
    case .tooLarge(let limit): "the API's answer is larger than \(limit) bytes"
    }
  }
}

extension WaitReason {
  /// What is waited for.
  public var words: String {
    switch self {
    case .asked(let status): "the API takes requests again (\(status))"
    case .serverBudget: "the API's limit allows another request"
    case .budget(let limit): "the budget of \(limit) requests in 5 minutes allows another (--rate-limit)"
    case .retry: "the request is tried again"
    }
  }
}

extension Obstacle {
  fileprivate var message: String {
    switch self {
    case .certificate(let flaw, let host):
      "nobody can tell whether the server is '\(host)': its certificate \(flaw.words)"
    case .proxyAuthentication(let proxy):
      "the proxy \(proxy) wants a user and a password, or others than it was given (407)"
    case .tokenInPreset(let id):
      "the preset with the id '\(id)' holds a part of the API token, so it is neither shown nor saved nor sent back"
    }
  }

  fileprivate var hint: String {
    switch self {
    case .certificate(.expired, _), .certificate(.notYetValid, _): "is the clock of this machine right?"
    case .certificate(.otherHost, _): "is the base URL right?"
    case .certificate:
      "if it is to be trusted, name a file with its authority's certificate in SSL_CERT_FILE; that takes the place of the system's"
    case .proxyAuthentication: "write HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT"
    case .tokenInPreset: "make a new token, revoke this one, and remove it from the preset in the dashboard"
    }
  }
}

extension CertificateFlaw {
  fileprivate var words: String {
    switch self {
    case .selfSigned: "is signed by itself"
    case .unknownIssuer: "comes from an authority that is not trusted"
    case .expired: "has expired"
    case .notYetValid: "is not valid yet"
    case .otherHost: "is for another name"
    case .untold: "is signed by itself, has expired, or comes from an authority that is not trusted"
    }
  }
}
