import HTTPTypes
import OrderedCollections
public import Presets

/// Reads presets, and cannot do anything else: the only requests it makes are GETs.
public struct PresetReader: Sendable {
  static let tries = 3

  let connection: Connection
  let parallelism: Int
  let onProgress: ProgressHandler

  /// Creates a reader that has at most `parallelism` requests under way at once.
  /// - Parameter onProgress: Told of every preset that was read for a plan.
  public init(_ connection: Connection, parallelism: Int, onProgress: @escaping ProgressHandler = { _ in }) {
    self.connection = connection
    self.parallelism = parallelism
    self.onProgress = onProgress
  }

  /// Lists all presets and reads those that a plan for `desired` needs.
  public func observe(for desired: DesiredState) async throws(APIError) -> ObservedState {
    let declared = desired.namesToReadIfThere
    return try await observe(atOnce: { declared.contains($0.name) }) { listed in
      let names = desired.namesToRead(of: Set(listed.map(\.name)))
      return listed.filter { names.contains($0.name) }
    }
  }

  /// Lists all presets and reads those of a selection.
  public func observe(_ selection: Selection) async throws(APIError) -> ObservedState {
    try await observe(atOnce: { selection.includes([$0.name]) }) { listed in
      listed.filter { selection.includes([$0.name]) }
    }
  }

  /// Lists all presets and reads those that a plan back to a snapshot needs.
  public func observe(for snapshot: Snapshot) async throws(APIError) -> ObservedState {
    try await observe(atOnce: { _ in false }, snapshot.presetsToRead)
  }

  /// - Parameters:
  ///   - isNeeded: Whether a preset is to be read whatever else is listed. It is read while the list is.
  ///   - choose: What is to be read of the whole list.
  private func observe(
    atOnce isNeeded: (ListedPreset) -> Bool, _ choose: ([ListedPreset]) -> [ListedPreset]
  ) async throws(APIError) -> ObservedState {
    for _ in 0..<Self.tries {
      let (listed, early) = try await list(readingAtOnce: isNeeded)
      let needed = choose(listed).sorted { $0.name < $1.name }
      let rows = Dictionary(grouping: needed, by: \.name)
      if let name = needed.first(where: { (rows[$0.name]?.count ?? 0) > 1 })?.name {
        throw .ambiguousName(name, ids: (rows[name] ?? []).map(\.id).sorted())
      }
      let left = needed.filter { early[$0.id] == nil }
      onProgress(.reading(left.count))
      let late = try await left.concurrentMap(limit: parallelism) { (row) async throws(APIError) in try await read(row)
      }
      let documents = early.merging(zip(left.map(\.id), late)) { _, late in late }
      // A preset that went away or was renamed since it was listed makes the list one of the past.
      let current = needed.compactMap { documents[$0.id] ?? nil }.filter { $0.hasListedName }
      if current.count == needed.count { return ObservedState(listed: listed, documents: current) }
    }
    throw .listKeepsChanging
  }

  /// Reads the document of a listed preset, which is told as progress; nil where it is gone.
  func read(_ row: ListedPreset) async throws(APIError) -> ObservedPreset? {
    defer { onProgress(.read) }
    return try await document(id: row.id).map { ObservedPreset(id: row.id, name: row.name, preset: $0) }
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
}

extension ObservedPreset {
  /// Whether the document, as far as it names itself, has the name that the list gave it.
  fileprivate var hasListedName: Bool {
    preset.document["name"] == nil || ExactString(preset.name) == name
  }
}
