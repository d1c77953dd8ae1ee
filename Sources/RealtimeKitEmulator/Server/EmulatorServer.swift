package import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import NIOPosix
import SystemPackage

/// Serves an emulator over HTTP, on the loopback interface only.
package enum EmulatorServer {
  private static let host = "127.0.0.1"

  /// Decides how to respond to a request.
  package typealias Responder = @Sendable (HTTPRequest, [UInt8]) async throws -> EmulatedResponse

  /// Serves an emulator while `body` runs, which receives the base URL.
  /// - Parameter port: The port to listen on; 0 for a free one.
  package static func with<Result: Sendable>(
    _ emulator: Emulator, port: Int = 0, _ body: @escaping @Sendable (_ baseURL: String) async throws -> Result
  ) async throws -> Result {
    try await with(port: port, { await emulator.respond(to: $0, body: $1) }, body)
  }

  /// Serves the responses of `responder` while `body` runs.
  /// - Throws: The errors of `body`, or an error if the server cannot listen on the port; see ``ListeningError``.
  package static func with<Result: Sendable>(
    port: Int = 0, _ responder: @escaping Responder,
    _ body: @escaping @Sendable (_ baseURL: String) async throws -> Result
  ) async throws -> Result {
    let connections = OpenConnections()
    let (exchanges, continuation) = AsyncStream.makeStream(of: PendingRequest.self)
    let listener = try await listen(on: port, connections) { continuation.yield($0) }
    let address = "http://\(host):\(listener.localAddress?.port ?? port)/client/v4"
    func end() async {
      try? await listener.close()
      connections.close()
    }
    do {
      let result = try await serve(exchanges, responder) { try await body(address) }
      await end()
      return result
    } catch {
      await end()
      throw error
    }
  }

  private static func listen(
    on port: Int, _ connections: OpenConnections, _ onRequest: @escaping @Sendable (PendingRequest) -> Void
  ) async throws -> any Channel {
    try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          // Process the requests of a connection one after another.
          try pipeline.configureHTTPServerPipeline()
          try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
          try pipeline.addHandler(RequestCollector(connections, onRequest))
        }
      }
      .bind(host: host, port: port).get()
  }

  /// Responds to requests while `body` runs.
  private static func serve<Result: Sendable>(
    _ exchanges: AsyncStream<PendingRequest>, _ responder: @escaping Responder,
    during body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        await withDiscardingTaskGroup { responses in
          for await exchange in exchanges { responses.addTask { await exchange.answer(responder) } }
        }
        return nil
      }
      group.addTask { try await body() }
      defer { group.cancelAll() }
      while let outcome = try await group.next() {
        if let result = outcome { return result }
      }
      throw CancellationError()
    }
  }
}

/// Describes why a server could not listen.
package enum ListeningError {
  /// Returns a short description of the error.
  package static func reason(_ error: any Error) -> String {
    (error as? IOError).map { "\(Errno(rawValue: $0.errnoCode))" } ?? "\(error)"
  }
}
