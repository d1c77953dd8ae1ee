import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Collects the parts of each request of a connection, and passes complete requests on.
final class RequestCollector: ChannelDuplexHandler {
  typealias InboundIn = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private static let maximumBodySize = 4 << 20

  private let connections: OpenConnections
  private let onRequest: @Sendable (PendingRequest) -> Void
  private var head: HTTPRequest?
  private var body = ByteBuffer()
  /// Whether a read is pending until the client has read the earlier responses.
  private var isReadDue = false

  init(_ connections: OpenConnections, _ onRequest: @escaping @Sendable (PendingRequest) -> Void) {
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
      if body.readableBytes > Self.maximumBodySize { refuse(context) }
    case .end:
      guard let request = head else { return }
      onRequest(PendingRequest(request: request, body: Array(body.readableBytesView), channel: context.channel))
    }
  }

  /// Responds with 413 before the request is complete. The rest of the request is discarded.
  private func refuse(_ context: ChannelHandlerContext) {
    (head, body) = (nil, ByteBuffer())
    let answer = HTTPResponse(status: .contentTooLarge, headerFields: [.contentLength: "0"])
    context.write(wrapOutboundOut(.head(answer)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  // Stop reading from a client that does not read its responses, so that they do not accumulate.
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
