import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix

/// Sends requests over the network.
///
/// Redirects are never followed, so that the token goes nowhere but to the base URL; certificates are always checked.
public struct HTTPTransport: Transport {
  /// The size of the largest answer that is read, in bytes.
  static let largestAnswer = 16 << 20
  /// How long making a connection may take.
  static let connectTimeout = TimeAmount.seconds(10)

  private let client: HTTPClient
  private let route: Route

  /// Opens a transport for the time of `body` and closes it afterwards.
  /// - Parameter connections: How many connections may be open to one server.
  public static func with<Result: Sendable>(
    on route: Route, connections: Int, _ body: (HTTPTransport) async throws -> Result
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

  private init(on route: Route, connections: Int) {
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: route.trusted.configuration, redirectConfiguration: .disallow,
      timeout: .init(connect: Self.connectTimeout),
      proxy: route.proxy.map { .server(host: $0.host, port: $0.port, authorization: $0.authorization) },
      decompression: .enabled(limit: .size(Self.largestAnswer)))
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, connections)
    configuration.connectionPool.retryConnectionEstablishment = false
    // Nobody traces, and a span that goes nowhere is not free either.
    configuration.tracing.tracer = nil
    // One thread serves all connections, and wakes half as often as two would.
    let thread = MultiThreadedEventLoopGroup.singleton.next()
    client = HTTPClient(eventLoopGroupProvider: .shared(thread), configuration: configuration)
    self.route = route
  }

  public func send(
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

  /// The error with what a second look at the server's certificate can tell. Through a proxy there is none.
  private func explained(_ error: TransportError) async -> TransportError {
    guard case .barred(.certificate(.untold, let host)) = error, route.proxy == nil else { return error }
    return .barred(.certificate(await CertificateInspection.flaw(ofHost: host, port: route.port), host: host))
  }

  /// Sends a request and has the answer collected where it arrives, so that nothing is woken before it is whole. The
  /// deadline holds for the body as well, which could trickle on for ever.
  private func exchange(_ request: TransportRequest, timeout: Duration) async throws -> TransportResponse {
    let request = try Self.clientRequest(request)
    let answer = ResponseAccumulator(request: request, maxBodySize: Self.largestAnswer)
    let task = client.execute(request: request, delegate: answer, deadline: .now() + TimeAmount(timeout))
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
