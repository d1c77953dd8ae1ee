import HTTPTypes
import Presets

/// Writes presets.
public struct PresetWriter: Sendable {
  private let connection: Connection

  /// Creates a writer.
  public init(_ connection: Connection) {
    self.connection = connection
  }

  /// Creates a preset and returns its id; nil where the answer has none. It is never repeated blindly.
  func create(_ preset: Preset) async throws(APIError) -> String? {
    let answer = try await connection.send(
      .post, connection.presetsPath(), body: .object(preset.document), repeatable: .no)
    return answer.data?["id"]?.string
  }

  /// Merges whole sections into a preset.
  func patch(id: String, _ sections: JSON.Object) async throws(APIError) {
    _ = try await connection.send(.patch, connection.presetsPath(id), body: .object(sections))
  }

  /// Replaces a whole preset.
  func replace(id: String, _ preset: Preset) async throws(APIError) {
    _ = try await connection.send(.put, connection.presetsPath(id), body: .object(preset.document))
  }

  /// Deletes a preset; one that is gone already counts as deleted.
  func delete(id: String) async throws(APIError) {
    do {
      _ = try await connection.send(.delete, connection.presetsPath(id))
    } catch  where error.status == 404 {
      return
    }
  }
}
