import JSONValue
import Planning

// Reads the list of presets page by page.
extension PresetReader {
  private static let pageSize = 100
  /// A limit on the pages of a list, larger than any real list.
  private static let maximumPages = 1000

  /// Lists all presets.
  /// - Parameter search: A text for the server to filter names by. Servers may ignore it.
  func list(search: String? = nil) async throws(APIError) -> [ListedPreset] {
    let query = search.map { "&search=" + Connection.encoded($0) } ?? ""
    var before: [ListedPreset]?
    for _ in 0..<Self.maximumAttempts {
      let (listed, consistency) = try await readAllPages(query)
      switch consistency {
      case .consistent: return listed
      // The same inconsistent list twice is the server's mistake, and not a change in between.
      case .inconsistent where listed == before: return listed
      case .inconsistent: before = listed
      case .changing: before = nil
      }
    }
    throw .listKeepsChanging
  }

  /// Returns the id of the preset with exactly this name; nil if it does not exist.
  func id(ofName name: ExactString) async throws(APIError) -> String? {
    // A search can match other names too, so the row may not be on the first page.
    try await list(search: name.text).first { $0.name == name }?.id
  }

  private struct Page: Sendable {
    let rows: [ListedPreset]
    let total: Int?
  }

  /// Whether the pages of a list agree with each other.
  private enum Consistency {
    /// The list has no duplicates, and as many rows as its total count.
    case consistent
    /// The list has duplicates, or another number of rows than its total count.
    case inconsistent
    /// The total count changed from page to page.
    case changing
  }

  private func readAllPages(_ query: String) async throws(APIError) -> (rows: [ListedPreset], consistency: Consistency)
  {
    let first: Page
    do {
      first = try await page(1, query)
    } catch  where error.status == 404 {
      try await explainMissingList(error)
      // A single 404 can come from a proxy, and must not make an app with presets look empty.
      return ([], .inconsistent)
    }
    var pages = [first]
    pages += try await followingNumbers(first).concurrentMap(limit: parallelism) { (number) async throws(APIError) in
      try await page(number, query)
    }
    try await readRemaining(&pages, query)
    let rows = pages.flatMap(\.rows)
    var seen: Set<String> = []
    let unique = rows.filter { seen.insert($0.id).inserted }
    let totals = Set(pages.compactMap(\.total))
    if totals.count > 1 { return (unique, .changing) }
    let isConsistent = unique.count == rows.count && totals.isSubset(of: [rows.count])
    return (unique, isConsistent ? .consistent : .inconsistent)
  }

  /// Returns the numbers of the pages after the first, calculated from its size: servers may return smaller pages than requested.
  private func followingNumbers(_ first: Page) throws(APIError) -> [Int] {
    let size = first.rows.count
    guard let total = first.total, size > 0, total > size else { return [] }
    let last = (total - 1) / size + 1
    guard last <= Self.maximumPages else {
      throw .unexpectedResponse(reason: "the list claims to have \(total) presets at \(size) per page", requestID: nil)
    }
    return Array(2...last)
  }

  /// Reads further pages until the list's total count is reached, or a page has nothing new.
  private func readRemaining(_ pages: inout [Page], _ query: String) async throws(APIError) {
    var known = Set(pages.flatMap(\.rows).map(\.id))
    while let last = pages.last, !last.rows.isEmpty, pages.count < Self.maximumPages {
      if let total = last.total, pages.reduce(0, { $0 + $1.rows.count }) >= total { return }
      let next = try await page(pages.count + 1, query)
      // A server that ignores page numbers would return the same page forever.
      guard next.rows.contains(where: { !known.contains($0.id) }) else { return }
      known.formUnion(next.rows.map(\.id))
      pages.append(next)
    }
  }

  private func page(_ number: Int, _ query: String) async throws(APIError) -> Page {
    let query = "?page_no=\(number)&per_page=\(Self.pageSize)" + query
    let answer = try await connection.read(connection.presetsPath(query: query))
    guard let items = answer.data?.array else {
      throw .unexpectedResponse(reason: "the list of presets is not an array", requestID: nil)
    }
    let rows = items.compactMap { item -> ListedPreset? in
      guard let id = item["id"]?.string, Self.isID(id), let name = item["name"]?.string else { return nil }
      return ListedPreset(id: id, name: ExactString(name))
    }
    guard rows.count == items.count else {
      throw .unexpectedResponse(reason: "a row of the list has no name or no valid id", requestID: nil)
    }
    return Page(rows: rows, total: answer.totalCount)
  }

  /// Whether a text is a valid id, which is safe to use in paths.
  private static func isID(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: false
        }
      }
  }

  /// Throws an error for an unknown app id. Some servers respond with 404 to the list of an app that has no presets as well.
  private func explainMissingList(_ missing: APIError) async throws(APIError) {
    let query = "?page_no=1&per_page=\(Self.pageSize)"
    let answer: Envelope
    do {
      answer = try await connection.read(connection.appsPath(query: query))
    } catch  where error.status == 404 {
      // The account is unknown as well, which the first 404 already says.
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
