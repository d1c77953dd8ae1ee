import HTTPTypes
import Presets

/// Sends writes, each once: what is to be done when one fails is for whoever knows what it rests on.
struct PresetWriter: Sendable {
  private let connection: Connection

  /// Creates a writer.
  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Sends a write and returns the id of the preset it went to; nil where the answer to a create has none.
  /// - Parameter patience: How long what the write rests on may lie back when it is sent; nil where that does not matter.
  func send(_ write: Write, patience: Duration?) async throws(FailedAttempt) -> String? {
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
