import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import SystemPackage

extension TransportError {
  static let notHTTP = "the response is not HTTP"

  /// Converts an error of the network libraries.
  init(_ error: any Error, on route: NetworkRoute) {
    switch error {
    case is ResponseAccumulator.ResponseTooBigError, NIOHTTPDecompression.DecompressionError.limit:
      self = .tooLarge(HTTPTransport.maximumResponseSize)
    case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
      self = .connectionLost("the response could not be decompressed")
    case let error as HTTPClientError: self.init(error, route)
    case HTTPParserError.invalidEOFState, NIOSSLError.uncleanShutdown:
      self = .connectionLost("it was closed before the response was complete")
    case is HTTPParserError, is NIOHTTPDecoderError: self = .connectionLost(Self.notHTTP)
    case is NIOSSLExtraError: self = .permanentFailure(.certificate(.otherHost, host: route.host))
    case NIOSSLError.handshakeFailed(let reason): self.init(handshake: reason, route)
    case let error as NIOConnectionError: self = .notConnected(Self.words(error, route))
    case let error as IOError where Errno.connectErrors.contains(Errno(rawValue: error.errnoCode)):
      self = .notConnected("\(route.target): \(Self.reason(error))")
    default: self = .connectionLost(Self.reason(error))
    }
  }

  private init(_ error: HTTPClientError, _ route: NetworkRoute) {
    switch error {
    case .connectTimeout:
      self = .notConnected("no connection within \(HTTPTransport.connectTimeout.nanoseconds / 1_000_000_000) s")
    case .tlsHandshakeTimeout: self = .notConnected("the server did not finish the TLS handshake in time")
    case .httpProxyHandshakeTimeout: self = .notConnected("\(route.target) did not respond in time")
    case .proxyAuthenticationRequired:
      self = .permanentFailure(.proxyAuthentication(proxy: route.proxy?.description ?? ""))
    case .invalidProxyResponse:
      self = .notConnected("\(route.target) did not open a tunnel to \(route.host):\(route.port)")
    case .deadlineExceeded, .readTimeout, .getConnectionFromPoolTimeout: self = .timedOut
    case .remoteConnectionClosed: self = .connectionLost("it was closed before a response arrived")
    default: self = .connectionLost(error.shortDescription)
    }
  }

  private init(handshake reason: BoringSSLError, _ route: NetworkRoute) {
    let names =
      switch reason {
      case .sslError(let stack), .unknownError(let stack): stack.map(Self.name)
      default: [] as [String]
      }
    if names.contains("certificate verify failed") {
      self = .permanentFailure(.certificate(.unknown, host: route.host))
    } else {
      self = .notConnected("the TLS handshake failed" + (names.first.map { ": \($0)" } ?? ""))
    }
  }

  /// Returns the name of the error in `Error: 268435703 error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER at …`.
  private static func name(_ error: BoringSSLInternalError) -> String {
    let words = error.description.split(separator: " at ").first ?? ""
    return (words.split(separator: ":").last ?? "").lowercased().replacing("_", with: " ")
  }

  private static func words(_ error: NIOConnectionError, _ route: NetworkRoute) -> String {
    let reason = error.connectionErrors.first.map { Self.reason($0.error) } ?? "unknown host"
    return "\(route.target): \(reason)"
  }

  private static func reason(_ error: any Error) -> String {
    (error as? IOError).map { "\(Errno(rawValue: $0.errnoCode))" } ?? "\(error)"
  }
}

extension Errno {
  /// Errors while connecting, before anything was sent.
  fileprivate static let connectErrors: Set<Errno> = [
    .connectionRefused, .noRouteToHost, .networkUnreachable, .addressNotAvailable,
  ]
}
