import HTTPTypes
import OrderedCollections
public import Presets

/// Reads presets, and cannot do anything else: the only requests it makes are GETs.
public struct PresetReader: Sendable {
  private static let pageSize = 100
  private static let tries = 3
  /// More pages than any app has presets for.
  private static let mostPages = 1000

  let connection: Connection
  private let parallelism: Int
  private let onProgress: ProgressHandler

  /// Creates a reader that has at most `parallelism` requests under way at once.
  /// - Parameter onProgress: Told of every preset that was read for a plan.
  public init(_ connection: Connection, parallelism: Int, onProgress: @escaping ProgressHandler = { _ in }) {
    self.connection = connection
    self.parallelism = parallelism
    self.onProgress = onProgress
  }

  /// Lists all presets and reads those that a plan for `desired` needs.
  public func observe(for desired: DesiredState) async throws(APIError) -> ObservedState {
    try await observe { listed in
      let names = desired.namesToRead(of: Set(listed.map(\.name)))
      return listed.filter { names.contains($0.name) }
    }
  }

  /// Lists all presets and reads those of a selection.
  public func observe(_ selection: Selection) async throws(APIError) -> ObservedState {
    try await observe { listed in listed.filter { selection.includes([$0.name]) } }
  }

  /// Lists all presets and reads those that a plan back to a snapshot needs.
  public func observe(for snapshot: Snapshot) async throws(APIError) -> ObservedState {
    try await observe(snapshot.presetsToRead)
  }

  private func observe(_ choose: ([ListedPreset]) -> [ListedPreset]) async throws(APIError) -> ObservedState {
    for _ in 0..<Self.tries {
      let listed = try await list()
      let needed = choose(listed).sorted { $0.name < $1.name }
      let rows = Dictionary(grouping: needed, by: \.name)
      if let name = needed.first(where: { (rows[$0.name]?.count ?? 0) > 1 })?.name {
        throw .ambiguousName(name, ids: (rows[name] ?? []).map(\.id).sorted())
      }
      onProgress(.reading(needed.count))
      let documents = try await needed.concurrentMap(limit: parallelism) {
        (row) async throws(APIError) -> ObservedPreset? in
        defer { onProgress(.read) }
        return try await document(id: row.id).map { ObservedPreset(id: row.id, name: row.name, preset: $0) }
      }
      // A preset that went away or was renamed since it was listed makes the list one of the past.
      let current = documents.compactMap(\.self).filter { $0.hasListedName }
      if current.count == needed.count { return ObservedState(listed: listed, documents: current) }
    }
    throw .listKeepsChanging
  }

  /// Lists all presets.
  /// - Parameter search: What to ask the server to look for; what it then lists may be more.
  func list(search: String? = nil) async throws(APIError) -> [ListedPreset] {
    let query = search.map { "&search=" + Connection.encoded($0) } ?? ""
    var before: [ListedPreset]?
    for _ in 0..<Self.tries {
      let (listed, standing) = try await listOnce(query)
      switch standing {
      case .consistent: return listed
      // A list that contradicts itself in the same way twice is not one that changes.
      case .contradictory where listed == before: return listed
      case .contradictory: before = listed
      case .moving: before = nil
      }
    }
    throw .listKeepsChanging
  }

  /// Reads one preset; nil where there is none.
  public func document(id: String) async throws(APIError) -> Preset? {
    let answer: Envelope
    do {
      answer = try await connection.read(connection.presetsPath(id))
    } catch  where error.status == 404 {
      return nil
    }
    guard let document = answer.data?.object else {
      throw .unintelligible(reason: "a preset is not an object", requestID: nil)
    }
    return Preset(document)
  }

  /// The id of the preset of exactly this name; nil where there is none.
  func id(ofName name: ExactString) async throws(APIError) -> String? {
    // A search may match more than the name, so that the row is not on the first page.
    try await list(search: name.text).first { $0.name == name }?.id
  }

  // MARK: The list

  private struct Page: Sendable {
    let rows: [ListedPreset]
    let total: Int?
  }

  /// How far a list can be believed.
  private enum Standing {
    /// It has as many rows, and as different ones, as it says.
    case consistent
    /// It has not.
    case contradictory
    /// Its pages do not belong together.
    case moving
  }

