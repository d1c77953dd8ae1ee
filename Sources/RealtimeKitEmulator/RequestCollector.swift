import HTTPTypes
import NIOCore
import NIOHTTPTypes

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
