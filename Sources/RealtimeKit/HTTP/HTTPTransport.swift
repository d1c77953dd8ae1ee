import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix

/// Sends requests over the network.
///
/// It never follows redirects, so that the token is sent only to the base URL, and always checks certificates.
package struct HTTPTransport: Transport {
  /// The maximum size of a response, in bytes.
  static let maximumResponseSize = 16 << 20
  /// The time limit for opening a connection.
  static let connectTimeout = TimeAmount.seconds(10)

  private let client: HTTPClient
  private let route: NetworkRoute

  /// Runs `body` with a transport, and closes the transport afterwards.
  /// - Parameter connections: The maximum number of connections.
  package static func with<Result: Sendable>(
    on route: NetworkRoute, connections: Int, _ body: (HTTPTransport) async throws -> Result
  ) async throws -> Result {
    let transport = HTTPTransport(on: route, connections: connections)
    do {
      let result = try await body(transport)
      try await transport.client.shutdown()
      return result
    } catch {
      try? await transport.client.shutdown()
      throw error
    }
  }

  private init(on route: NetworkRoute, connections: Int) {
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: route.trusted.configuration, redirectConfiguration: .disallow,
      timeout: .init(connect: Self.connectTimeout),
      proxy: route.proxy.map { .server(host: $0.host, port: $0.port, authorization: $0.authorization) },
      decompression: .enabled(limit: .size(Self.maximumResponseSize)))
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, connections)
    configuration.connectionPool.retryConnectionEstablishment = false
    // Creating spans costs time even without a tracer.
    configuration.tracing.tracer = nil
    // One thread for all connections wakes up half as often as two.
    let thread = MultiThreadedEventLoopGroup.singleton.next()
    client = HTTPClient(eventLoopGroupProvider: .shared(thread), configuration: configuration)
    self.route = route
  }

  package func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> TransportResponse {
    do {
      return try await exchange(request, timeout: timeout)
    } catch let error as TransportError {
      throw error
    } catch {
      throw await explained(TransportError(error, on: route))
    }
  }

  /// Adds the reason why the certificate is not trusted, from a second connection. Not available through a proxy.
  private func explained(_ error: TransportError) async -> TransportError {
    guard case .permanentFailure(.certificate(.unknown, let host)) = error, route.proxy == nil else { return error }
    return .permanentFailure(
      .certificate(await CertificateInspection.certificateError(ofHost: host, port: route.port), host: host))
  }

  /// Sends a request and collects the response on the event loop, without waking a task for each part. The deadline includes the body,
  /// which a server could send endlessly.
  private func exchange(_ request: TransportRequest, timeout: Duration) async throws -> TransportResponse {
    let request = try Self.clientRequest(request)
    let accumulator = ResponseAccumulator(request: request, maxBodySize: Self.maximumResponseSize)
    let task = client.execute(request: request, delegate: accumulator, deadline: .now() + TimeAmount(timeout))
    let response = try await withTaskCancellationHandler {
      try await task.get()
    } onCancel: {
      task.cancel()
    }
    guard response.status.code <= 999 else { throw TransportError.connectionLost(TransportError.notHTTP) }
    var head = HTTPResponse(status: .init(code: Int(response.status.code)))
    for (name, value) in response.headers {
      if let name = HTTPField.Name(name) { head.headerFields.append(HTTPField(name: name, value: value)) }
    }
    return TransportResponse(head, body: response.body.map { Array($0.readableBytesView) } ?? [])
  }

  private static func clientRequest(_ request: TransportRequest) throws -> HTTPClient.Request {
    let head = request.head
    var fields = HTTPHeaders()
    for field in head.headerFields { fields.add(name: field.name.rawName, value: field.value) }
    return try HTTPClient.Request(
      url: "\(head.scheme ?? "https")://\(head.authority ?? "")\(head.path ?? "/")",
      method: NIOHTTP1.HTTPMethod(rawValue: head.method.rawValue), headers: fields,
      body: request.body.isEmpty ? nil : .byteBuffer(ByteBuffer(bytes: request.body)))
  }
}

extension TimeAmount {
  fileprivate init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
