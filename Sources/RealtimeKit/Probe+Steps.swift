import HTTPTypes
import OrderedCollections
import Presets

// What is tried, in the order of trying. Every step leaves a whole preset behind, so that the next can rely on it.
extension Probe {
  private static let eitherWay = "nothing: either is right"
  /// How often something that does not show yet is read again.
  private static let patience = 10

  /// Tries everything.
  mutating func tryEverything() async throws(APIError) {
    try await tryLists()
    var body = Preset(sampleNamed: name)
    body["config.media.video.simulcast"] = true
    body["config.livestream_viewer_qualities"] = [360, 720]
    body["permissions.plugins.config.probe-a.access_control"] = "VIEW_ONLY"
    let id = try await tryCreating(body)
    let held = try await tryReading(id, body)
    try await tryNames(body)
    try await tryPatching(id)
    try await tryReplacing(id, unknown: held)
    try await tryRenaming(id)
    try await tryDeleting(id)
  }

  private mutating func tryLists() async throws(APIError) {
    let list = try await ask(.get, connection.presetsPath(query: "?page_no=1&per_page=100"))
    let rows = list.data?.array ?? []
    if list.status == 404 || rows.isEmpty {
      note(switch: "empty-list-is-missing", "\(list.status == 404)", "nothing: a 404 is told from a wrong app id")
    } else if let total = (list.document?["paging"] ?? list.document?["result_info"])?["total_count"]?.int {
      let isFull = total > rows.count
      if isFull {
        note(switch: "maximum-page-size", "\(rows.count)", "nothing: pages are read until the list is whole")
      } else {
        note(
          "page size", "100 asked for, all \(total) rows in one page", "nothing: pages are read until the list is whole"
        )
      }
    } else {
      note("total count", "not told", "pages are read until nothing new comes")
    }
    if list.isSuccess {
      let member = list.document?["data"] != nil ? "data" : "result"
      note(switch: "envelope", member, Self.eitherWay)
    }
    let missing = try await ask(.get, connection.presetsPath("00000000-0000-4000-8000-0000000probe"))
    if missing.document?["errors"]?.array?.isEmpty == false {
      note(switch: "error-envelope", "gateway", Self.eitherWay)
    } else if missing.document?["error"] != nil {
      note(switch: "error-envelope", "service", Self.eitherWay)
    }
    note("missing preset", "\(missing.status)", "404 means that there is none")
  }

  /// Creates the preset, and returns its id.
  private mutating func tryCreating(_ body: Preset) async throws(APIError) -> String {
    let answer = try await create(body)
    guard answer.isSuccess else {
      throw .refused(
        .init(status: answer.status, messages: Envelope.messages(answer.document ?? .null), requestID: nil))
    }
    note(switch: "create-status", "\(answer.status)", "any 2xx is a success")
    let id = answer.data?["id"]?.string
    note(switch: "create-answers-with-id", "\(id != nil)", "nothing: without an id the name is looked up")
    if let id { return id }
    for _ in 0..<Self.patience {
      if let id = try await reader.id(ofName: ExactString(name)) {
        made[name] = id
        return id
      }
    }
    throw .unintelligible(reason: "a preset was created, and is not listed", requestID: nil)
  }

  /// Reads the preset until it shows, and notes how it differs from what was sent.
  private mutating func tryReading(_ id: String, _ sent: Preset) async throws(APIError) -> Preset {
    var refusals: [Int] = []
    var answer = try await ask(.get, connection.presetsPath(id))
    while !answer.isSuccess, refusals.count < Self.patience {
      refusals.append(answer.status)
      answer = try await ask(.get, connection.presetsPath(id))
    }
    guard let document = answer.data?.object else {
      throw .unintelligible(reason: "a preset was created, and cannot be read", requestID: nil)
    }
    if !refusals.isEmpty {
      note(switch: "read-lag", "\(refusals.count)", "what was written is looked for for 5 seconds")
      note(
        switch: "fresh-preset", refusals[0] == 403 ? "forbidden" : "missing",
        "a fresh preset may be unreadable for a moment")
    } else if connection.traffic.requests > 0 {
      note(switch: "read-lag", "0", "what was written is looked for for 5 seconds")
    }
    let held = Preset(document)
    let added = PresetSchema.current.fields.filter { sent[$0.path] == nil && held[$0.path] != nil }
    note(switch: "adds-defaults", "\(!added.isEmpty)", "fields that no manifest sets are never compared")
    note(
      switch: "adds-unknown-fields", "\(!Self.unknownPaths(.object(held.body.document), .root).isEmpty)",
      "they survive every update")
    let (order, wanted) = (Array(held.body.document.keys), Array(sent.document.keys))
    note(switch: "reorders-keys", "\(order.filter { sent.document[$0] != nil } != wanted)", Self.eitherWay)
    return held
  }

  /// The paths of what the schema does not know.
  private static func unknownPaths(_ json: JSON, _ path: FieldPath) -> [FieldPath] {
    let schema = PresetSchema.current
    guard schema.declaration(at: path) == nil, let members = json.object else {
      return schema.declaration(at: path) == nil ? [path] : []
    }
    let isKnown = schema.fields.contains { path.covers($0.path) } || path == .root
    return isKnown ? members.flatMap { unknownPaths($0.value, path.appending($0.key)) } : [path]
  }

  private mutating func tryNames(_ body: Preset) async throws(APIError) {
    let twice = try await ask(.post, connection.presetsPath(), .object(body.document))
    note("second preset of a name", "\(twice.status)", "names are unique, 409")
    var odd = Preset(sampleNamed: name + "-unknown")
    odd["config.presetctl_probe"] = true
    note(
      "unknown key on create", "\(try await create(odd).status)",
      "refused, unless --allow-unknown-fields says otherwise")
    let part = String(name.dropLast(3))
    let partial = try await search(part)
    let nothing = try await search("no-such-name-\(part)")
    let found = nothing > 0 ? "ignored" : partial > 0 ? "partial" : "exact"
    note(switch: "search", found, "nothing: names are compared exactly")
  }

  private mutating func search(_ text: String) async throws(APIError) -> Int {
    let query = "?page_no=1&per_page=100&search=\(Connection.encoded(text))"
    return try await ask(.get, connection.presetsPath(query: query)).data?.array?.count ?? 0
  }
}
