public import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import NIOPosix
import SystemPackage

/// Serves an emulator over HTTP on the loopback interface, and nowhere else.
public enum EmulatorServer {
  private static let host = "127.0.0.1"

  /// Decides what becomes of one request.
  public typealias Responder = @Sendable (HTTPRequest, [UInt8]) async throws -> Reply

  /// Serves for the time of `body`, which is given the base URL.
  /// - Parameter port: The port to listen on; 0 takes a free one.
  public static func with<Result: Sendable>(
    _ emulator: Emulator, port: Int = 0, _ body: @escaping @Sendable (_ baseURL: String) async throws -> Result
  ) async throws -> Result {
    try await with(port: port, { await emulator.respond(to: $0, body: $1) }, body)
  }

  /// Serves what `responder` decides, for the time of `body`.
  /// - Throws: What `body` throws, and why the port cannot be listened on; see ``ListeningError``.
  public static func with<Result: Sendable>(
    port: Int = 0, _ responder: @escaping Responder,
    _ body: @escaping @Sendable (_ baseURL: String) async throws -> Result
  ) async throws -> Result {
    let connections = OpenConnections()
    let (exchanges, continuation) = AsyncStream.makeStream(of: Exchange.self)
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
    on port: Int, _ connections: OpenConnections, _ onRequest: @escaping @Sendable (Exchange) -> Void
  ) async throws -> any Channel {
    try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          // Requests of one connection come one after another, each when the one before is answered.
          try pipeline.configureHTTPServerPipeline()
          try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
          try pipeline.addHandler(RequestCollector(connections, onRequest))
        }
      }
      .bind(host: host, port: port).get()
  }

  /// Answers requests for the time of `body`.
  private static func serve<Result: Sendable>(
    _ exchanges: AsyncStream<Exchange>, _ responder: @escaping Responder,
    during body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        await withDiscardingTaskGroup { answers in
          for await exchange in exchanges { answers.addTask { await exchange.answer(responder) } }
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

/// Why a server could not listen.
public enum ListeningError {
  /// The reason in a few words.
  public static func reason(_ error: any Error) -> String {
    (error as? IOError).map { "\(Errno(rawValue: $0.errnoCode))" } ?? "\(error)"
  }
}
