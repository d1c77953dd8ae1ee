import OrderedCollections
import Presets

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The file in which an emulator keeps its presets from one run to the next.
public struct StateFile: Sendable {
  /// What is kept.
  struct State: Equatable {
    /// The presets in the order they were created.
    var presets: [StoredPreset] = []
    /// The number of the preset that was created last.
    var lastID = 0
  }

  /// Why the file cannot be used.
  public enum Problem: Error, Hashable, Sendable {
    /// The file is not one that an emulator wrote.
    case damaged(path: String)
    /// The file cannot be read or written.
    case inaccessible(path: String, reason: String)
  }

  /// The file's path.
  public let path: String

  /// Names a file, which need not exist yet.
  public init(path: String) {
    self.path = path
  }

  /// Reads the state; nil where there is no file yet.
  func load() throws(Problem) -> State? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw .inaccessible(path: path, reason: error.fileReason)
    }
    guard let state = try? JSON(parsing: [UInt8](data)), let items = state["presets"]?.array,
      let lastID = state["last_id"]?.int
    else { throw .damaged(path: path) }
    let presets = items.compactMap(StoredPreset.init(state:))
    guard presets.count == items.count else { throw .damaged(path: path) }
    return State(presets: presets, lastID: lastID)
  }

  /// Writes the state, whole or not at all.
  func save(_ state: State) throws(Problem) {
    let json: JSON = [
      "last_id": .number(JSON.Number(state.lastID)), "presets": .array(state.presets.map(\.state)),
    ]
    do {
      let url = URL(filePath: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(json.bytes()).write(to: url, options: .atomic)
    } catch {
      throw .inaccessible(path: path, reason: error.fileReason)
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