  /// All rows of the list, and how far they can be believed.
  private func listOnce(_ query: String) async throws(APIError) -> (rows: [ListedPreset], standing: Standing) {
    var pages: [Page]
    do {
      pages = [try await page(1, query)]
    } catch  where error.status == 404 {
      try await explainMissingList(error)
      // A lone 404 may come from something on the way, and an app with presets must not be taken for an empty one.
      return ([], .contradictory)
    }
    // A server may give fewer rows a page than it is asked for; the first page tells how many.
    let size = pages[0].rows.count
    if let total = pages[0].total, size > 0, total > size {
      let last = (total - 1) / size + 1
      guard last <= Self.mostPages else {
        throw .unintelligible(reason: "the list claims to have \(total) presets, \(size) a page", requestID: nil)
      }
      pages += try await (2...last).concurrentMap(limit: parallelism) { (number) async throws(APIError) in
        try await page(number, query)
      }
    }
    try await readOn(&pages, query)
    let rows = pages.flatMap(\.rows)
    var seen: Set<String> = []
    let unique = rows.filter { seen.insert($0.id).inserted }
    let totals = Set(pages.compactMap(\.total))
    if totals.count > 1 { return (unique, .moving) }
    let isWhole = unique.count == rows.count && totals.isSubset(of: [rows.count])
    return (unique, isWhole ? .consistent : .contradictory)
  }

  /// Reads page after page until the list's own count is reached, or nothing new comes.
  private func readOn(_ pages: inout [Page], _ query: String) async throws(APIError) {
    var known = Set(pages.flatMap(\.rows).map(\.id))
    while let last = pages.last, !last.rows.isEmpty, pages.count < Self.mostPages {
      if let total = last.total, pages.reduce(0, { $0 + $1.rows.count }) >= total { return }
      let next = try await page(pages.count + 1, query)
      // A server that ignores page numbers would repeat itself for ever.
      guard next.rows.contains(where: { !known.contains($0.id) }) else { return }
      known.formUnion(next.rows.map(\.id))
      pages.append(next)
    }
  }

  private func page(_ number: Int, _ query: String) async throws(APIError) -> Page {
    let query = "?page_no=\(number)&per_page=\(Self.pageSize)" + query
    let answer = try await connection.read(connection.presetsPath(query: query))
    guard let items = answer.data?.array else {
      throw .unintelligible(reason: "the list of presets is not a list", requestID: nil)
    }
    let rows = items.compactMap { item -> ListedPreset? in
      guard let id = item["id"]?.string, Self.isID(id), let name = item["name"]?.string else { return nil }
      return ListedPreset(id: id, name: ExactString(name))
    }
    guard rows.count == items.count else {
      throw .unintelligible(reason: "a row of the list has no name, or no id that is one", requestID: nil)
    }
    return Page(rows: rows, total: answer.totalCount)
  }

  /// Whether a text can be an id. It becomes part of paths, so nothing else will do.
  private static func isID(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic && $0.isASCII || "0123456789-_".unicodeScalars.contains($0)
      }
  }

  /// Tells an app without presets, for which some servers answer 404, from a wrong app id.
  private func explainMissingList(_ missing: APIError) async throws(APIError) {
    let query = "?page_no=1&per_page=\(Self.pageSize)"
    let answer: Envelope
    do {
      answer = try await connection.read(connection.appsPath(query: query))
    } catch  where error.status == 404 {
      // The account is not there either; the first answer says so as well as the second.
      throw missing
    }
    let apps = (answer.data?.array ?? []).compactMap { app -> APIError.App? in
      guard let id = app["id"]?.string else { return nil }
      return APIError.App(id: id, name: app["name"]?.string ?? "")
    }
    guard apps.contains(where: { $0.id == connection.appID }) else {
      throw .unknownApp(id: connection.appID, known: apps)
    }
  }
}

extension ObservedPreset {
  /// Whether the document, as far as it names itself, has the name that the list gave it.
  fileprivate var hasListedName: Bool {
    preset.document["name"] == nil || ExactString(preset.name) == name
  }
}
