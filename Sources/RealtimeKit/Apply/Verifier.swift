import JSONValue
import Planning
import Schema

/// Checks that a write took effect by reading the preset. Reads can lag behind writes, so it reads repeatedly for a few seconds.
struct Verifier: Sendable {
  /// The time that a write can take to become visible.
  private static let patience = Duration.seconds(5)

  let reader: PresetReader
  let time: any TimeSource

  /// Returns why a write counts as failed; nil if the preset has the content that was sent.
  func failure(of write: PresetWrite, id: String?, _ operation: Operation) async throws(APIError) -> Report.Failure? {
    let end = time.now() + Self.patience
    var wait = Duration.milliseconds(100)
    while true {
      let failure = try await check(write, id: id, operation)
      let left = end - time.now()
      guard failure != nil, left > .zero else { return failure }
      do { try await time.sleep(for: min(wait, left)) } catch { return failure }
      wait *= 2
    }
  }

  private func check(_ write: PresetWrite, id: String?, _ operation: Operation) async throws(APIError) -> Report
    .Failure?
  {
    let held = try await document(id: id, operation)
    switch (write, held) {
    case (.delete, nil): return nil
    case (.delete, _): return Report.Failure(message: "the server accepted the deletion but still has the preset")
    case (_, nil): return Report.Failure(message: "the server accepted the write but does not have the preset")
    case (.create(let preset), let held?): return Self.failure(preset.document, [], in: held, operation)
    case (.patch(_, let sections), let held?): return Self.failure(sections, [], in: held, operation)
    case (.replace(_, let preset), let held?):
      let removed = operation.changes.filter { $0.after == nil }.map(\.field)
      return Self.failure(preset.document, removed, in: held, operation)
    }
  }

  /// Reads the preset. A preset that was just created can respond with 403 for a moment, which counts as not found.
  private func document(id: String?, _ operation: Operation) async throws(APIError) -> Preset? {
    guard let id = try await knownID(id, operation) else { return nil }
    do {
      return try await reader.document(id: id)
    } catch  where error.status == 403 && operation.action == .create {
      return nil
    }
  }

  private func knownID(_ id: String?, _ operation: Operation) async throws(APIError) -> String? {
    if let id { return id }
    return try await reader.id(ofName: operation.name)
  }

  private static func failure(
    _ sent: JSON.Object, _ removed: [FieldPath], in held: Preset, _ operation: Operation
  ) -> Report.Failure? {
    let wrong = DocumentDiff.unsavedFields(sent, in: held) + DocumentDiff.remaining(removed, in: held)
    guard !wrong.isEmpty else { return nil }
    let words = wrong.prefix(5).map { change in
      "'\(change.field)' was not saved: expected \(text(change.after)), found \(text(change.before))"
    }
    let more = wrong.count > 5 ? ["and \(wrong.count - 5) more"] : []
    let doubt =
      operation.action != .create && wrong.contains { isForeign($0, operation) }
      ? ["another client may have changed the preset at the same time"] : []
    return Report.Failure(message: (words + more + doubt).joined(separator: "; "))
  }

  /// Whether the value is neither the one that was sent nor the previous one.
  private static func isForeign(_ wrong: FieldChange, _ operation: Operation) -> Bool {
    if wrong.field == "name" { return wrong.before != operation.previousName.map { .string($0.text) } }
    guard let change = operation.changes.first(where: { $0.field == wrong.field }) else { return true }
    return !Diff.areEqual(change.before, wrong.before, at: wrong.field)
  }

  private static func text(_ value: JSON?) -> String {
    value?.text() ?? "nothing"
  }
}
