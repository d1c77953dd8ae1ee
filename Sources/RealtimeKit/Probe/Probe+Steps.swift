import HTTPTypes
import JSONValue
import OrderedCollections
import Planning
import Schema

// The steps of the probe, in order. Each one leaves a complete preset for the next.
extension Probe {
  private static let eitherWay = "nothing; presetctl accepts both"
  /// The number of reads while a write is not visible yet.
  private static let maximumReads = 10

  mutating func runAllSteps() async throws(APIError) {
    try await probeLists()
    var body = Preset(sampleNamed: name)
    body["config.media.video.simulcast"] = true
    body["config.livestream_viewer_qualities"] = [360, 720]
    body["permissions.plugins.config.probe-a.access_control"] = "VIEW_ONLY"
    let id = try await probeCreate(body)
    let held = try await probeRead(id, body)
    try await probeNames(body)
    try await probePatch(id)
    try await probePut(id, unknown: held)
    try await probeRename(id)
    try await probeDelete(id)
  }

  private mutating func probeLists() async throws(APIError) {
    let list = try await ask(.get, connection.presetsPath(query: "?page_no=1&per_page=100"))
    let rows = list.data?.array ?? []
    if list.status == 404 || rows.isEmpty {
      note(
        switch: "empty-list-is-missing", "\(list.status == 404)", "nothing; a 404 is distinguished from a wrong app id")
    } else if let total = (list.document?["paging"] ?? list.document?["result_info"])?["total_count"]?.int {
      let isFull = total > rows.count
      if isFull {
        note(switch: "maximum-page-size", "\(rows.count)", "nothing; pages are read until the list is complete")
      } else {
        note(
          "page size", "100 requested, all \(total) rows on one page",
          "nothing; pages are read until the list is complete"
        )
      }
    } else {
      note("total count", "not reported", "pages are read until one has nothing new")
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
    note("missing preset", "\(missing.status)", "404 means that the preset does not exist")
  }

  /// Creates the preset and returns its id.
  private mutating func probeCreate(_ body: Preset) async throws(APIError) -> String {
    let answer = try await create(body)
    guard answer.isSuccess else {
      throw .rejected(
        .init(status: answer.status, messages: Envelope.messages(answer.document ?? .null), requestID: nil))
    }
    note(switch: "create-status", "\(answer.status)", "any 2xx status means success")
    let id = answer.data?["id"]?.string
    note(switch: "create-answers-with-id", "\(id != nil)", "nothing; without an id, the preset is looked up by name")
    if let id { return id }
    for _ in 0..<Self.maximumReads {
      if let id = try await reader.id(ofName: ExactString(name)) {
        created[name] = id
        return id
      }
    }
    throw .unexpectedResponse(reason: "the created preset does not appear in the list", requestID: nil)
  }

  /// Reads the preset until it is visible, and records how it differs from the one that was sent.
  private mutating func probeRead(_ id: String, _ sent: Preset) async throws(APIError) -> Preset {
    var refusals: [Int] = []
    var answer = try await ask(.get, connection.presetsPath(id))
    while !answer.isSuccess, refusals.count < Self.maximumReads {
      refusals.append(answer.status)
      answer = try await ask(.get, connection.presetsPath(id))
    }
    guard let document = answer.data?.object else {
      throw .unexpectedResponse(reason: "the created preset could not be read", requestID: nil)
    }
    if !refusals.isEmpty {
      note(switch: "read-lag", "\(refusals.count)", "writes become visible within 5 seconds")
      note(
        switch: "fresh-preset", refusals[0] == 403 ? "forbidden" : "missing",
        "a new preset may be unreadable for a moment")
    } else if connection.traffic.requests > 0 {
      note(switch: "read-lag", "0", "writes become visible within 5 seconds")
    }
    let held = Preset(document)
    let added = PresetSchema.current.fields.filter { sent[$0.path] == nil && held[$0.path] != nil }
    note(switch: "adds-defaults", "\(!added.isEmpty)", "fields that no manifest sets are never compared")
    note(
      switch: "adds-unknown-fields", "\(!Self.unknownPaths(.object(held.body.document), .root).isEmpty)",
      "unknown fields are kept in updates")
    let (order, sentOrder) = (Array(held.body.document.keys), Array(sent.document.keys))
    note(switch: "reorders-keys", "\(order.filter { sent.document[$0] != nil } != sentOrder)", Self.eitherWay)
    return held
  }

  /// Returns the paths of fields that the schema does not define.
  private static func unknownPaths(_ json: JSON, _ path: FieldPath) -> [FieldPath] {
    let schema = PresetSchema.current
    guard schema.declaration(at: path) == nil, let members = json.object else {
      return schema.declaration(at: path) == nil ? [path] : []
    }
    let isKnown = schema.fields.contains { path.covers($0.path) } || path == .root
    return isKnown ? members.flatMap { unknownPaths($0.value, path.appending($0.key)) } : [path]
  }

  private mutating func probeNames(_ body: Preset) async throws(APIError) {
    let duplicate = try await ask(.post, connection.presetsPath(), .object(body.document))
    note("create with an existing name", "\(duplicate.status)", "rejected with 409: names are unique")
    var odd = Preset(sampleNamed: name + "-unknown")
    odd["config.presetctl_probe"] = true
    note(
      "unknown key on create", "\(try await create(odd).status)",
      "rejected; presetctl sends unknown keys only with --allow-unknown-fields")
    let part = String(name.dropLast(3))
    let partial = try await search(part)
    let nothing = try await search("no-such-name-\(part)")
    let found = nothing > 0 ? "ignored" : partial > 0 ? "partial" : "exact"
    note(switch: "search", found, "nothing; names are compared exactly")
  }

  private mutating func search(_ text: String) async throws(APIError) -> Int {
    let query = "?page_no=1&per_page=100&search=\(Connection.encoded(text))"
    return try await ask(.get, connection.presetsPath(query: query)).data?.array?.count ?? 0
  }
}
