public import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SystemPackage

/// Serves an emulator over HTTP on the loopback interface, and nowhere else.
public enum EmulatorServer {
  private static let largestBody = 4 << 20

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
  public static func with<Result: Sendable>(
    port: Int = 0, _ responder: @escaping Responder,
    _ body: @escaping @Sendable (_ baseURL: String) async throws -> Result
  ) async throws -> Result {
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let application = application(responder, port: port) { continuation.yield($0) }
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        try await application.run()
        return nil
      }
      group.addTask {
        for await port in ports { return try await body("http://127.0.0.1:\(port)/client/v4") }
        return nil
      }
      defer { group.cancelAll() }
      // The server ends first only when it cannot listen, and then it throws.
      guard let result = try await group.next() ?? nil else { throw CancellationError() }
      return result
    }
  }

  private static func application(
    _ responder: @escaping Responder, port: Int, onListening: @escaping @Sendable (Int) -> Void
  ) -> some ApplicationProtocol {
    let responder = CallbackResponder { (request: Request, context: ConnectionContext) in
      let body = try await request.body.collect(upTo: largestBody)
      let reply = try await responder(request.head, Array(body.readableBytesView))
      try await Task.sleep(for: reply.delay)
      // What is then written goes nowhere.
      if reply.isCut { try await context.channel.close() }
      return Response(
        status: reply.head.status, headers: reply.head.headerFields, body: responseBody(reply))
    }
    var logger = Logger(label: "emulator")
    logger.logLevel = .critical
    return Application(
      responder: responder,
      configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
      onServerRunning: { channel in onListening(channel.localAddress?.port ?? port) },
      logger: logger)
  }

  private static func responseBody(_ reply: Reply) -> ResponseBody {
    let bytes = ByteBuffer(bytes: reply.body)
    guard reply.trickle > .zero else { return ResponseBody(byteBuffer: bytes) }
    // Four pieces a second, if there are as many bytes.
    let pieces = max(1, min(bytes.readableBytes, Int(reply.trickle / .milliseconds(250))))
    return ResponseBody(contentLength: bytes.readableBytes) { writer in
      var rest = bytes
      for left in stride(from: pieces, to: 0, by: -1) {
        try await Task.sleep(for: reply.trickle / pieces)
        if let piece = rest.readSlice(length: rest.readableBytes / left) { try await writer.write(piece) }
      }
      try await writer.finish(nil)
    }
  }
}

/// What is known of a request besides itself: the connection it came on.
private struct ConnectionContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}

/// Why a server could not listen.
public enum ListeningError {
  /// The reason in a few words.
  public static func reason(_ error: any Error) -> String {
    (error as? IOError).map { "\(Errno(rawValue: $0.errnoCode))" } ?? "\(error)"
  }
}
