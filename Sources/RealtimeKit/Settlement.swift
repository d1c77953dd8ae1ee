import Presets

/// What became of a write to which there was no answer that says so: decided by reading, never by sending it again blindly.
enum Settlement: Hashable, Sendable {
  /// The server holds what was sent.
  case done(id: String?)
  /// Everything is as it was before the write.
  case notDone
  /// The server holds something else: somebody else was there.
  case moved(Report.Failure)

  /// Reads what became of a write.
  /// - Parameter observed: The preset as it was before the write; nil for a create.
  init(
    of write: Write, _ operation: Operation, from observed: Preset?, _ reader: PresetReader
  ) async throws(APIError) {
    switch write {
    case .create(let preset):
      guard let id = try await reader.id(ofName: operation.name), let held = try await reader.document(id: id) else {
        self = .notDone
        return
      }
      let others = Verification.missing(of: preset.document, in: held)
      self = others.isEmpty ? .done(id: id) : .moved(.nameIsTaken(operation.name, others))
    case .delete(let id):
      let held = try await reader.document(id: id)
      self = held.map { Self.unless(operation, movedFrom: observed, to: $0) } ?? .done(id: id)
    case .patch(let id, let sections):
      self = try await Self.settle(id, sections, operation, from: observed, reader)
    case .replace(let id, let preset):
      self = try await Self.settle(id, preset.document, operation, from: observed, reader)
    }
  }

  private static func settle(
    _ id: String, _ sent: JSON.Object, _ operation: Operation, from observed: Preset?, _ reader: PresetReader
  ) async throws(APIError) -> Settlement {
    guard let held = try await reader.document(id: id) else { return .moved(.isGone) }
    let removed = operation.changes.filter { $0.after == nil }.map(\.field)
    let open = Verification.missing(of: sent, in: held) + Verification.remaining(of: removed, in: held)
    if open.isEmpty { return .done(id: id) }
    if operation.action == .rename, let other = try await reader.id(ofName: operation.name), other != id {
      return .moved(.nameIsTaken(operation.name))
    }
    return unless(operation, movedFrom: observed, to: held)
  }

  private static func unless(_ operation: Operation, movedFrom observed: Preset?, to now: Preset) -> Settlement {
    guard let observed, let failure = StaleCheck.failure(of: operation, planned: observed, now: now) else {
      return .notDone
    }
    return .moved(failure)
  }
}

extension Report.Failure {
  /// The preset that was to be changed does not exist any more.
  static let isGone = Report.Failure(message: "the preset no longer exists")

  /// The preset that was to be deleted cannot be read, and yet it is in the list.
  static let isListedOnly = Report.Failure(
    message: "the server says that there is no such preset, and lists it all the same; nothing was written")

  /// A preset was to be called what another is called by now.
  static func nameIsTaken(_ name: ExactString, _ others: [FieldChange] = []) -> Report.Failure {
    // In the plan stands what is wanted, and now what somebody else wrote.
    let moved = others.map { FieldChange(field: $0.field, before: $0.after, after: $0.before) }
    return Report.Failure(message: "a preset called '\(name)' exists by now", moved: moved)
  }
}
