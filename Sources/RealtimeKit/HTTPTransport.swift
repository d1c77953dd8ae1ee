import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

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
      timeout: .init(connect: Self.connectTimeout, read: .seconds(30)),
      proxy: route.proxy.map { .server(host: $0.host, port: $0.port, authorization: $0.authorization) },
      decompression: .enabled(limit: .size(Self.largestAnswer)))
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, connections)
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    self.route = route
  }

  public func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> TransportResponse {
    do {
      return try await withThrowingTaskGroup(of: TransportResponse.self) { group in
        group.addTask { try await exchange(request, timeout: timeout) }
        // The client's own timeout ends with the answer's head; a body could trickle on for ever.
        group.addTask {
          try await Task.sleep(for: timeout)
          throw TransportError.timedOut
        }
        defer { group.cancelAll() }
        guard let response = try await group.next() else { throw TransportError.timedOut }
        return response
      }
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

  private func exchange(_ request: TransportRequest, timeout: Duration) async throws -> TransportResponse {
    let response = try await client.execute(Self.clientRequest(request), timeout: TimeAmount(timeout))
    let body = try await response.body.collect(upTo: Self.largestAnswer)
    guard response.status.code <= 999 else { throw TransportError.connectionLost(TransportError.notHTTP) }
    var head = HTTPResponse(status: .init(code: Int(response.status.code)))
    for (name, value) in response.headers {
      if let name = HTTPField.Name(name) { head.headerFields.append(HTTPField(name: name, value: value)) }
    }
    return TransportResponse(head, body: Array(body.readableBytesView))
  }

  private static func clientRequest(_ request: TransportRequest) -> HTTPClientRequest {
    let head = request.head
    var result = HTTPClientRequest(
      url: "\(head.scheme ?? "https")://\(head.authority ?? "")\(head.path ?? "/")")
    result.method = NIOHTTP1.HTTPMethod(rawValue: head.method.rawValue)
    for field in head.headerFields { result.headers.add(name: field.name.rawName, value: field.value) }
    if !request.body.isEmpty { result.body = .bytes(ByteBuffer(bytes: request.body)) }
    return result
  }
}

extension TimeAmount {
  fileprivate init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
