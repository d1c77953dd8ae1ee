import Diagnostics
import JSONValue
import OrderedCollections
import Schema

extension Problem {
  // MARK: Documents

  static func notAMapping(_ found: FoundValue) -> Problem {
    Problem(.wrongType, "a manifest must be a mapping, not \(found.description)")
  }

  static let missingName = Problem(.missingName, "missing 'name'")

  static func invalidName(_ error: NameError) -> Problem { Problem(.invalidName, error.message) }

  static func missingFields(_ paths: [FieldPath]) -> Problem {
    Problem(
      .missingFields, paths.count == 1 ? "missing required field" : "missing \(paths.count) required fields",
      items: paths.map(\.description),
      hint: "set them, or inherit them with 'extends'; add 'abstract: true' to a manifest that is only a base")
  }

  static func keyWithAbsentState(_ key: String) -> Problem {
    Problem(.absentWithFields, "'\(key)' is not allowed with 'state: absent'; only 'name' is")
  }

  static func invalidState(_ state: String) -> Problem {
    Problem(.invalidState, "unknown state '\(state)': the only state is 'absent'")
  }

  /// - Parameters:
  ///   - group: The group that contains the key; the root for a key at the top.
  static func unknownField(_ key: String, in group: FieldGroup) -> Problem {
    let isTop = group.path.components.isEmpty
    let keys = isTop ? ManifestKey.allCases.filter { $0 != .name }.map(\.rawValue) : []
    let known = keys + group.children.keys.map(\.text)
    let nearest = Suggestion.nearest(to: key, among: known)
    let elsewhere = PresetSchema.current.fields.first { $0.path.components.last == ExactString(key) }?.path
    let hint: String? =
      if isTop, ["id", "created_at", "updated_at"].contains(key) {
        "remove it: the API returns '\(key)' but does not accept it"
      } else if nearest != nil {
        nil
      } else if let elsewhere {
        "did you mean the field '\(elsewhere)'?"
      } else {
        known.count <= 10 ? "known keys: " + known.joined(separator: ", ") : nil
      }
    let place = nearest == nil && !isTop ? " in '\(group.path)'" : ""
    return Problem(.unknownField, "unknown field '\(key)'" + place + didYouMean(nearest), hint: hint)
  }

  // MARK: Relations

  static func duplicateName(_ name: String) -> Problem { Problem(.duplicateName, "duplicate preset name '\(name)'") }

  static func similarName(_ name: String, other: String) -> Problem {
    Problem(.similarName, "the name '\(name)' differs from '\(other)' only in case or Unicode form")
  }

  static func unknownBase(_ name: String, nearest: String?) -> Problem {
    Problem(
      .unknownBase, "no manifest is named '\(name)'" + didYouMean(nearest),
      hint: nearest == nil ? "declare it, or add the path of its manifest to --manifests" : nil)
  }

  static func absentBase(_ name: String) -> Problem {
    Problem(.absentBase, "cannot extend '\(name)': its state is absent")
  }

  static func inheritanceCycle(_ names: [String]) -> Problem {
    Problem(.inheritanceCycle, "inheritance cycle: " + names.map { "'\($0)'" }.joined(separator: " → "))
  }

  static func duplicatePreviousName(_ name: String) -> Problem {
    Problem(.duplicatePreviousName, "duplicate previous name '\(name)'")
  }

  static func ownPreviousName(_ name: String) -> Problem {
    Problem(.ownPreviousName, "'\(name)' is the manifest's own name, not a previous one")
  }

  static func unmatchedPattern(_ pattern: String, nearest: String?) -> Problem {
    Problem(.unmatchedPattern, "'\(pattern)' matches no field" + didYouMean(nearest))
  }

  static func settingOfAbstractManifest(_ key: String) -> Problem {
    .settingWithoutEffect("'\(key)' has no effect in an abstract manifest: it is not inherited")
  }

  // MARK: Overlays

  static func misplacedInOverlay(_ key: String) -> Problem {
    Problem(
      .misplacedInOverlay, "'\(key)' is not allowed in an overlay",
      hint: "an overlay accepts 'name' and the fields to override, or 'state: absent'")
  }

  static func unknownOverlayTarget(_ name: String, nearest: String?) -> Problem {
    Problem(
      .unknownOverlayTarget, "no manifest is named '\(name)', so there is nothing to override" + didYouMean(nearest))
  }

  static func absentOverlayTarget(_ name: String) -> Problem {
    Problem(.absentOverlayTarget, "cannot override '\(name)': its state is absent")
  }

  static func abstractAbsent(_ name: String) -> Problem {
    Problem(.absentOverlayTarget, "'\(name)' is abstract, so it cannot be absent")
  }
}

extension Diagnostic.Note {
  /// The first occurrence of a duplicate key or name.
  static func firstDefined(_ name: String, at location: Location) -> Diagnostic.Note {
    Diagnostic.Note("'\(name)' is first defined here", at: location)
  }

  /// The anchor that an alias refers to.
  static func anchor(at location: Location) -> Diagnostic.Note {
    Diagnostic.Note("the value is written here", at: location)
  }

  /// The first manifest that inherits a value, and the number of others.
  static func inherited(by name: String, others: Int, at location: Location) -> Diagnostic.Note {
    Diagnostic.Note(
      "inherited by '\(name)'" + (others > 0 ? " and \(counted(others, "other"))" : ""), at: location)
  }

  static func unset(_ path: FieldPath, at location: Location) -> Diagnostic.Note {
    Diagnostic.Note("'\(path)' is unset here", at: location)
  }

  /// Another field that plays a part.
  static func value(_ value: JSON, of path: FieldPath, at location: Location) -> Diagnostic.Note {
    Diagnostic.Note("'\(path)' is \(value.string ?? value.text()) here", at: location)
  }
}
