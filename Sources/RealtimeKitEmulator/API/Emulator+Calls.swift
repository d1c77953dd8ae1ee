import HTTPTypes
import JSONValue
import Manifests
import OrderedCollections
import Schema

// The calls of the API.
extension Emulator {
  /// Responds to a request, without any faults.
  func answer(_ request: HTTPRequest, _ body: [UInt8]) -> ResponseContent {
    guard request.headerFields[.authorization]?.hasPrefix("Bearer ") == true else {
      return .failure(.unauthorized, code: 10000, [], "Authentication error")
    }
    guard let route = APIRoute(request.path ?? "") else { return .missing("path") }
    switch (request.method, route.resource) {
    case (.get, .apps):
      let app: JSON = ["id": .string(Self.appID), "name": "local", "created_at": "2026-01-01T00:00:00Z"]
      return .success(.ok, [app], paging: ["total_count": 1, "start_offset": 1, "end_offset": 1])
    case (_, .presets(let app)) where app != Self.appID, (_, .preset(let app, _)) where app != Self.appID:
      return .missing("app")
    case (.get, .presets): return list(route)
    case (.post, .presets): return create(body)
    case (.get, .preset(_, let id)): return read(id)
    case (.patch, .preset(_, let id)): return patch(id, body)
    case (.put, .preset(_, let id)) where behavior.hasPut: return replace(id, body)
    case (.delete, .preset(_, let id)): return delete(id)
    default: return .failure(.methodNotAllowed, code: 405, [], "method not allowed")
    }
  }

  // MARK: Reading

  private func list(_ route: APIRoute) -> ResponseContent {
    let seen = lag.list(presets)
    if seen.isEmpty, behavior.emptyListIsMissing { return .missing("presets") }
    guard let page = Int(route.query["page_no"] ?? "1"), page > 0,
      let requested = Int(route.query["per_page"] ?? "20"), requested > 0
    else { return .failure(.badRequest, code: 400, [], "page_no and per_page must be positive numbers") }
    let search = route.query["search"] ?? ""
    let rows = search.isEmpty ? shifted(seen, page: page) : seen.filter { behavior.search.finds($0, search) }
    let size = min(requested, behavior.maximumPageSize)
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

  /// Returns the rows that a page is taken from. With `shiftingLists`, a row before the page has been added or removed.
  private func shifted(_ rows: [StoredPreset], page: Int) -> [StoredPreset] {
    if page == 1 { listCount += 1 }
    guard page > 1, max(listCount, 1) <= behavior.shiftingLists else { return rows }
    return switch behavior.listShift {
    case .skips: Array(rows.dropFirst())
    case .repeats: rows.prefix(1) + rows
    }
  }

  private func read(_ id: String) -> ResponseContent {
    switch (lag.read(id, presets.first { $0.id == id }), behavior.freshPreset) {
    case (.preset(let preset), _): .success(.ok, preset.answer(behavior))
    case (.fresh, .forbidden): .failure(.forbidden, code: 403, [], "Forbidden")
    case (.fresh, .missing), (.missing, _): .missing("preset")
    }
  }

  // MARK: Writing

  private func create(_ body: [UInt8]) -> ResponseContent {
    switch Self.object(body) {
    case .failure(let answer): return answer
    case .success(let body):
      let issues = BodyValidator.issues(ofComplete: body)
      guard issues.isEmpty else { return Self.refusal(issues) }
      let preset = Preset(body)
      guard !hasName(preset.name, besides: nil) else { return Self.conflict(preset.name) }
      state.lastID += 1
      let created = StoredPreset(restoringIgnoredFields(of: preset, from: nil), number: state.lastID, behavior)
      state.presets.append(created)
      let status: HTTPResponse.Status = .init(code: behavior.createStatus.rawValue)
      return .success(status, created.answer(behavior, withID: behavior.createAnswersWithID))
    }
  }

  private func patch(_ id: String, _ body: [UInt8]) -> ResponseContent {
    update(id, body) { preset, body in
      let issues = BodyValidator.issues(ofPartial: body, existing: preset.answer(behavior).object ?? [:])
      preset.merge(body, behavior.patch)
      return issues + BodyValidator.missing(in: preset.document)
    }
  }

  private func replace(_ id: String, _ body: [UInt8]) -> ResponseContent {
    update(id, body) { preset, body in
      let known = preset.answer(behavior).object ?? [:]
      let issues = BodyValidator.issues(ofComplete: body, existing: behavior.putKeepsUnknownFields ? known : [:])
      let unknown = preset.document.document.filter { !["name", "config", "permissions", "ui"].contains($0.key) }
      preset.document = Preset(body.merging(unknown) { new, _ in new })
      return issues
    }
  }

  private func update(
    _ id: String, _ body: [UInt8], _ change: (inout StoredPreset, JSON.Object) -> [BodyValidator.Issue]
  ) -> ResponseContent {
    guard let index = presets.firstIndex(where: { $0.id == id }) else { return .missing("preset") }
    switch Self.object(body) {
    case .failure(let answer): return answer
    case .success(let body):
      var preset = presets[index]
      let issues = change(&preset, body)
      guard issues.isEmpty else { return Self.refusal(issues) }
      guard !hasName(preset.document.name, besides: id) else { return Self.conflict(preset.document.name) }
      preset.document = restoringIgnoredFields(of: preset.document, from: presets[index].document)
      preset.updatedAt = StoredPreset.timestamp()
      state.presets[index] = preset
      return .success(.ok, preset.answer(behavior, withID: behavior.updateAnswersWithID))
    }
  }

  private func delete(_ id: String) -> ResponseContent {
    guard let index = presets.firstIndex(where: { $0.id == id }) else { return .missing("preset") }
    guard !behavior.inUse.contains(where: { Glob($0, .names).matches(presets[index].document.name) }) else {
      let status = behavior.inUseStatus.rawValue
      return .failure(.init(code: status), code: status, [], "Preset is in use by participants")
    }
    return .success(.ok, state.presets.remove(at: index).answer(behavior))
  }

  /// Returns a written document with the old values of ignored fields, or those of the first default preset for a new preset.
  private func restoringIgnoredFields(of new: Preset, from old: Preset?) -> Preset {
    var new = new
    let before = old ?? DefaultPresets.all.first
    for path in behavior.ignoredFields where path != "name" || old != nil { new[path] = before?[path] }
    return new
  }

  // MARK: Details

  private func hasName(_ name: String, besides id: String?) -> Bool {
    presets.contains { $0.id != id && $0.document.name.utf8.elementsEqual(name.utf8) }
  }

  private enum Body {
    case success(JSON.Object)
    case failure(ResponseContent)
  }

  private static func object(_ body: [UInt8]) -> Body {
    guard let object = (try? JSON(parsing: body))?.object else {
      return .failure(.failure(.badRequest, code: 400, [], "the body is not a JSON object"))
    }
    return .success(object)
  }

  private static func refusal(_ issues: [BodyValidator.Issue]) -> ResponseContent {
    .failure(.badRequest, code: 400, issues, "")
  }

  private static func conflict(_ name: String) -> ResponseContent {
    .failure(.conflict, code: 409, [], "a preset with the name '\(name)' already exists")
  }
}

extension Behavior.Search {
  /// Whether a search for a text returns a preset.
  fileprivate func finds(_ preset: StoredPreset, _ text: String) -> Bool {
    switch self {
    case .partial: preset.document.name.contains(text)
    case .exact: preset.document.name.utf8.elementsEqual(text.utf8)
    case .ignored: true
    }
  }
}
