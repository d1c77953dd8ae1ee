import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import SystemPackage

/// Sends requests over the network.
///
/// Redirects are never followed, so that the token goes nowhere but to the base URL; certificates are always checked.
public struct HTTPTransport: Transport {
  /// The size of the largest answer that is read, in bytes.
  private static let largestAnswer = 16 << 20

  private let client: HTTPClient

  /// Opens a transport for the time of `body` and closes it afterwards.
  /// - Parameter connections: How many connections may be open to one server.
  public static func with<Result: Sendable>(
    connections: Int, _ body: (HTTPTransport) async throws -> Result
  ) async throws -> Result {
    let transport = HTTPTransport(connections: connections)
    do {
      let result = try await body(transport)
      try await transport.client.shutdown()
      return result
    } catch {
      try? await transport.client.shutdown()
      throw error
    }
  }

  private init(connections: Int) {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(10), read: .seconds(30)),
      decompression: .enabled(limit: .size(Self.largestAnswer)))
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, connections)
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
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
      throw Self.transportError(error)
    }
  }

  private func exchange(_ request: TransportRequest, timeout: Duration) async throws -> TransportResponse {
    let response = try await client.execute(Self.clientRequest(request), timeout: TimeAmount(timeout))
    let body = try await response.body.collect(upTo: Self.largestAnswer)
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

  private static func transportError(_ error: any Error) -> TransportError {
    switch error {
    case is NIOTooManyBytesError: return .tooLarge(largestAnswer)
    case let error as HTTPClientError:
      switch error {
      case .connectTimeout: return .notConnected("no connection within 10 s")
      case .deadlineExceeded, .readTimeout: return .timedOut
      default: return .connectionLost(error.shortDescription)
      }
    case let error as NIOConnectionError:
      let reason = error.connectionErrors.first.map { Self.reason($0.error) } ?? "unknown host"
      return .notConnected("\(error.host):\(error.port): \(reason)")
    case let error as IOError where Errno.areBeforeSending.contains(Errno(rawValue: error.errnoCode)):
      return .notConnected(Self.reason(error))
    default: return .connectionLost(Self.reason(error))
    }
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

extension TimeAmount {
  fileprivate init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
