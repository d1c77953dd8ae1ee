public import HTTPTypes
import Presets

/// What shall go wrong, as rules: of those that are due for a request, the first one counts.
///
/// The emulator decides by them what becomes of a request (`Reply`); what carries its answers, a server or a transport
/// within the process, carries that out. So the same faults can be met at both speeds.
public struct Faults: Hashable, Sendable {
  /// The rules in their order.
  public let rules: [Rule]

  /// Creates faults from rules; without any, nothing goes wrong.
  public init(_ rules: [Rule] = []) {
    self.rules = rules
  }

  /// One thing that goes wrong, and when.
  public struct Rule: Hashable, Sendable {
    /// The requests that it is about.
    public let requests: Requests
    /// The first of them that is hit, from 1; nil for the first one there is.
    public let nth: Int?
    /// How many of them are hit in a row; nil for one where `nth` is given, else all.
    public let times: Int?
    /// What goes wrong.
    public let effect: Effect

    /// Creates a rule; without further words it hits every request.
    public init(_ effect: Effect, on requests: Requests = .any, nth: Int? = nil, times: Int? = nil) {
      self.requests = requests
      self.nth = nth
      self.times = times
      self.effect = effect
    }

    /// Whether the rule hits the request of the given number among those that it is about.
    func isDue(_ number: Int) -> Bool {
      let (first, length) = (nth ?? 1, times ?? (nth == nil ? .max : 1))
      return number >= first && number - first < length
    }
  }

  /// Requests, by method and by path.
  public struct Requests: Hashable, Sendable {
    /// The method; nil for any.
    public let method: HTTPRequest.Method?
    /// The path below the app, such as `presets/*`, in which `*` stands for any text; nil for any.
    public let path: String?

    /// Creates a set of requests.
    public init(_ method: HTTPRequest.Method? = nil, _ path: String? = nil) {
      self.method = method
      self.path = path
    }

    /// Every request.
    public static let any = Requests()
    /// The pages of the list of presets.
    public static let list = Requests(.get, "presets")
    /// The creation of a preset.
    public static let create = Requests(.post, "presets")
    /// The read of a preset.
    public static let read = Requests(.get, "presets/*")
    /// The update of a preset by PATCH.
    public static let update = Requests(.patch, "presets/*")
    /// The replacement of a preset by PUT.
    public static let replace = Requests(.put, "presets/*")
    /// The deletion of a preset.
    public static let delete = Requests(.delete, "presets/*")

    /// Every call there is for presets.
    public static let calls = [list, create, read, update, replace, delete]

    func contain(_ method: HTTPRequest.Method, _ path: String) -> Bool {
      (self.method == nil || self.method == method) && (self.path.map { Glob($0, .names).matches(path) } ?? true)
    }
  }
}

extension Faults: ExpressibleByArrayLiteral {
  public init(arrayLiteral rules: Rule...) {
    self.init(rules)
  }
}

extension Faults.Requests: CustomStringConvertible {
  public var description: String {
    [method?.rawValue, path].compactMap(\.self).joined(separator: " ")
  }
}

/// Faults, and how many requests each of their rules was asked about.
struct FaultCounter {
  private let faults: Faults
  private var counts: [Int]

  init(_ faults: Faults) {
    self.faults = faults
    counts = faults.rules.map { _ in 0 }
  }

  /// What goes wrong with a request; nil where nothing does.
  mutating func effect(on request: HTTPRequest) -> Faults.Effect? {
    let path = Route.pathBelowApp(request.path ?? "")
    var effect: Faults.Effect?
    for (index, rule) in faults.rules.enumerated() where rule.requests.contain(request.method, path) {
      counts[index] += 1
      if effect == nil, rule.isDue(counts[index]) { effect = rule.effect }
    }
    return effect
  }
}
