import OrderedCollections
import Presets

// The list of presets, page by page, and what is read while it comes.
extension PresetReader {
  private static let pageSize = 100
  /// More pages than any app has presets for.
  private static let mostPages = 1000

  /// What was found at each id.
  typealias Sights = [String: Sight]

  /// Lists all presets.
  /// - Parameter search: What to ask the server to look for; what it then lists may be more.
  func list(search: String? = nil) async throws(APIError) -> [ListedPreset] {
    try await list(search: search, reading: Needs { _ in [] }).rows
  }

  /// Lists all presets, and reads those at once that are needed whatever else is listed.
  func list(
    search: String? = nil, reading needs: Needs
  ) async throws(APIError) -> (rows: [ListedPreset], early: Sights) {
    let query = search.map { "&search=" + Connection.encoded($0) } ?? ""
    var before: [ListedPreset]?
    for _ in 0..<Self.tries {
      let (listed, early, standing) = try await listOnce(query, reading: needs)
      switch standing {
      case .consistent: return (listed, early)
      // A list that contradicts itself in the same way twice is not one that changes.
      case .contradictory where listed == before: return (listed, early)
      case .contradictory: before = listed
      case .moving: before = nil
      }
    }
    throw .listKeepsChanging
  }

  /// The id of the preset of exactly this name; nil where there is none.
  func id(ofName name: ExactString) async throws(APIError) -> String? {
    // A search may match more than the name, so that the row is not on the first page.
    try await list(search: name.text).first { $0.name == name }?.id
  }

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

  /// All rows of the list, what was read beside it, and how far they can be believed.
  private func listOnce(
    _ query: String, reading needs: Needs
  ) async throws(APIError) -> (rows: [ListedPreset], early: Sights, standing: Standing) {
    let first: Page
    do {
      first = try await page(1, query)
    } catch  where error.status == 404 {
      try await explainMissingList(error)
      // A lone 404 may come from something on the way, and an app with presets must not be taken for an empty one.
      return ([], [:], .contradictory)
    }
    let (announced, early) = try await announcedPages(first, query, reading: needs)
    var pages = announced
    try await readOn(&pages, query)
    let rows = pages.flatMap(\.rows)
    var seen: Set<String> = []
    let unique = rows.filter { seen.insert($0.id).inserted }
    let totals = Set(pages.compactMap(\.total))
    if totals.count > 1 { return (unique, early, .moving) }
    let isWhole = unique.count == rows.count && totals.isSubset(of: [rows.count])
    return (unique, early, isWhole ? .consistent : .contradictory)
  }

  /// What is on the way to the end of a list.
  private enum Errand: Sendable {
    case page(Int)
    case document(ListedPreset)
  }

  private enum Found: Sendable {
    case page(Page)
    case document(ListedPreset, Sight)
  }

  /// The pages that the first one announces, with itself, and meanwhile the documents that are needed of what they list.
  private func announcedPages(
    _ first: Page, _ query: String, reading needs: Needs
  ) async throws(APIError) -> ([Page], Sights) {
    @Sendable func errands(on page: Page) -> [Errand] {
      // Of two that share a name neither is read: that they do is to be told first.
      let byName = Dictionary(grouping: page.rows, by: \.name)
      let rows = page.rows.filter { needs.atOnce($0) && byName[$0.name]?.count == 1 }
      onProgress(.reading(rows.count))
      return rows.map(Errand.document)
    }
    let known = try followingNumbers(first).map(Errand.page) + errands(on: first)
    let found = try await known.concurrentMap(limit: parallelism) { (errand) async throws(APIError) -> Found in
      switch errand {
      case .page(let number): return .page(try await page(number, query))
      case .document(let row): return .document(row, try await read(row, needs))
      }
    } adding: { found in
      if case .page(let page) = found { errands(on: page) } else { [] }
    }
    var (pages, early): ([Page], Sights) = ([first], [:])
    for thing in found {
      switch thing {
      case .page(let page): pages.append(page)
      case .document(let row, let sight): early[row.id] = sight
      }
    }
    return (pages, early)
  }

  /// The numbers of the pages that must come after the first. A server may give fewer rows a page than it is asked for;
  /// the first page tells how many.
  private func followingNumbers(_ first: Page) throws(APIError) -> [Int] {
    let size = first.rows.count
    guard let total = first.total, size > 0, total > size else { return [] }
    let last = (total - 1) / size + 1
    guard last <= Self.mostPages else {
      throw .unintelligible(reason: "the list claims to have \(total) presets, \(size) a page", requestID: nil)
    }
    return Array(2...last)
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
      && text.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: false
        }
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
