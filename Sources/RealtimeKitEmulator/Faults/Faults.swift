package import HTTPTypes
import Manifests

/// Rules for faults that the emulator injects. The first rule that matches a request applies.
///
/// The emulator decides the effect on a request (`Reply`), and a server or an in-process transport carries it out, so that the same
/// faults work with both.
package struct Faults: Hashable, Sendable {
  /// The rules, in order of precedence.
  package let rules: [Rule]

  package init(_ rules: [Rule] = []) {
    self.rules = rules
  }

  /// A fault and the requests that it applies to.
  package struct Rule: Hashable, Sendable {
    /// The requests that the rule matches.
    package let requests: Requests
    /// The number of the first affected request among those that match, from 1; nil for the first match.
    package let nth: Int?
    /// The number of consecutive affected requests; nil for one if `nth` is set, otherwise for all.
    package let times: Int?
    /// The effect on an affected request.
    package let effect: Effect

    /// By default, the rule affects every request.
    package init(_ effect: Effect, on requests: Requests = .any, nth: Int? = nil, times: Int? = nil) {
      self.requests = requests
      self.nth = nth
      self.times = times
      self.effect = effect
    }

    /// Whether the rule affects the request with the given number among those that match.
    func isDue(_ number: Int) -> Bool {
      let (first, length) = (nth ?? 1, times ?? (nth == nil ? .max : 1))
      return number >= first && number - first < length
    }
  }

  /// Requests, by method and by path.
  package struct Requests: Hashable, Sendable {
    /// The method; nil for any method.
    package let method: HTTPRequest.Method?
    /// A pattern for the path below the app, such as `presets/*`; nil for any path.
    package let path: String?

    package init(_ method: HTTPRequest.Method? = nil, _ path: String? = nil) {
      self.method = method
      self.path = path
    }

    /// Every request.
    package static let any = Requests()
    /// Reading a page of the list of presets.
    package static let list = Requests(.get, "presets")
    /// Creating a preset.
    package static let create = Requests(.post, "presets")
    /// Reading a preset.
    package static let read = Requests(.get, "presets/*")
    /// Updating a preset with PATCH.
    package static let update = Requests(.patch, "presets/*")
    /// Replacing a preset with PUT.
    package static let replace = Requests(.put, "presets/*")
    /// Deleting a preset.
    package static let delete = Requests(.delete, "presets/*")

    /// Every kind of request for presets.
    package static let calls = [list, create, read, update, replace, delete]

    func matches(_ method: HTTPRequest.Method, _ path: String) -> Bool {
      (self.method == nil || self.method == method) && (self.path.map { Glob($0, .names).matches(path) } ?? true)
    }
  }
}

extension Faults: ExpressibleByArrayLiteral {
  package init(arrayLiteral rules: Rule...) {
    self.init(rules)
  }
}

extension Faults.Requests: CustomStringConvertible {
  package var description: String {
    [method?.rawValue, path].compactMap(\.self).joined(separator: " ")
  }
}

/// Counts the requests that match each rule of a set of faults.
struct FaultCounter {
  private let faults: Faults
  private var counts: [Int]

  init(_ faults: Faults) {
    self.faults = faults
    counts = faults.rules.map { _ in 0 }
  }

  /// Counts a request and returns the effect on it; nil for none.
  mutating func effect(on request: HTTPRequest) -> Faults.Effect? {
    let path = APIRoute.pathBelowApp(request.path ?? "")
    var effect: Faults.Effect?
    for (index, rule) in faults.rules.enumerated() where rule.requests.matches(request.method, path) {
      counts[index] += 1
      if effect == nil, rule.isDue(counts[index]) { effect = rule.effect }
    }
    return effect
  }
}
