extension Faults {
  /// The effect of a fault on a request and its response.
  package struct Effect: Hashable, Sendable {
    /// The body of a response.
    package enum Content: Hashable, Sendable {
      /// The ordinary body.
      case ordinary
      /// A fixed text.
      case text(String)
      /// The first half of the ordinary body.
      case half
      /// An HTML page, as proxies send it.
      case html
      /// An empty body.
      case empty
      /// A body of more than 16 MiB.
      case oversized
    }

    /// The status of the response; nil for the ordinary one.
    package var status: Int?
    /// The body of the response.
    package var content = Content.ordinary
    /// The header field `Retry-After`: seconds, a date, or an invalid value.
    package var retryAfter: String?
    /// Whether the connection is cut instead of a response.
    package var isCut = false
    /// The delay of the response.
    package var delay = Duration.zero
    /// The time over which the body is sent in pieces.
    package var trickle = Duration.zero
    /// Whether a write takes effect despite the fault.
    package var persists: Bool

    init(persists: Bool) {
      self.persists = persists
    }

    /// Returns a response with a status. Unless the status is a success, the body is an error envelope.
    package static func status(_ status: Int, persists: Bool = false, retryAfter: String? = nil) -> Effect {
      var effect = Effect(persists: persists)
      effect.status = status
      effect.retryAfter = retryAfter
      return effect
    }

    /// Cuts the connection instead of a response.
    package static func cut(persists: Bool) -> Effect {
      var effect = Effect(persists: persists)
      effect.isCut = true
      return effect
    }

    /// Delays the ordinary response.
    package static func delay(_ duration: Duration, persists: Bool = true) -> Effect {
      var effect = Effect(persists: persists)
      effect.delay = duration
      return effect
    }

    /// Sends the body of the ordinary response in pieces over a duration.
    package static func trickle(_ duration: Duration, persists: Bool = true) -> Effect {
      var effect = Effect(persists: persists)
      effect.trickle = duration
      return effect
    }

    /// Replaces the body of the response.
    /// - Parameter status: The status; nil for the ordinary one.
    package static func content(_ content: Content, status: Int? = nil, persists: Bool = true) -> Effect {
      var effect = Effect(persists: persists)
      effect.status = status
      effect.content = content
      return effect
    }
  }
}

extension Faults.Effect {
  /// One effect of every kind, for tests: rejections before and after a write took effect, and lost, late, slow, and invalid responses.
  package static let all: [Faults.Effect] =
    [400, 401, 403, 404, 405, 408, 409, 425, 429].map { .status($0) }
    + ["3", "301", "Wed, 21 Oct 2015 07:28:00 GMT", "soon"].map { .status(429, retryAfter: $0) }
    + [500, 502, 503, 504, 520, 524].flatMap { [.status($0), .status($0, persists: true)] }
    + [.status(503, retryAfter: "7"), .status(409, persists: true), .status(200)]
    + [.cut(persists: false), .cut(persists: true)]
    + [.delay(.seconds(2)), .delay(.seconds(60), persists: false), .delay(.seconds(60)), .trickle(.seconds(60))]
    + [.half, .html, .empty, .oversized].map { .content($0) }
    + [.content(.html, status: 502, persists: false), .content(.empty, status: 500, persists: false)]
}

extension Faults.Effect: CustomStringConvertible {
  package var description: String {
    var words = [status.map(String.init) ?? (isCut ? "cut" : nil)].compactMap(\.self)
    if let retryAfter { words.append("retry after \(retryAfter)") }
    if content != .ordinary { words.append("\(content)") }
    if delay > .zero { words.append("after \(delay)") }
    if trickle > .zero { words.append("within \(trickle)") }
    return (words + [persists ? "with effect" : "without effect"]).joined(separator: ", ")
  }
}
