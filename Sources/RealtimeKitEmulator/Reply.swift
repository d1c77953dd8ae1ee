public import HTTPTypes
import Presets

/// What becomes of a request: decided by the emulator, carried out by what carries its answers.
public struct Reply: Sendable {
  /// The status and the header fields of the answer.
  public var head: HTTPResponse
  /// The body of the answer.
  public var body: [UInt8]
  /// Whether the connection is cut in place of the answer.
  public var isCut = false
  /// The time before the answer, or before the cut.
  public var delay = Duration.zero
  /// The time that the body takes, which comes piece by piece.
  public var trickle = Duration.zero

  /// Creates a reply that is an answer.
  public init(_ head: HTTPResponse, _ body: [UInt8] = []) {
    self.head = head
    self.body = body
  }

  /// Puts an answer into its envelope and lets go wrong what shall.
  init(_ answer: Answer, _ behavior: Behavior, _ effect: Faults.Effect?) {
    let answer = effect?.status.map(answer.with) ?? answer
    let (status, json) = answer.enveloped(behavior)
    self.init(HTTPResponse(status: status), json.bytes())
    head.headerFields[.contentType] = "application/json"
    if let effect { suffer(effect) }
    if [204, 304].contains(status.code) { body = [] }
  }

  private mutating func suffer(_ effect: Faults.Effect) {
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

  /// A valid document that is too large to be read.
  private static var oversized: [UInt8] {
    Array(#"{"success":true,"data":""#.utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 16 << 20)
      + Array("\"}".utf8)
  }
}

extension Answer {
  /// The same answer with another status: that of a failure takes the place of everything that was to be said.
  fileprivate func with(_ code: Int) -> Answer {
    let status = Self.statuses.first { $0.code == code } ?? HTTPResponse.Status(code: code)
    switch (status.kind, self) {
    case (.successful, .success(_, let data, let paging)): return .success(status, data, paging: paging)
    case (.successful, .failure): return self
    default:
      let words = status.reasonPhrase
      return .failure(status, code: code, [], words.isEmpty ? "error \(code)" : words)
    }
  }

  /// The statuses that faults are mostly made of, with their words.
  private static let statuses: [HTTPResponse.Status] = [
    .badRequest, .unauthorized, .forbidden, .notFound, .methodNotAllowed, .requestTimeout, .conflict, .tooEarly,
    .tooManyRequests, .internalServerError, .badGateway, .serviceUnavailable, .gatewayTimeout,
  ]
}
