import JSONValue
package import Planning
package import RealtimeKitEmulator
package import Schema

// These checks use only the state of the server, so that they can verify what a report claims.
extension FixtureApp {
  /// Whether a preset is in the state before or after its operation.
  package enum PresetState: Sendable { case before, after }

  /// The presets of a server after a run, compared with the presets before it.
  package struct FinalState {
    /// The state of each preset that has an operation, by its name after the operation. A preset that is in neither
    /// state has no entry.
    package private(set) var states: [String: PresetState] = [:]
    /// Whether all other presets are byte for byte unchanged and no preset was created more than once.
    package private(set) var isRestUnchanged = true

    /// Compares the presets of a server with the presets before the run.
    /// - Parameter ignored: Fields whose values no write changes.
    package init(from before: [StoredPreset], to current: [StoredPreset], ignoring ignored: [FieldPath] = []) {
      for old in before {
        let now = current.first { $0.id == old.id }
        switch old.document.name {
        case "gone": states["gone"] = now == nil ? .after : now == old ? .before : nil
        case "same", "foreign":
          isRestUnchanged = isRestUnchanged && now == old && now?.document.text == old.document.text
        default:
          var new = FixtureApp.expected(from: old.document)
          for path in ignored { new[path] = old.document[path] }
          let isBefore = now?.document.isSame(as: old.document) == true
          states[new.name] = isBefore ? .before : now?.document.isSame(as: new) == true ? .after : nil
        }
      }
      let newPresets = current.filter { preset in !before.contains { $0.id == preset.id } }
      if newPresets.count > 1 { isRestUnchanged = false }
      let isComplete = newPresets.first?.document.hasFields(of: FixtureApp.createdPreset, except: ignored)
      states["made"] = isComplete.map { $0 ? .after : nil } ?? .before
    }
  }

  /// A failure of an operation that was carried out must contain one of these phrases.
  private static let uncertainPhrases = [
    "the write may have taken effect", "the write succeeded but could not be verified", "the server accepted the",
    "was not saved",
  ]

  /// Returns whether a report entry agrees with the state of the preset on the server.
  package static func isAccurate(_ outcome: Report.Outcome, _ message: String?, _ state: PresetState?) -> Bool {
    switch (outcome, state) {
    case (.done, .after?), (.notStarted, .before?): true
    case (.failed, .before?), (.inUse, .before?), (.stale, .before?): message != nil
    case (.failed, .after?): uncertainPhrases.contains { message?.contains($0) == true }
    default: false
    }
  }
}

extension Preset {
  /// The document as JSON text.
  fileprivate var text: String { JSON.object(document).text() }

  /// Returns whether two documents are equal apart from the order of their members and the defaults that a server adds.
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

  /// Returns whether the preset has every field of another preset, spelled in the same way.
  fileprivate func hasFields(of other: Preset, except exceptions: [FieldPath]) -> Bool {
    PresetSchema.current.fields.allSatisfy { field in
      exceptions.contains(field.path) || other[field.path] == nil || self[field.path] == other[field.path]
    }
  }
}
