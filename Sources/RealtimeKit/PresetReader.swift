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

  /// Lists all presets and reads those that a plan for `desired` needs. Documents that are as they are wanted are not kept.
  public func observe(for desired: DesiredState) async throws(APIError) -> ObservedState {
    let declared = desired.namesToReadIfThere
    let needs = Needs(atOnce: { declared.contains($0.name) }, isSettled: desired.isSettled) { listed in
      let names = desired.namesToRead(of: Set(listed.map(\.name)))
      return listed.filter { names.contains($0.name) }
    }
    return try await observe(needs)
  }

  /// Lists all presets and reads those of a selection.
  public func observe(_ selection: Selection) async throws(APIError) -> ObservedState {
    try await observe(
      Needs(atOnce: { selection.includes([$0.name]) }) { listed in listed.filter { selection.includes([$0.name]) } })
  }

  /// Lists all presets and reads those that a plan back to a snapshot needs.
  public func observe(for snapshot: Snapshot) async throws(APIError) -> ObservedState {
    try await observe(Needs(choose: snapshot.presetsToRead))
  }

  private func observe(_ needs: Needs) async throws(APIError) -> ObservedState {
    for _ in 0..<Self.tries {
      var (listed, sights) = try await list(reading: needs)
      let needed = needs.choose(listed).sorted { $0.name < $1.name }
      if let name = zip(needed, needed.dropFirst()).first(where: { $0.name == $1.name })?.0.name {
        throw .ambiguousName(name, ids: needed.filter { $0.name == name }.map(\.id).sorted())
      }
      let left = needed.filter { sights[$0.id] == nil }
      onProgress(.reading(left.count))
      let late = try await left.concurrentMap(limit: parallelism) { (row) async throws(APIError) in
        try await read(row, needs)
      }
      for (row, sight) in zip(left, late) { sights[row.id] = sight }
      if let state = ObservedState(listed, needed, sights) { return state }
    }
    throw .listKeepsChanging
  }

  /// What is to be read of the presets of an app.
  struct Needs: Sendable {
    /// Whether a preset is to be read whatever else is listed. It is read while the list is.
    var atOnce: @Sendable (ListedPreset) -> Bool = { _ in false }
    /// Whether nothing is to be done with a preset, so that its document need not be kept.
    var isSettled: @Sendable (ObservedPreset) -> Bool = { _ in false }
    /// What is to be read of the whole list.
    let choose: @Sendable ([ListedPreset]) -> [ListedPreset]
  }

  /// What was found where a listed preset should be.
  enum Sight: Sendable {
    case document(ObservedPreset)
    /// A document with which nothing is to be done.
    case settled
    /// Nothing, or a preset of another name.
    case gone
  }

  /// Reads the document of a listed preset, which is told as progress.
  func read(_ row: ListedPreset, _ needs: Needs) async throws(APIError) -> Sight {
    defer { onProgress(.read) }
    guard let document = try await document(id: row.id) else { return .gone }
    let preset = ObservedPreset(id: row.id, name: row.name, preset: document)
    guard preset.hasListedName else { return .gone }
    return needs.isSettled(preset) ? .settled : .document(preset)
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

extension ObservedState {
  /// What was read of the rows that are needed; nil where one of them went away, or was renamed, since it was listed: then
  /// the list is one of the past.
  fileprivate init?(_ listed: [ListedPreset], _ needed: [ListedPreset], _ read: [String: PresetReader.Sight]) {
    var (documents, settled): ([ObservedPreset], Set<ExactString>) = ([], [])
    for row in needed {
      switch read[row.id] {
      case .document(let preset): documents.append(preset)
      case .settled: settled.insert(row.name)
      case .gone, nil: return nil
      }
    }
    self.init(listed: listed, documents: documents, settled: settled)
  }
}

extension ObservedPreset {
  /// Whether the document, as far as it names itself, has the name that the list gave it.
  fileprivate var hasListedName: Bool {
    preset.document["name"] == nil || ExactString(preset.name) == name
  }
}
