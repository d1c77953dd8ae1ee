import NIOCore
import NIOPosix
import NIOSSL

/// A server that speaks bytes on loopback, for the time of a test: it can say what no library would.
package enum SocketServer {
  /// Serves for the time of `body`, which is given the port.
  /// - Parameters:
  ///   - identity: What the server shows of itself; nil where nothing is encrypted.
  ///   - talk: Talks with one client; the connection is closed when it returns.
  package static func with<Result: Sendable>(
    _ identity: Identity? = nil, _ talk: @escaping @Sendable (inout Socket) async throws -> Void,
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
              tasks.addTask { try? await client.executeThenClose { try await Self.talk(client, $0, $1, talk) } }
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

  private static func talk(
    _ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
    _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, _ talk: (inout Socket) async throws -> Void
  ) async throws {
    var socket = Socket(channel: client.channel, inbound: inbound.makeAsyncIterator(), outbound: outbound)
    try await talk(&socket)
  }

  /// The files of a certificate and its key.
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

/// One client's connection.
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

  /// Reads to the end of a request's head, and returns it.
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

  /// Sends a text.
  package func send(_ text: String) async throws {
    try await send(Array(text.utf8))
  }

  /// Sends bytes.
  package func send(_ bytes: [UInt8]) async throws {
    try await outbound.write(ByteBuffer(bytes: bytes))
  }

  /// Passes everything on to a port of this machine, and back, until either end closes.
  /// - Parameter onBytes: Told of everything that passes.
  package mutating func relay(to port: Int, onBytes: @escaping @Sendable ([UInt8]) -> Void = { _ in }) async throws {
    let remote = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let (outbound, channel) = (outbound, channel)
    try await remote.executeThenClose { answers, requests in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for try await part in answers {
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
