package import Presets
package import RealtimeKitEmulator

// What became of everything is told by the server alone, so that reports can be held against it.
extension OneOfEach {
  /// What a preset is, as the server has it.
  package enum Truth: Sendable { case before, after }

  /// What a server holds after a run.
  package struct Aftermath {
    /// What became of each preset that something is to be done to, by its name afterwards; of one that is neither as it was
    /// nor as it shall be, nothing is said.
    package private(set) var truths: [String: Truth] = [:]
    /// Whether everything else is byte for byte as it was, and nothing was made twice.
    package private(set) var isOtherwiseIntact = true

    /// Compares what a server holds with what it held.
    /// - Parameter ignored: Fields that keep their values whatever is written.
    package init(from before: [StoredPreset], to held: [StoredPreset], ignoring ignored: [FieldPath] = []) {
      for old in before {
        let now = held.first { $0.id == old.id }
        switch old.document.name {
        case "gone": truths["gone"] = now == nil ? .after : now == old ? .before : nil
        case "same", "foreign":
          isOtherwiseIntact = isOtherwiseIntact && now == old && now?.document.text == old.document.text
        default:
          var new = OneOfEach.wanted(from: old.document)
          for path in ignored { new[path] = old.document[path] }
          let isBefore = now?.document.isSame(as: old.document) == true
          truths[new.name] = isBefore ? .before : now?.document.isSame(as: new) == true ? .after : nil
        }
      }
      let strangers = held.filter { preset in !before.contains { $0.id == preset.id } }
      if strangers.count > 1 { isOtherwiseIntact = false }
      let isWhole = strangers.first?.document.holds(OneOfEach.made, but: ignored)
      truths["made"] = isWhole.map { $0 ? .after : nil } ?? .before
    }
  }

  /// The words without which nothing that was carried out may be called anything but done.
  private static let doubts = [
    "it may have been carried out all the same", "it was written, but", "the server accepted the", "did not stick",
  ]

  /// Whether what a report says of a preset is so.
  package static func isTrue(_ outcome: Report.Outcome, _ message: String?, _ truth: Truth?) -> Bool {
    switch (outcome, truth) {
    case (.done, .after?), (.notStarted, .before?): true
    case (.failed, .before?), (.inUse, .before?), (.stale, .before?): message != nil
    case (.failed, .after?): doubts.contains { message?.contains($0) == true }
    default: false
    }
  }
}

extension Preset {
  /// The document, byte for byte.
  fileprivate var text: String { JSON.object(document).text() }

  /// Whether it is the same document, but for the order of its members and what a server adds that was not sent.
  fileprivate func isSame(as other: Preset) -> Bool {
    guard name == other.name, self[\.permissions.canRecord] == other[\.permissions.canRecord] else { return false }
    return textWithDefaults == other.textWithDefaults
  }

  private var textWithDefaults: String {
    var preset = self
    for field in PresetSchema.current.fields where !field.isRequired && preset[field.path] == nil {
      if let value = field.suggested { preset[field.path] = value }
    }
    return JSON.object(preset.document).text(.canonical)
  }

  /// Whether it has every field of a body, in the same words.
  fileprivate func holds(_ body: Preset, but exceptions: [FieldPath]) -> Bool {
    PresetSchema.current.fields.allSatisfy { field in
      exceptions.contains(field.path) || body[field.path] == nil || self[field.path] == body[field.path]
    }
  }
}
