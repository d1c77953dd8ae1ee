import HTTPTypes
import NIOCore
import NIOHTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A complete request and the connection for its response.
struct PendingRequest: Sendable {
  let request: HTTPRequest
  let body: [UInt8]
  let channel: any Channel

  /// Sends the response that `responder` decides, and closes the connection afterwards if necessary.
  func answer(_ responder: EmulatorServer.Responder) async {
    // Ignore errors: the client may have closed the connection.
    let isOpen = (try? await reply(responder)) ?? false
    if !isOpen { try? await channel.close() }
  }

  /// Sends the response that `responder` decides.
  /// - Returns: Whether the connection stays open.
  private func reply(_ responder: EmulatorServer.Responder) async throws -> Bool {
    let reply = try await responder(request, body)
    try await Task.sleep(for: reply.delay)
    guard !reply.isCut else { return false }
    try await send(reply)
    return !isLast
  }

  /// Whether the client asked to close the connection after this response.
  private var isLast: Bool {
    request.headerFields[.connection]?.lowercased().split { $0 == "," || $0 == " " }.contains("close") ?? false
  }

  private func send(_ reply: EmulatedResponse) async throws {
    var (head, rest) = (reply.head, ByteBuffer(bytes: reply.body))
    head.headerFields[.contentLength] = "\(rest.readableBytes)"
    head.headerFields[.date] = Date.now.httpHeader
    channel.write(HTTPResponsePart.head(head), promise: nil)
    if request.method == .head {
      // A response to HEAD has no body.
    } else if reply.trickle > .zero {
      // Four pieces per second, if there are enough bytes.
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
