public import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOPosix
import SystemPackage

/// Serves an emulator over HTTP on the loopback interface, and nowhere else.
public enum EmulatorServer {
  private static let largestBody = 4 << 20
  private static let host = "127.0.0.1"

  private typealias Connection = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

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
    let listener = try await listen(on: port)
    let address = "http://\(host):\(listener.channel.localAddress?.port ?? port)/client/v4"
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        try await serve(listener, responder)
        return nil
      }
      group.addTask { try await body(address) }
      defer { group.cancelAll() }
      while let outcome = try await group.next() {
        if let result = outcome { return result }
      }
      throw CancellationError()
    }
  }

  private static func listen(on port: Int) async throws -> NIOAsyncChannel<Connection, Never> {
    try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .bind(host: host, port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.configureHTTPServerPipeline()
          try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
          return try Connection(wrappingChannelSynchronously: channel)
        }
      }
  }

  private static func serve(
    _ listener: NIOAsyncChannel<Connection, Never>, _ responder: @escaping Responder
  ) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      try await listener.executeThenClose { connections in
        for try await connection in connections {
          // That a client goes away is its own affair.
          group.addTask { try? await serve(connection, responder) }
        }
      }
    }
  }

  /// Answers the requests that come on a connection, one after another, until either side closes it.
  private static func serve(_ connection: Connection, _ responder: Responder) async throws {
    try await connection.executeThenClose { parts, answers in
      var (head, body): (HTTPRequest?, ByteBuffer) = (nil, ByteBuffer())
      for try await part in parts {
        switch part {
        case .head(let request): (head, body) = (request, ByteBuffer())
        case .body(let piece):
          guard body.readableBytes + piece.readableBytes <= largestBody else {
            return try await write(Reply(HTTPResponse(status: .contentTooLarge)), to: answers)
          }
          body.writeImmutableBuffer(piece)
        case .end:
          guard let request = head else { return }
          let reply = try await responder(request, Array(body.readableBytesView))
          try await Task.sleep(for: reply.delay)
          if reply.isCut { return }
          try await write(reply, to: answers)
          if request.headerFields[.connection]?.lowercased() == "close" { return }
        }
      }
    }
  }

  private static func write(
    _ reply: Reply, to answers: NIOAsyncChannelOutboundWriter<HTTPResponsePart>
  ) async throws {
    var (head, rest) = (reply.head, ByteBuffer(bytes: reply.body))
    head.headerFields[.contentLength] = "\(rest.readableBytes)"
    guard reply.trickle > .zero else {
      return try await answers.write(contentsOf: [.head(head), .body(rest), .end(nil)])
    }
    try await answers.write(.head(head))
    // Four pieces a second, if there are as many bytes.
    let pieces = max(1, min(rest.readableBytes, Int(reply.trickle / .milliseconds(250))))
    for left in stride(from: pieces, to: 0, by: -1) {
      try await Task.sleep(for: reply.trickle / pieces)
      if let piece = rest.readSlice(length: rest.readableBytes / left) { try await answers.write(.body(piece)) }
    }
    try await answers.write(.end(nil))
  }
}

/// Why a server could not listen.
public enum ListeningError {
  /// The reason in a few words.
  public static func reason(_ error: any Error) -> String {
    (error as? IOError).map { "\(Errno(rawValue: $0.errnoCode))" } ?? "\(error)"
  }
}
