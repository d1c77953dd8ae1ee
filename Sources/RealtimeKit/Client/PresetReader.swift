import HTTPTypes
import JSONValue
package import Manifests
import OrderedCollections
package import Planning
package import Schema

/// Reads presets. It sends GET requests only.
package struct PresetReader: Sendable {
  static let maximumAttempts = 3

  let connection: Connection
  let parallelism: Int
  let onProgress: ProgressHandler

  /// - Parameters:
  ///   - parallelism: The maximum number of concurrent requests.
  ///   - onProgress: Called for every preset that is read for a plan.
  package init(_ connection: Connection, parallelism: Int, onProgress: @escaping ProgressHandler = { _ in }) {
    self.connection = connection
    self.parallelism = parallelism
    self.onProgress = onProgress
  }

  /// Lists all presets and reads those that a plan for `desired` requires.
  package func observe(for desired: DesiredState) async throws(APIError) -> ObservedState {
    try await observe { listed in
      let names = desired.namesToRead(of: Set(listed.map(\.name)))
      return listed.filter { names.contains($0.name) }
    }
  }

  /// Lists all presets and reads the selected ones.
  package func observe(_ selection: Selection) async throws(APIError) -> ObservedState {
    try await observe { listed in listed.filter { selection.includes([$0.name]) } }
  }

  /// Lists all presets and reads those that a plan to restore a snapshot requires.
  package func observe(for snapshot: Snapshot) async throws(APIError) -> ObservedState {
    try await observe(snapshot.presetsToRead)
  }

  private func observe(
    _ required: (_ listed: [ListedPreset]) -> [ListedPreset]
  ) async throws(APIError) -> ObservedState {
    for _ in 0..<Self.maximumAttempts {
      let listed = try await list()
      let rows = required(listed).sorted { $0.name < $1.name }
      if let name = zip(rows, rows.dropFirst()).first(where: { $0.name == $1.name })?.0.name {
        throw .ambiguousName(name, ids: rows.filter { $0.name == name }.map(\.id).sorted())
      }
      onProgress(.reading(rows.count))
      let documents = try await rows.concurrentMap(limit: parallelism) { (row) async throws(APIError) in
        try await preset(row)
      }
      // A preset that was deleted or renamed since makes the list outdated.
      let found = documents.compactMap(\.self)
      if found.count == rows.count { return ObservedState(listed: listed, documents: found) }
    }
    throw .listKeepsChanging
  }

  /// Reads a listed preset and reports progress; nil if it no longer exists under its name.
  private func preset(_ row: ListedPreset) async throws(APIError) -> ObservedPreset? {
    defer { onProgress(.read) }
    guard let document = try await document(id: row.id) else { return nil }
    let hasListedName = document.document["name"] == nil || ExactString(document.name) == row.name
    return hasListedName ? ObservedPreset(id: row.id, name: row.name, preset: document) : nil
  }

  /// Reads one preset; nil if it does not exist.
  package func document(id: String) async throws(APIError) -> Preset? {
    let answer: Envelope
    do {
      answer = try await connection.read(connection.presetsPath(id))
    } catch  where error.status == 404 {
      return nil
    }
    guard let document = answer.data?.object else {
      throw .unexpectedResponse(reason: "the preset is not an object", requestID: nil)
    }
    return Preset(document)
  }
}
