import HTTPTypes
import JSONValue
import Planning
import Schema

/// Sends writes, each once. Callers decide about retries.
struct PresetWriter: Sendable {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Sends a write and returns the id of its preset; nil if the response to a create has none.
  /// - Parameter patience: The time that the write may wait in the rate limiter before it counts as outdated; nil for no limit.
  func send(_ write: PresetWrite, patience: Duration?) async throws(FailedAttempt) -> String? {
    func send(
      _ method: HTTPRequest.Method, _ id: String? = nil, _ body: JSON.Object? = nil
    ) async throws(FailedAttempt) -> Envelope {
      try await connection.send(
        method, connection.presetsPath(id), body: body.map(JSON.object), patience: patience)
    }
    switch write {
    case .create(let preset): return try await send(.post, nil, preset.document).data?["id"]?.string
    case .patch(let id, let sections):
      _ = try await send(.patch, id, sections)
      return id
    case .replace(let id, let preset):
      _ = try await send(.put, id, preset.document)
      return id
    case .delete(let id):
      _ = try await send(.delete, id)
      return id
    }
  }
}
