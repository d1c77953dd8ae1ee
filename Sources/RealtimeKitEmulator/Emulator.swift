public import HTTPTypes
public import Presets

/// The RealtimeKit presets API within the process, as strict as the real one.
public actor Emulator {
  /// The one app that there is.
  public static let appID = "3f0c0a52-7a0e-4d6b-9a63-0f8f3a1f6f10"
  /// An account to address it by; any other will do too.
  public static let accountID = "0123456789abcdef0123456789abcdef"
  /// A token to use it with; any other will do too.
  public static let token = "local-emulator-token"

  /// A request that was answered.
  public struct JournalEntry: Hashable, Sendable {
    /// The HTTP method.
    public let method: String
    /// The path with its query.
    public let path: String
    /// The HTTP status of the answer; nil where the connection was cut in place of one.
    public let status: Int?
    /// What went wrong with the request; nil where nothing did.
    public let effect: Faults.Effect?
  }

  /// A moment in which a request can be met.
  public enum Moment: Hashable, Sendable, CaseIterable {
    /// The request has come, and had no effect yet.
    case before
    /// The request had its effect, and was not answered yet.
    case after
  }

  /// Is told of every request by its number, from 1 since the journal was cleared.
  public typealias Watch = @Sendable (_ number: Int, _ moment: Moment) -> Void

  private static let journalLimit = 100_000

  /// The switches.
  public var behavior: Behavior
  var state = StateFile.State()
  var lag = Lag()
  /// How many lists were begun.
  var listCount = 0
  /// The requests answered so far; the first hundred thousand of them.
  public private(set) var journal: [JournalEntry] = []
  private var faults: FaultCounter
  private var watch: Watch = { _, _ in }
  private let store: StateFile?

  /// The presets in the order they were created.
  public var presets: [StoredPreset] { state.presets }

  /// Creates a server that has the given presets.
  /// - Parameter store: Where the presets are kept; if it already holds some, those are taken.
  /// - Throws: `SeedProblem` for a body that the API would refuse, `StateFile.Problem` for a file that cannot be used.
  public init(
    _ bodies: [Preset] = [], behavior: Behavior = Behavior(), faults: Faults = [], store: StateFile? = nil
  ) throws {
    self.behavior = behavior
    self.faults = FaultCounter(faults)
    self.store = store
    if let state = try store?.load() {
      self.state = state
    } else {
      for body in bodies {
        if let problem = SeedProblem(body, among: state.presets) { throw problem }
        state.lastID += 1
        state.presets.append(StoredPreset(body, number: state.lastID, behavior))
      }
      try store?.save(state)
    }
  }

  /// Decides what becomes of a request.
  public func respond(to request: HTTPRequest, body: [UInt8]) -> Reply {
    let number = journal.count + 1
    watch(number, .before)
    let effect = faults.effect(on: request)
    let answer = carryOut(request, body, persists: effect?.persists ?? true)
    watch(number, .after)
    var reply = Reply(answer, behavior, effect)
    if let ray = HTTPField.Name("cf-ray") { reply.head.headerFields[ray] = "local-\(number)" }
    if journal.count < Self.journalLimit {
      journal.append(
        JournalEntry(
          method: request.method.rawValue, path: request.path ?? "",
          status: reply.isCut ? nil : reply.head.status.code, effect: effect))
    }
    return reply
  }

  /// Answers a request, and keeps what it changed.
  /// - Parameter persists: Whether a write takes effect.
  private func carryOut(_ request: HTTPRequest, _ body: [UInt8], persists: Bool) -> Answer {
    let before = state
    let answer = answer(request, body)
    guard state != before else { return answer }
    do {
      if persists { try store?.save(state) } else { state = before }
    } catch {
      state = before
      let reason = if case .inaccessible(_, let words) = error { words } else { "the file is damaged" }
      return .failure(.internalServerError, code: 500, [], "the state could not be saved: \(reason)")
    }
    lag.begin(from: before.presets, to: state.presets, reads: behavior.readLag)
    return answer
  }

  /// Changes a preset behind everyone's back, as the dashboard does.
  public func edit(_ name: String, _ change: @Sendable (inout Preset) -> Void) {
    guard let index = presets.firstIndex(where: { $0.document.name.utf8.elementsEqual(name.utf8) }) else { return }
    change(&state.presets[index].document)
  }

  /// Lets other things go wrong from now on; requests are counted anew.
  public func set(_ faults: Faults) {
    self.faults = FaultCounter(faults)
  }

  /// Has every request watched from now on, just before and just after it takes effect.
  public func onRequest(_ watch: @escaping Watch) {
    self.watch = watch
  }

  /// Forgets the journal.
  public func clearJournal() {
    journal = []
  }
}
