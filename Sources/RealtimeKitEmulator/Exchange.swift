import HTTPTypes
import NIOCore
import NIOHTTPTypes
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A request that has come whole, and the connection that its answer goes to.
struct Exchange: Sendable {
  let request: HTTPRequest
  let body: [UInt8]
  let channel: any Channel

  /// Sends what `responder` decides; where that fails, the connection is closed.
  func answer(_ responder: EmulatorServer.Responder) async throws {
    do {
      let reply = try await responder(request, body)
      try await Task.sleep(for: reply.delay)
      if !reply.isCut {
        try await send(reply)
        guard isLast else { return }
      }
    } catch {
      try? await channel.close()
      throw error
    }
    try await channel.close()
  }

  /// Whether the client wants no further answer.
  private var isLast: Bool {
    request.headerFields[.connection]?.lowercased().split { $0 == "," || $0 == " " }.contains("close") ?? false
  }

  private func send(_ reply: Reply) async throws {
    var (head, rest) = (reply.head, ByteBuffer(bytes: reply.body))
    head.headerFields[.contentLength] = "\(rest.readableBytes)"
    head.headerFields[.date] = Date.now.httpHeader
    channel.write(HTTPResponsePart.head(head), promise: nil)
    if request.method == .head {
      // Its answer has no body.
    } else if reply.trickle > .zero {
      // Four pieces a second, if there are as many bytes.
      let pieces = max(1, min(rest.readableBytes, Int(reply.trickle / .milliseconds(250))))
      for left in stride(from: pieces, to: 0, by: -1) {
        try await Task.sleep(for: reply.trickle / pieces)
        if let piece = rest.readSlice(length: rest.readableBytes / left) {
          try await channel.writeAndFlush(HTTPResponsePart.body(piece))
        }
      }
    } else {
      channel.write(HTTPResponsePart.body(rest), promise: nil)
    }
    try await channel.writeAndFlush(HTTPResponsePart.end(nil))
  }
}

/// Collects the parts of each request of a connection, and hands it on when it is whole.
final class RequestCollector: ChannelDuplexHandler {
  typealias InboundIn = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private static let largestBody = 4 << 20

  private let connections: OpenConnections
  private let onRequest: @Sendable (Exchange) -> Void
  private var head: HTTPRequest?
  private var body = ByteBuffer()
  /// Whether there is something to be read as soon as the client has read what it was answered.
  private var isReadDue = false

  init(_ connections: OpenConnections, _ onRequest: @escaping @Sendable (Exchange) -> Void) {
    self.connections = connections
    self.onRequest = onRequest
  }

  func handlerAdded(context: ChannelHandlerContext) { connections.add(context.channel) }

  func channelInactive(context: ChannelHandlerContext) { connections.remove(context.channel) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let request): (head, body) = (request, ByteBuffer())
    case .body(let piece):
      guard head != nil else { return }
      body.writeImmutableBuffer(piece)
      if body.readableBytes > Self.largestBody { refuse(context) }
    case .end:
      guard let request = head else { return }
      onRequest(Exchange(request: request, body: Array(body.readableBytesView), channel: context.channel))
    }
  }

  /// Answers before the request is whole, whose rest is then read and forgotten.
  private func refuse(_ context: ChannelHandlerContext) {
    (head, body) = (nil, ByteBuffer())
    let answer = HTTPResponse(status: .contentTooLarge, headerFields: [.contentLength: "0"])
    context.write(wrapOutboundOut(.head(answer)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  // Who reads no answers is asked for no more requests, and answers do not pile up.
  func read(context: ChannelHandlerContext) {
    isReadDue = !context.channel.isWritable
    if !isReadDue { context.read() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if isReadDue, context.channel.isWritable { read(context: context) }
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// The connections of a server, so that they end when it does.
final class OpenConnections: Sendable {
  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Takes note of a connection; closes it where the server has ended.
  func add(_ channel: any Channel) {
    let isLate = state.withLock { state in
      if !state.isClosed { state.channels[ObjectIdentifier(channel)] = channel }
      return state.isClosed
    }
    if isLate { channel.close(promise: nil) }
  }

  /// Forgets a connection that is closed.
  func remove(_ channel: any Channel) {
    state.withLock { $0.channels[ObjectIdentifier(channel)] = nil }
  }

  /// Closes all connections, and those that still come.
  func close() {
    let channels = state.withLock { state in
      state.isClosed = true
      defer { state.channels = [:] }
      return state.channels.values
    }
    for channel in channels { channel.close(promise: nil) }
  }
}
