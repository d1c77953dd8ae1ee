extension Faults {
  /// What goes wrong with a request.
  public struct Effect: Hashable, Sendable {
    /// What the body of an answer consists of.
    public enum Content: Hashable, Sendable {
      /// What belongs there.
      case ordinary
      /// A given text.
      case text(String)
      /// The first half of what belongs there.
      case half
      /// A page as proxies make them.
      case html
      /// Nothing.
      case empty
      /// More than 16 MiB.
      case oversized
    }

    /// The status of the answer; nil for the ordinary one.
    public var status: Int?
    /// What the body consists of.
    public var content = Content.ordinary
    /// The header field `Retry-After`: seconds, a date, or nonsense.
    public var retryAfter: String?
    /// Whether the connection is cut without an answer.
    public var isCut = false
    /// The time before the answer.
    public var delay = Duration.zero
    /// The time that the body takes, which comes piece by piece.
    public var trickle = Duration.zero
    /// Whether a write takes effect all the same.
    public var persists: Bool

    init(persists: Bool) {
      self.persists = persists
    }

    /// An answer with a status, in the envelope of errors unless it is one of success.
    public static func status(_ status: Int, persists: Bool = false, retryAfter: String? = nil) -> Effect {
      var effect = Effect(persists: persists)
      effect.status = status
      effect.retryAfter = retryAfter
      return effect
    }

    /// No answer: the connection is cut.
    public static func cut(persists: Bool) -> Effect {
      var effect = Effect(persists: persists)
      effect.isCut = true
      return effect
    }

    /// The ordinary answer, late.
    public static func delay(_ duration: Duration, persists: Bool = true) -> Effect {
      var effect = Effect(persists: persists)
      effect.delay = duration
      return effect
    }

    /// The ordinary answer, whose body takes its time.
    public static func trickle(_ duration: Duration, persists: Bool = true) -> Effect {
      var effect = Effect(persists: persists)
      effect.trickle = duration
      return effect
    }

    /// An answer with another body.
    /// - Parameter status: The status; nil for the ordinary one.
    public static func content(_ content: Content, status: Int? = nil, persists: Bool = true) -> Effect {
      var effect = Effect(persists: persists)
      effect.status = status
      effect.content = content
      return effect
    }
  }
}

extension Faults.Effect {
  /// One of every kind, for tables: refusals, before and after a write took effect, lost, late, slow and spoilt answers.
  public static let all: [Faults.Effect] =
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
  public var description: String {
    var words = [status.map(String.init) ?? (isCut ? "cut" : nil)].compactMap(\.self)
    if let retryAfter { words.append("retry after \(retryAfter)") }
    if content != .ordinary { words.append("\(content)") }
    if delay > .zero { words.append("after \(delay)") }
    if trickle > .zero { words.append("within \(trickle)") }
    return (words + [persists ? "with effect" : "without effect"]).joined(separator: ", ")
  }
}
