import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import SystemPackage

extension TransportError {
  static let notHTTP = "what it answered is not HTTP"

  /// What an error of the network's libraries means for a request that went by a route.
  init(_ error: any Error, on route: Route) {
    switch error {
    case is ResponseAccumulator.ResponseTooBigError, NIOHTTPDecompression.DecompressionError.limit:
      self = .tooLarge(HTTPTransport.largestAnswer)
    case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
      self = .connectionLost("what it answered cannot be decompressed")
    case let error as HTTPClientError: self.init(error, route)
    case HTTPParserError.invalidEOFState, NIOSSLError.uncleanShutdown:
      self = .connectionLost("it was closed before the answer was whole")
    case is HTTPParserError, is NIOHTTPDecoderError: self = .connectionLost(Self.notHTTP)
    case is NIOSSLExtraError: self = .barred(.certificate(.otherHost, host: route.host))
    case NIOSSLError.handshakeFailed(let reason): self.init(handshake: reason, route)
    case let error as NIOConnectionError: self = .notConnected(Self.words(error, route))
    case let error as IOError where Errno.areBeforeSending.contains(Errno(rawValue: error.errnoCode)):
      self = .notConnected("\(route.firstStop): \(Self.reason(error))")
    default: self = .connectionLost(Self.reason(error))
    }
  }

  private init(_ error: HTTPClientError, _ route: Route) {
    switch error {
    case .connectTimeout:
      self = .notConnected("none within \(HTTPTransport.connectTimeout.nanoseconds / 1_000_000_000) s")
    case .tlsHandshakeTimeout: self = .notConnected("the server did not finish the TLS handshake in time")
    case .httpProxyHandshakeTimeout: self = .notConnected("\(route.firstStop) did not answer in time")
    case .proxyAuthenticationRequired:
      self = .barred(.proxyAuthentication(proxy: route.proxy?.description ?? ""))
    case .invalidProxyResponse: self = .notConnected("\(route.firstStop) opens no way to \(route.host):\(route.port)")
    case .deadlineExceeded, .readTimeout, .getConnectionFromPoolTimeout: self = .timedOut
    case .remoteConnectionClosed: self = .connectionLost("it was closed before an answer came")
    default: self = .connectionLost(error.shortDescription)
    }
  }

  private init(handshake reason: BoringSSLError, _ route: Route) {
    let names =
      switch reason {
      case .sslError(let stack), .unknownError(let stack): stack.map(Self.name)
      default: [] as [String]
      }
    if names.contains("certificate verify failed") {
      self = .barred(.certificate(.untold, host: route.host))
    } else {
      self = .notConnected("the TLS handshake failed" + (names.first.map { ": \($0)" } ?? ""))
    }
  }

  /// The name of an error in `Error: 268435703 error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER at …`.
  private static func name(_ error: BoringSSLInternalError) -> String {
    let words = error.description.split(separator: " at ").first ?? ""
    return (words.split(separator: ":").last ?? "").lowercased().replacing("_", with: " ")
  }

  private static func words(_ error: NIOConnectionError, _ route: Route) -> String {
    let reason = error.connectionErrors.first.map { Self.reason($0.error) } ?? "unknown host"
    return "\(route.firstStop): \(reason)"
  }

  private static func reason(_ error: any Error) -> String {
    (error as? IOError).map { "\(Errno(rawValue: $0.errnoCode))" } ?? "\(error)"
  }
}

extension Errno {
  /// Errors of connecting: nothing was sent.
  fileprivate static let areBeforeSending: Set<Errno> = [
    .connectionRefused, .noRouteToHost, .networkUnreachable, .addressNotAvailable,
  ]
}
