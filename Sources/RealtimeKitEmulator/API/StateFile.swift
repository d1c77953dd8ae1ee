import JSONValue
import Manifests
import Schema

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The file that keeps an emulator's presets between runs.
package struct StateFile: Sendable {
  struct State: Equatable {
    /// The presets in creation order.
    var presets: [StoredPreset] = []
    /// The number of the last created preset.
    var lastID = 0
  }

  /// The file's path.
  package let path: String

  /// - Parameter path: The path of the file, which need not exist yet.
  package init(path: String) {
    self.path = path
  }

  /// Reads the state; nil if the file does not exist.
  func load() throws(StateFileError) -> State? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw .inaccessible(path: path, reason: error.fileErrorDescription)
    }
    guard let state = try? JSON(parsing: [UInt8](data)), let items = state["presets"]?.array,
      let lastID = state["last_id"]?.int
    else { throw .damaged(path: path) }
    let presets = items.compactMap(StoredPreset.init(state:))
    guard presets.count == items.count else { throw .damaged(path: path) }
    return State(presets: presets, lastID: lastID)
  }

  /// Writes the state atomically.
  func save(_ state: State) throws(StateFileError) {
    let json: JSON = [
      "last_id": .number(JSON.Number(state.lastID)), "presets": .array(state.presets.map(\.state)),
    ]
    do {
      let url = URL(filePath: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(json.bytes()).write(to: url, options: .atomic)
    } catch {
      throw .inaccessible(path: path, reason: error.fileErrorDescription)
    }
  }
}

extension StoredPreset {
  fileprivate init?(state: JSON) {
    guard let id = state["id"]?.string, let created = state["created_at"]?.string,
      let updated = state["updated_at"]?.string, let document = state["document"]?.object
    else { return nil }
    self.init(id: id, createdAt: created, updatedAt: updated, document: Preset(document))
  }

  fileprivate var state: JSON {
    [
      "id": .string(id), "created_at": .string(createdAt), "updated_at": .string(updatedAt),
      "document": .object(document.document),
    ]
  }
}

/// The reason why the file cannot be used.
package enum StateFileError: Error, Hashable, Sendable {
  /// The file does not have the format that the emulator writes.
  case damaged(path: String)
  /// The file cannot be read or written.
  case inaccessible(path: String, reason: String)
}
