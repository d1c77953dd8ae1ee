package import HTTPTypes
import JSONValue

/// The response to a request, with simulated delays and cuts. The emulator creates it; a server or transport sends it.
package struct EmulatedResponse: Sendable {
  /// The status and header fields of the response.
  package var head: HTTPResponse
  /// The body of the response.
  package var body: [UInt8]
  /// Whether the connection is cut instead of a response.
  package var isCut = false
  /// The delay of the response or the cut.
  package var delay = Duration.zero
  /// The time over which the body is sent in pieces.
  package var trickle = Duration.zero

  package init(_ head: HTTPResponse, _ body: [UInt8] = []) {
    self.head = head
    self.body = body
  }

  /// Puts content into its envelope and applies a fault.
  init(_ answer: ResponseContent, _ behavior: Behavior, _ effect: Faults.Effect?) {
    let answer = effect?.status.map(answer.with) ?? answer
    let (status, json) = answer.enveloped(behavior)
    self.init(HTTPResponse(status: status), json.bytes())
    head.headerFields[.contentType] = "application/json"
    if let effect { apply(effect) }
    if [204, 304].contains(status.code) { body = [] }
  }

  private mutating func apply(_ effect: Faults.Effect) {
    isCut = effect.isCut
    delay = effect.delay
    trickle = effect.trickle
    if let retryAfter = effect.retryAfter { head.headerFields[.retryAfter] = retryAfter }
    switch effect.content {
    case .ordinary: break
    case .text(let text): body = Array(text.utf8)
    case .half: body = Array(body.prefix(body.count / 2))
    case .html:
      head.headerFields[.contentType] = "text/html"
      body = Array(Self.page(head.status).utf8)
    case .empty: body = []
    case .oversized: body = Self.oversized
    }
  }

  private static func page(_ status: HTTPResponse.Status) -> String {
    let title = "\(status.code) \(status.reasonPhrase)"
    return "<!DOCTYPE html><html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n"
  }

  /// A valid document that is larger than clients accept.
  private static var oversized: [UInt8] {
    Array(#"{"success":true,"data":""#.utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 16 << 20)
      + Array("\"}".utf8)
  }
}

extension ResponseContent {
  /// Returns the same content with another status. The status of a failure replaces the content as well.
  fileprivate func with(_ code: Int) -> ResponseContent {
    let status = Self.statuses.first { $0.code == code } ?? HTTPResponse.Status(code: code)
    switch (status.kind, self) {
    case (.successful, .success(_, let data, let paging)): return .success(status, data, paging: paging)
    case (.successful, .failure): return self
    default:
      let words = status.reasonPhrase
      return .failure(status, code: code, [], words.isEmpty ? "error \(code)" : words)
    }
  }

  /// The usual statuses of faults, with their reason phrases.
  private static let statuses: [HTTPResponse.Status] = [
    .badRequest, .unauthorized, .forbidden, .notFound, .methodNotAllowed, .requestTimeout, .conflict, .tooEarly,
    .tooManyRequests, .internalServerError, .badGateway, .serviceUnavailable, .gatewayTimeout,
  ]
}
