import NIOCore
import NIOPosix
import NIOSSL

/// A TCP server on loopback for the duration of a test. It can send bytes that no HTTP library would send.
package enum SocketServer {
  /// Runs the server until `body` returns, and passes the port to `body`.
  /// - Parameters:
  ///   - identity: The certificate that the server presents, or nil for a connection without TLS.
  ///   - handle: Handles one client. The connection is closed when it returns.
  package static func with<Result: Sendable>(
    _ identity: Identity? = nil, _ handle: @escaping @Sendable (inout Socket) async throws -> Void,
    _ body: @escaping @Sendable (_ port: Int) async throws -> Result
  ) async throws -> Result {
    let context = try identity.map { try $0.context() }
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          if let context { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
          return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let port = server.channel.localAddress?.port ?? 0
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        try await server.executeThenClose { clients in
          try await withThrowingDiscardingTaskGroup { tasks in
            for try await client in clients {
              tasks.addTask { try? await client.executeThenClose { try await Self.handle(client, $0, $1, handle) } }
            }
          }
        }
        return nil
      }
      group.addTask { try await body(port) }
      defer { group.cancelAll() }
      while let result = try await group.next() { if let result { return result } }
      throw CancellationError()
    }
  }

  private static func handle(
    _ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
    _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, _ handle: (inout Socket) async throws -> Void
  ) async throws {
    var socket = Socket(channel: client.channel, inbound: inbound.makeAsyncIterator(), outbound: outbound)
    try await handle(&socket)
  }

  /// The paths of a certificate and its private key.
  package struct Identity: Sendable {
    package let certificate: String
    package let key: String

    package init(certificate: String, key: String) {
      (self.certificate, self.key) = (certificate, key)
    }

    fileprivate func context() throws -> NIOSSLContext {
      let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
      let key = try NIOSSLPrivateKey(file: key, format: .pem)
      return try NIOSSLContext(
        configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
    }
  }
}

/// The connection of one client.
package struct Socket {
  fileprivate let channel: any Channel
  fileprivate var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  fileprivate let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private var received = ""

  fileprivate init(
    channel: any Channel, inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
    outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) {
    (self.channel, self.inbound, self.outbound) = (channel, inbound, outbound)
  }

  /// Reads to the end of a request head and returns the head.
  package mutating func head() async throws -> String {
    while true {
      if let end = received.firstRange(of: "\r\n\r\n") {
        defer { received = String(received[end.upperBound...]) }
        return String(received[..<end.lowerBound])
      }
      guard let part = try await inbound.next() else { throw CancellationError() }
      received += String(buffer: part)
    }
  }

  package func send(_ text: String) async throws {
    try await send(Array(text.utf8))
  }

  package func send(_ bytes: [UInt8]) async throws {
    try await outbound.write(ByteBuffer(bytes: bytes))
  }

  /// Relays all bytes between the client and a local port until either side closes the connection.
  /// - Parameter onBytes: Called with the bytes of each part in either direction.
  package mutating func relay(to port: Int, onBytes: @escaping @Sendable ([UInt8]) -> Void = { _ in }) async throws {
    let remote = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let (outbound, channel) = (outbound, channel)
    try await remote.executeThenClose { responses, requests in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for try await part in responses {
            onBytes(Array(buffer: part))
            try await outbound.write(part)
          }
          try? await channel.close()
        }
        while let part = try await inbound.next() {
          onBytes(Array(buffer: part))
          try await requests.write(part)
        }
        group.cancelAll()
      }
    }
  }
}
