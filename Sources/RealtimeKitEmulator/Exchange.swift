import HTTPTypes
import NIOCore
import NIOHTTPTypes

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

  /// Sends what `responder` decides, and closes the connection where nothing more can or shall follow.
  func answer(_ responder: EmulatorServer.Responder) async {
    // That a client goes away is its own affair.
    let isOpen = (try? await reply(responder)) ?? false
    if !isOpen { try? await channel.close() }
  }

  /// Sends what `responder` decides; whether the connection stays open.
  private func reply(_ responder: EmulatorServer.Responder) async throws -> Bool {
    let reply = try await responder(request, body)
    try await Task.sleep(for: reply.delay)
    guard !reply.isCut else { return false }
    try await send(reply)
    return !isLast
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
