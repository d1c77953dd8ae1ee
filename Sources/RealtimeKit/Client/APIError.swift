package import JSONValue
import Planning
package import Schema

/// An error from a call to the API.
package enum APIError: Error, Hashable, Sendable {
  /// The server rejected the request.
  case rejected(Rejection)
  /// No response arrived.
  case unreachable(TransportError)
  /// The response does not have the API's format.
  case unexpectedResponse(reason: String, requestID: String?)
  /// The run's time limit had passed before the request was sent.
  case runTimedOut
  /// The run's time limit passed before the response arrived, so the request may have taken effect.
  case runTimedOutBeforeResponse
  /// A required wait would end after the run's time limit.
  case waitExceedsDeadline(WaitReason)
  /// The server asked for a wait that would end after the run's time limit.
  case retryExceedsDeadline(Rejection, wait: Duration)
  /// The run was interrupted before the request was sent.
  case interrupted
  /// Rate limits delayed the request until the data that it is based on was outdated.
  case delayedTooLong
  /// The list of presets kept changing while it was read.
  case listKeepsChanging
  /// Several remote presets have the same name.
  case ambiguousName(ExactString, ids: [String])
  /// Removing a value requires PUT, which the server does not support.
  case cannotRemove(FieldPath, Rejection)
  /// The account has no app with this id; `known` lists the apps that it has.
  case unknownApp(id: String, known: [App])

  /// An error response.
  package struct Rejection: Hashable, Sendable {
    /// The HTTP status.
    package let status: Int
    /// The error messages from the server, which may be empty.
    package let messages: [String]
    /// The id that Cloudflare assigned to the request (`cf-ray`).
    package let requestID: String?

    package init(status: Int, messages: [String], requestID: String?) {
      self.status = status
      self.messages = messages
      self.requestID = requestID
    }
  }

  /// A RealtimeKit app of the account.
  package struct App: Hashable, Sendable {
    /// The app's id: a UUID.
    package let id: String
    /// The app's name in the dashboard.
    package let name: String

    package init(id: String, name: String) {
      self.id = id
      self.name = name
    }
  }

  /// The HTTP status if the server rejected the request.
  package var status: Int? {
    switch self {
    case .rejected(let rejection), .retryExceedsDeadline(let rejection, _): rejection.status
    default: nil
    }
  }

  /// The id that Cloudflare assigned to the request, if the response has one.
  package var requestID: String? {
    switch self {
    case .rejected(let rejection), .cannotRemove(_, let rejection), .retryExceedsDeadline(let rejection, _):
      rejection.requestID
    case .unexpectedResponse(_, let id): id
    default: nil
    }
  }

  /// Whether the request was not sent because the run is ending.
  var endsRun: Bool {
    switch self {
    case .runTimedOut, .waitExceedsDeadline, .interrupted: true
    default: false
    }
  }

  /// Whether a delete was rejected because participants use the preset. The API documents neither its status nor its text.
  var isPresetInUse: Bool {
    guard case .rejected(let rejection) = self, (400..<500).contains(rejection.status), rejection.status != 404,
      !isTransient
    else { return false }
    let text = rejection.messages.joined(separator: " ").lowercased()
    let isInUse = ["in use", "in-use", "being used", "still used", "used by"].contains { text.contains($0) }
    // Only as a whole word: keys and names such as 'kick_participant' and 'group-call-participant' contain it as well.
    let words = text.split { !($0.isLetter || $0 == "_" || $0 == "-") }
    let mentionsParticipants = words.contains("participant") || words.contains("participants")
    return isPermissionError ? isInUse && mentionsParticipants : isInUse || mentionsParticipants
  }

  /// Whether the token is invalid or lacks a permission.
  package var isPermissionError: Bool { status == 401 || status == 403 }
}

extension APIError {
  /// The text of the error, with the server's messages if there are any.
  package var message: String {
    switch self {
    case .rejected(let rejection): rejection.message
    case .unreachable(let error): error.message
    case .unexpectedResponse(let reason, _): "unexpected response from the server: \(reason)"
    case .runTimedOut: "the run timed out (--timeout)"
    case .runTimedOutBeforeResponse: "the run timed out (--timeout) before the API responded"
    case .waitExceedsDeadline(let reason): "the run would time out (--timeout) before \(reason.words)"
    case .retryExceedsDeadline(let rejection, let wait):
      "\(rejection.message); the server asked to wait \(Int((wait / .seconds(1)).rounded(.up))) s, longer than the remaining --timeout"
    case .interrupted: "interrupted before the request was sent"
    case .delayedTooLong: "rate limits delayed the write until the preset had to be read again"
    case .listKeepsChanging: "the list of presets kept changing while it was read; try again in a moment"
    case .ambiguousName(let name, let ids):
      "\(ids.count) remote presets are named '\(name)': \(ids.joined(separator: ", ")); rename or delete all but one in the dashboard"
    case .cannotRemove(let field, let rejection):
      "cannot remove values from '\(field)': this requires replacing the preset with PUT, which the API does not support: \(rejection.message)"
    case .unknownApp(let id, let known):
      "the account has no RealtimeKit app with id '\(id)'"
        + (known.isEmpty ? "" : "; its apps: " + known.map { "'\($0.name)' (\($0.id))" }.joined(separator: ", "))
    }
  }

