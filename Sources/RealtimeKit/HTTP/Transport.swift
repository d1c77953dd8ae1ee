package import HTTPTypes

/// Sends requests and returns responses, over the network or to a server in the same process.
package protocol Transport: Sendable {
  /// Sends one request and reads the whole response.
  /// - Parameter timeout: The time limit for the request and its response.
  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse
}

/// An HTTP request with its body.
package struct TransportRequest: Sendable {
  /// The method, URL, and header fields.
  package let head: HTTPRequest
  /// The body, which may be empty.
  package let body: [UInt8]

  package init(_ head: HTTPRequest, body: [UInt8] = []) {
    self.head = head
    self.body = body
  }
}

/// An HTTP response with its body.
package struct TransportResponse: Sendable {
  /// The status and header fields.
  package let head: HTTPResponse
  /// The whole body.
  package let body: [UInt8]

  package init(_ head: HTTPResponse, body: [UInt8] = []) {
    self.head = head
    self.body = body
  }
}

/// The reason why there is no response.
package enum TransportError: Error, Hashable, Sendable {
  /// The connection could not be opened, so nothing was sent.
  case notConnected(String)
  /// A permanent problem: either the request was not sent, or its response must not be used.
  case permanentFailure(ConnectionFailure)
  /// The connection was lost after the request may have been sent.
  case connectionLost(String)
  /// The response did not arrive in time.
  case timedOut
  /// The response is larger than this number of bytes.
  case tooLarge(Int)
}

/// A problem that a retry cannot solve.
package enum ConnectionFailure: Hashable, Sendable {
  /// The server's certificate could not be verified.
  case certificate(CertificateError, host: String)
  /// The proxy, given by host and port, requires authentication or rejected it.
  case proxyAuthentication(proxy: String)
  /// The preset with this id contains part of the API token.
  case tokenInPreset(id: String)
}

/// The reason why a certificate could not be verified.
package enum CertificateError: Hashable, Sendable, CaseIterable {
  /// It is self-signed.
  case selfSigned
  /// It was issued by an untrusted authority.
  case unknownIssuer
  /// It, or another certificate of its chain, has expired.
  case expired
  /// It, or another certificate of its chain, is not valid yet.
  case notYetValid
  /// It is for another host.
  case otherHost
  /// The reason is unknown.
  case unknown
}
