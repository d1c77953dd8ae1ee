import JSONValue
import Planning
import Schema

/// The result of a write whose response does not say whether it took effect, determined by reading the preset.
enum UncertainWrite: Hashable, Sendable {
  /// The preset has the content that was sent, or is deleted as requested.
  case done(id: String?)
  /// The write did not take effect.
  case notDone
  /// Another client changed the preset, or took its name.
  case stale(Report.Failure)

  /// Reads the preset and determines whether a write took effect.
  /// - Parameter observed: The preset before the write; nil for a create.
  static func resolve(
    _ write: PresetWrite, _ operation: Operation, from observed: Preset?, _ reader: PresetReader
  ) async throws(APIError) -> UncertainWrite {
    switch write {
    case .create(let preset):
      guard let id = try await reader.id(ofName: operation.name), let held = try await reader.document(id: id) else {
        return .notDone
      }
      let others = DocumentDiff.unsavedFields(preset.document, in: held)
      return others.isEmpty ? .done(id: id) : .stale(.nameIsTaken(operation.name, others))
    case .delete(let id):
      let held = try await reader.document(id: id)
      return held.map { staleOrNotDone(operation, from: observed, to: $0) } ?? .done(id: id)
    case .patch(let id, let sections):
      return try await resolve(id, sections, operation, from: observed, reader)
    case .replace(let id, let preset):
      return try await resolve(id, preset.document, operation, from: observed, reader)
    }
  }

  private static func resolve(
    _ id: String, _ sent: JSON.Object, _ operation: Operation, from observed: Preset?, _ reader: PresetReader
  ) async throws(APIError) -> UncertainWrite {
    guard let held = try await reader.document(id: id) else { return .stale(.isGone) }
    let removed = operation.changes.filter { $0.after == nil }.map(\.field)
    let differences = DocumentDiff.unsavedFields(sent, in: held) + DocumentDiff.remaining(removed, in: held)
    if differences.isEmpty { return .done(id: id) }
    if operation.action == .rename, let other = try await reader.id(ofName: operation.name), other != id {
      return .stale(.nameIsTaken(operation.name))
    }
    return staleOrNotDone(operation, from: observed, to: held)
  }

  private static func staleOrNotDone(
    _ operation: Operation, from observed: Preset?, to now: Preset
  ) -> UncertainWrite {
    guard let observed, let failure = StaleCheck.failure(of: operation, planned: observed, now: now) else {
      return .notDone
    }
    return .stale(failure)
  }
}

extension Report.Failure {
  static let isGone = Report.Failure(message: "the preset no longer exists")

  /// A preset to delete is listed but cannot be read.
  static let isListedOnly = Report.Failure(
    message: "the server responded with 404 for the preset but still lists it; nothing was written")

  /// Another preset has the name that a create or rename needs.
  static func nameIsTaken(_ name: ExactString, _ others: [FieldChange] = []) -> Report.Failure {
    // `before` is the planned value, `after` the one that another client wrote.
    let moved = others.map { FieldChange(field: $0.field, before: $0.after, after: $0.before) }
    return Report.Failure(message: "a preset named '\(name)' already exists", staleFields: moved)
  }
}
