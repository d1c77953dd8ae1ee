package import HTTPTypes
package import Schema

/// An in-process emulator of the RealtimeKit presets API. It rejects everything that the API is known to reject.
package actor Emulator {
  /// The id of the only app.
  package static let appID = "3f0c0a52-7a0e-4d6b-9a63-0f8f3a1f6f10"
  /// An account id to use in paths. Any other is accepted as well.
  package static let accountID = "0123456789abcdef0123456789abcdef"
  /// A token to use in requests. Any other is accepted as well.
  package static let token = "local-emulator-token"

  /// A request that was processed.
  package struct JournalEntry: Hashable, Sendable {
    /// The HTTP method.
    package let method: String
    /// The path with its query.
    package let path: String
    /// The HTTP status of the response; nil if the connection was cut instead.
    package let status: Int?
    /// The fault that was injected, if any.
    package let effect: Faults.Effect?
  }

  /// A phase in which a request can be observed.
  package enum RequestPhase: Hashable, Sendable, CaseIterable {
    /// The request has arrived, and has had no effect yet.
    case before
    /// The request has had its effect, and the response has not been sent yet.
    case after
  }

  /// Called for every request, with its number since the journal was cleared, from 1.
  package typealias RequestObserver = @Sendable (_ number: Int, _ moment: RequestPhase) -> Void

  private static let journalLimit = 100_000

  package var behavior: Behavior
  var state = StateFile.State()
  var lag = Lag()
  /// The number of lists that clients started to read.
  var listCount = 0
  /// The first 100,000 requests.
  package private(set) var journal: [JournalEntry] = []
  private var faults: FaultCounter
  private var watch: RequestObserver = { _, _ in }
  private let store: StateFile?

  /// The presets in creation order.
  package var presets: [StoredPreset] { state.presets }

  /// - Parameters:
  ///   - bodies: The presets to start with, unless `store` has a state.
  ///   - store: The file that keeps the state.
  /// - Throws: `SeedError` for a body that the API would reject, `StateFileError` for a file that cannot be used.
  package init(
    _ bodies: [Preset] = [], behavior: Behavior = Behavior(), faults: Faults = [], store: StateFile? = nil
  ) throws {
    self.behavior = behavior
    self.faults = FaultCounter(faults)
    self.store = store
    if let state = try store?.load() {
      self.state = state
    } else {
      for body in bodies {
        if let problem = SeedError(body, among: state.presets) { throw problem }
        state.lastID += 1
        state.presets.append(StoredPreset(body, number: state.lastID, behavior))
      }
      try store?.save(state)
    }
  }

  /// Processes a request and decides how to respond, faults included.
  package func respond(to request: HTTPRequest, body: [UInt8]) -> EmulatedResponse {
    let number = journal.count + 1
    watch(number, .before)
    let effect = faults.effect(on: request)
    let answer = carryOut(request, body, persists: effect?.persists ?? true)
    watch(number, .after)
    var reply = EmulatedResponse(answer, behavior, effect)
    if let ray = HTTPField.Name("cf-ray") { reply.head.headerFields[ray] = "local-\(number)" }
    if journal.count < Self.journalLimit {
      journal.append(
        JournalEntry(
          method: request.method.rawValue, path: request.path ?? "",
          status: reply.isCut ? nil : reply.head.status.code, effect: effect))
    }
    return reply
  }

  /// Responds to a request and saves the state if it changed.
  /// - Parameter persists: Whether a write takes effect.
  private func carryOut(_ request: HTTPRequest, _ body: [UInt8], persists: Bool) -> ResponseContent {
    let before = state
    let answer = answer(request, body)
    guard state != before else { return answer }
    do {
      if persists { try store?.save(state) } else { state = before }
    } catch {
      state = before
      let reason = if case .inaccessible(_, let words) = error { words } else { "the file is damaged" }
      return .failure(.internalServerError, code: 500, [], "could not save the state: \(reason)")
    }
    lag.begin(from: before.presets, to: state.presets, reads: behavior.readLag)
    return answer
  }

  /// Changes a preset without a request, as the dashboard would.
  package func edit(_ name: String, _ change: @Sendable (inout Preset) -> Void) {
    guard let index = presets.firstIndex(where: { $0.document.name.utf8.elementsEqual(name.utf8) }) else { return }
    change(&state.presets[index].document)
  }

  /// Replaces the faults and restarts their request counts.
  package func set(_ faults: Faults) {
    self.faults = FaultCounter(faults)
  }

  /// Observes every request from now on, just before and just after it takes effect.
  package func onRequest(_ watch: @escaping RequestObserver) {
    self.watch = watch
  }

  /// Clears the journal.
  package func clearJournal() {
    journal = []
  }
}