  /// The suggested fix, if one is known.
  package var hint: String? {
    guard case .unreachable(.permanentFailure(let failure)) = self else { return nil }
    return failure.hint
  }

  /// The error as an entry of a report.
  var failure: Report.Failure {
    switch self {
    case .rejected(let rejection), .cannotRemove(_, let rejection), .retryExceedsDeadline(let rejection, _):
      Report.Failure(message: message, status: rejection.status, requestID: rejection.requestID)
    case .unexpectedResponse(_, let requestID): Report.Failure(message: message, requestID: requestID)
    default: Report.Failure(message: message)
    }
  }

  /// Returns the error as an entry of a report, after a phrase with its consequence for the operation.
  func failure(before consequence: String) -> Report.Failure {
    Report.Failure(message: "\(consequence): \(failure.message)", status: failure.status, requestID: failure.requestID)
  }
}

extension Report.Failure {
  /// Returns the failure with a phrase added to its message.
  func adding(_ words: String) -> Report.Failure {
    Report.Failure(message: "\(message); \(words)", status: status, requestID: requestID, staleFields: staleFields)
  }
}

extension APIError.Rejection {
  /// The status and the server's messages, without the usual meaning of the status.
  var words: String {
    "the server responded with \(status): \(reasons)"
  }

  private var reasons: String { messages.isEmpty ? "no reason given" : messages.joined(separator: "; ") }

  private static let permission = "the permission 'Realtime Admin' or 'Realtime' for this account"

  fileprivate var message: String {
    switch status {
    case 401: "the API token is invalid or lacks \(Self.permission) (401): \(reasons)"
    case 403: "the API token is not allowed to do this (403): \(reasons); it needs \(Self.permission)"
    case 300..<400:
      "the server responded with a redirect (\(status)), which is not followed: the token is sent only to the base URL"
    default: words
    }
  }
}

extension TransportError {
  package var message: String {
    switch self {
    case .notConnected(let reason): "could not connect to the API: \(reason)"
    case .permanentFailure(let failure): failure.message
    case .connectionLost(let reason): "lost the connection to the API: \(reason)"
    case .timedOut: "the API did not respond in time"
    case .tooLarge(let limit): "the API's response is larger than \(limit) bytes"
    }
  }
}

extension WaitReason {
  /// The awaited event, to follow "until" or "before".
  package var words: String {
    switch self {
    case .serverRequested(let status): "the API accepts requests again (\(status))"
    case .serverBudget: "the API's rate limit allows another request"
    case .budget(let limit): "the limit of \(limit) requests in 5 minutes allows another (--rate-limit)"
    case .retry: "the request is retried"
    }
  }
}

extension ConnectionFailure {
  fileprivate var message: String {
    switch self {
    case .certificate(let error, let host):
      "cannot verify the server '\(host)': its certificate \(error.words)"
    case .proxyAuthentication(let proxy):
      "the proxy \(proxy) requires a user and password, or rejected those given (407)"
    case .tokenInPreset(let id):
      "the preset with id '\(id)' contains part of the API token, so it is not shown, saved, or sent back"
    }
  }

  fileprivate var hint: String {
    switch self {
    case .certificate(.expired, _), .certificate(.notYetValid, _): "check the clock of this machine"
    case .certificate(.otherHost, _): "check the base URL"
    case .certificate:
      "to trust it, set SSL_CERT_FILE to a file with its authority's certificate, which replaces the system's certificates"
    case .proxyAuthentication: "set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT"
    case .tokenInPreset: "create a new token, revoke this one, and remove it from the preset in the dashboard"
    }
  }
}

extension CertificateError {
  fileprivate var words: String {
    switch self {
    case .selfSigned: "is self-signed"
    case .unknownIssuer: "was issued by an untrusted authority"
    case .expired: "has expired"
    case .notYetValid: "is not valid yet"
    case .otherHost: "is for another host name"
    case .unknown: "is self-signed, has expired, or was issued by an untrusted authority"
    }
  }
}
