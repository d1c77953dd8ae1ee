public import HTTPTypes

/// A way to send a request and get an answer: a connection to a server, or a server within the process.
public protocol Transport: Sendable {
  /// Sends one request and reads the whole answer.
  /// - Parameter timeout: How long the exchange may take.
  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse
}

/// An HTTP request with its body.
public struct TransportRequest: Sendable {
  /// Method, address and header fields.
  public let head: HTTPRequest
  /// The body; empty where there is none.
  public let body: [UInt8]

  /// Creates a request.
  public init(_ head: HTTPRequest, body: [UInt8] = []) {
    self.head = head
    self.body = body
  }
}

/// An HTTP response with its body.
public struct TransportResponse: Sendable {
  /// Status and header fields.
  public let head: HTTPResponse
  /// The whole body.
  public let body: [UInt8]

  /// Creates a response.
  public init(_ head: HTTPResponse, body: [UInt8] = []) {
    self.head = head
    self.body = body
  }
}

/// Why there is no answer.
public enum TransportError: Error, Hashable, Sendable {
  /// No connection could be made, so nothing was sent.
  case notConnected(String)
  /// Something stands in the way, however often one tries. The request was not sent, or its answer is not to be used.
  case barred(Obstacle)
  /// The connection broke after the request may have been sent.
  case connectionLost(String)
  /// The answer took too long.
  case timedOut
  /// The answer is larger than the given number of bytes.
  case tooLarge(Int)
}

/// What stands in the way of an exchange, however often one tries.
public enum Obstacle: Hashable, Sendable {
  /// The server's certificate does not prove that it is the host.
  case certificate(CertificateFlaw, host: String)
  /// The proxy, named by host and port, does not know who is asking.
  case proxyAuthentication(proxy: String)
  /// The preset of the given id holds a part of the API token.
  case tokenInPreset(id: String)
}

/// Why a certificate proves nothing.
public enum CertificateFlaw: Hashable, Sendable, CaseIterable {
  /// It is signed by itself.
  case selfSigned
  /// It is signed by an authority that is not trusted.
  case unknownIssuer
  /// It, or one that it depends on, has expired.
  case expired
  /// It, or one that it depends on, is not valid yet.
  case notYetValid
  /// It belongs to another host.
  case otherHost
  /// One of these; nobody can tell which.
  case untold
}
