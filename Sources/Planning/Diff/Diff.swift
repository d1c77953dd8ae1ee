package import JSONValue
package import Manifests
package import Schema

/// Compares a desired preset with the observed one, field by field.
///
/// Only fields that a manifest sets are compared, so fields that the API adds never appear as changes.
package enum Diff {
  /// Returns the changes that turn `observed` into `desired`, in the API's order.
  package static func changes(from observed: Preset, to desired: DesiredPreset) -> [FieldChange] {
    func before(_ path: FieldPath) -> JSON? { observed[path] ?? replacedText(in: observed, by: path) }
    let differing = desired.assignments.filter { path, assignment in
      !desired.ignoresChanges(of: path) && !isSatisfied(assignment.content.value, at: path, by: before(path))
    }
    return differing.map { path, assignment in
      FieldChange(
        field: path, before: before(path), after: assignment.content.value, location: assignment.location
      ).withEffects
    }
  }

  /// Returns the changes that create a preset. They have no effects, because no participant uses the preset yet.
  package static func changes(creating desired: DesiredPreset) -> [FieldChange] {
    desired.assignments.all.compactMap { path, assignment in
      assignment.content.value.map { FieldChange(field: path, before: nil, after: $0, location: assignment.location) }
    }
  }

  /// Returns whether a value is absent, null, or the default that the server adds, so that there is nothing to remove.
  static func isEffectivelyAbsent(_ value: JSON?, at path: FieldPath) -> Bool {
    guard let value, value != .null else { return true }
    if let members = value.object, PresetSchema.current.group(at: path) != nil {
      return members.allSatisfy { isEffectivelyAbsent($0.value, at: path.appending($0.key)) }
    }
    return value == PresetSchema.current.declaration(at: path)?.suggested
  }

  /// Returns whether two values of a field are the same to the API.
  package static func areEqual(_ left: JSON?, _ right: JSON?, at path: FieldPath) -> Bool {
    (PresetSchema.current.declaration(at: path)?.type ?? .opaque).areEqual(left, right)
  }

  /// Returns a plugin's entry that is text, as in older documents of the API, if the desired preset sets a key in it.
  private static func replacedText(in observed: Preset, by path: FieldPath) -> JSON? {
    guard path.components.count > 1, PresetSchema.current.isContainer(path.parent),
      let value = observed[path.parent], value.object == nil
    else { return nil }
    return value
  }

  private static func isSatisfied(_ desired: JSON?, at path: FieldPath, by observed: JSON?) -> Bool {
    if observed == desired { return true }
    if desired == [:], PresetSchema.current.isContainer(path) { return observed?.object != nil }
    if desired == nil { return isEffectivelyAbsent(observed, at: path) }
    return areEqual(observed, desired, at: path)
  }
}
