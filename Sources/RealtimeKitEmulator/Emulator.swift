public import HTTPTypes
import OrderedCollections
public import Presets

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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
    /// The HTTP status of the answer.
    public let status: Int
  }

  private static let journalLimit = 100_000

  /// The switches.
  public var behavior: Behavior
  /// The presets in the order they were created.
  public private(set) var presets: [StoredPreset] = []
  /// The requests answered so far; the first hundred thousand of them.
  public private(set) var journal: [JournalEntry] = []
  private var lastID = 0
  private let store: StateFile?

  /// Creates a server that has the given presets.
  /// - Parameter store: Where the presets are kept; if it already holds some, those are taken.
  /// - Throws: `SeedProblem` for a body that the API would refuse, `StateFile.Problem` for a file that cannot be used.
  public init(_ bodies: [Preset] = [], behavior: Behavior = Behavior(), store: StateFile? = nil) throws {
    self.behavior = behavior
    self.store = store
    if let state = try store?.load() {
      (presets, lastID) = (state.presets, state.lastID)
    } else {
      for body in bodies {
        if let problem = SeedProblem(body, among: presets) { throw problem }
        lastID += 1
        presets.append(Self.preset(body, id: Self.id(lastID), behavior))
      }
      try store?.save(StateFile.State(presets: presets, lastID: lastID))
    }
  }

  /// Answers a request.
  public func respond(to request: HTTPRequest, body: [UInt8]) -> (head: HTTPResponse, body: [UInt8]) {
    let before = presets
    var answer = answer(request, body)
    if presets != before {
      do {
        try store?.save(StateFile.State(presets: presets, lastID: lastID))
      } catch {
        presets = before
        answer = .failure(.internalServerError, code: 500, [], "the state could not be saved: \(error)")
      }
    }
    let (status, json) = answer.enveloped(behavior)
    var head = HTTPResponse(status: status)
    head.headerFields[.contentType] = "application/json"
    if let ray = HTTPField.Name("cf-ray") { head.headerFields[ray] = "local-\(journal.count + 1)" }
    if journal.count < Self.journalLimit {
      journal.append(
        JournalEntry(method: request.method.rawValue, path: request.path ?? "", status: status.code))
    }
    return (head, Array(json.text().utf8))
  }

  /// Changes a preset behind everyone's back, as the dashboard does.
  public func edit(_ name: String, _ change: @Sendable (inout Preset) -> Void) {
    guard let index = presets.firstIndex(where: { $0.document.name.utf8.elementsEqual(name.utf8) }) else { return }
    change(&presets[index].document)
  }

  /// Forgets the journal.
  public func clearJournal() {
    journal = []
  }

  // MARK: Routes

  private func answer(_ request: HTTPRequest, _ body: [UInt8]) -> Answer {
    guard request.headerFields[.authorization]?.hasPrefix("Bearer ") == true else {
      return .failure(.unauthorized, code: 10000, [], "Authentication error")
    }
    guard let route = Route(request.path ?? "") else { return .missing("path") }
    switch (request.method, route.resource) {
    case (.get, .apps):
      let app: JSON = ["id": .string(Self.appID), "name": "local", "created_at": "2026-01-01T00:00:00Z"]
      return .success(.ok, [app], paging: ["total_count": 1, "start_offset": 1, "end_offset": 1])
    case (_, .presets(let app)) where app != Self.appID, (_, .preset(let app, _)) where app != Self.appID:
      return .missing("app")
    case (.get, .presets): return list(route)
    case (.post, .presets): return create(body)
    case (.get, .preset(_, let id)): return withPreset(id) { .success(.ok, $0.answer(behavior)) }
    case (.patch, .preset(_, let id)): return patch(id, body)
    case (.put, .preset(_, let id)) where behavior.hasPut: return replace(id, body)
    case (.delete, .preset(_, let id)): return delete(id)
    default: return .failure(.methodNotAllowed, code: 405, [], "method not allowed")
    }
  }

  private func list(_ route: Route) -> Answer {
    let search = route.query["search"] ?? ""
    let rows = presets.filter { search.isEmpty || $0.document.name.contains(search) }
    if presets.isEmpty, behavior.emptyListIsMissing { return .missing("presets") }
    guard let page = Int(route.query["page_no"] ?? "1"), page > 0,
      let wanted = Int(route.query["per_page"] ?? "20"), wanted > 0
    else { return .failure(.badRequest, code: 400, [], "page_no and per_page must be positive numbers") }
    let size = min(wanted, behavior.maximumPageSize)
    let (offset, isOver) = (page - 1).multipliedReportingOverflow(by: size)
    let start = isOver ? rows.count : min(offset, rows.count)
    let shown = rows.dropFirst(max(0, start)).prefix(size)
    return .success(
      .ok, .array(shown.map(\.row)),
      paging: [
        "total_count": .number(JSON.Number(rows.count)), "start_offset": .number(JSON.Number(start + 1)),
        "end_offset": .number(JSON.Number(start + shown.count)),
      ])
  }

  private func create(_ body: [UInt8]) -> Answer {
    switch Self.object(body) {
    case .failure(let answer): return answer
    case .success(let body):
      let issues = BodyValidator.issues(ofWhole: body)
      guard issues.isEmpty else { return Self.refusal(issues) }
      let preset = Preset(body)
      guard !hasName(preset.name, besides: nil) else { return Self.conflict(preset.name) }
      lastID += 1
      presets.append(Self.preset(preset, id: Self.id(lastID), behavior))
      return .success(.created, presets[presets.count - 1].answer(behavior))
    }
  }

  private func patch(_ id: String, _ body: [UInt8]) -> Answer {
    update(id, body) { preset, body in
      let issues = BodyValidator.issues(ofPartial: body, existing: preset.answer(behavior).object ?? [:])
      preset.merge(body, behavior.patch)
      return issues + BodyValidator.missing(in: preset.document)
    }
  }

  private func replace(_ id: String, _ body: [UInt8]) -> Answer {
    update(id, body) { preset, body in
      let known = preset.answer(behavior).object ?? [:]
      let issues = BodyValidator.issues(ofWhole: body, existing: behavior.putKeepsUnknownFields ? known : [:])
      let unknown = preset.document.document.filter { !["name", "config", "permissions", "ui"].contains($0.key) }
      preset.document = Preset(body.merging(unknown) { new, _ in new })
      return issues
    }
  }

  private func update(
    _ id: String, _ body: [UInt8], _ change: (inout StoredPreset, JSON.Object) -> [BodyValidator.Issue]
  ) -> Answer {
    guard let index = presets.firstIndex(where: { $0.id == id }) else { return .missing("preset") }
    switch Self.object(body) {
    case .failure(let answer): return answer
    case .success(let body):
      var preset = presets[index]
      let issues = change(&preset, body)
      guard issues.isEmpty else { return Self.refusal(issues) }
      guard !hasName(preset.document.name, besides: id) else { return Self.conflict(preset.document.name) }
      preset.updatedAt = Self.timestamp()
      presets[index] = preset
      var answer = preset.answer(behavior).object ?? [:]
      if !behavior.updateAnswersWithID { answer["id"] = nil }
      return .success(.ok, .object(answer))
    }
  }

  private func delete(_ id: String) -> Answer {
    withPreset(id) { preset in
      presets.removeAll { $0.id == id }
      return .success(.ok, preset.answer(behavior))
    }
  }

  // MARK: Details

  private func withPreset(_ id: String, _ body: (StoredPreset) -> Answer) -> Answer {
    presets.first { $0.id == id }.map(body) ?? .missing("preset")
  }

  private func hasName(_ name: String, besides id: String?) -> Bool {
    presets.contains { $0.id != id && $0.document.name.utf8.elementsEqual(name.utf8) }
  }

  private enum Body {
    case success(JSON.Object)
    case failure(Answer)
  }

  private static func object(_ body: [UInt8]) -> Body {
    guard let object = (try? JSON(parsing: body))?.object else {
      return .failure(.failure(.badRequest, code: 400, [], "the body is not a JSON object"))
    }
    return .success(object)
  }

  private static func refusal(_ issues: [BodyValidator.Issue]) -> Answer {
    .failure(.badRequest, code: 400, issues, "")
  }

  private static func conflict(_ name: String) -> Answer {
    .failure(.conflict, code: 409, [], "a preset with the name '\(name)' already exists")
  }

  private static func preset(_ body: Preset, id: String, _ behavior: Behavior) -> StoredPreset {
    var body = body
    if behavior.addsUnknownFields {
      for (path, value) in unknownFields { body[path] = value }
    }
    let now = timestamp()
    return StoredPreset(id: id, createdAt: now, updatedAt: now, document: body)
  }

  /// Fields as a newer API might add them; their spelling is part of the test.
  private static let unknownFields: [(FieldPath, JSON)] = [
    ("config.layout_beta", ["mode": "auto", "ratio": .number(JSON.Number("1.50") ?? JSON.Number(0))]),
    ("permissions.can_wave", false),
    ("permissions.chat.reactions", ["allowed": ["👍", "é"]]),
    ("ui.design_tokens.shadow", "soft"),
    ("organization_id", "local"),
  ]

  private static func id(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return "00000000-0000-4000-8000-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
  }

  private static func timestamp() -> String {
    Date.now.formatted(.iso8601)
  }
}
