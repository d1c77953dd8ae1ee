import Schema

/// The changes that make a preset's document what it was earlier, including fields that no manifest sets.
///
/// Fields that the schema does not know come and go with the API, which rejects what it does not know itself. They are neither
/// restored nor removed as a whole, unless that is allowed.
struct Reversal {
  /// The changes in the order of the earlier document.
  private(set) var changes: [FieldChange] = []
  /// The unknown fields that appeared or disappeared since, and that are not restored.
  private(set) var ignored: [FieldPath] = []

  /// Compares two documents except for their names.
  init(from observed: Preset, to earlier: Preset, allowsUnknownFields: Bool) {
    for change in DocumentDiff.changes(from: earlier, to: observed) where change.field != "name" {
      let path = earlier.missingPaths(to: change.field).first ?? change.field
      let (before, after) = (observed[path], earlier[path])
      if after == nil, Diff.isEffectivelyAbsent(before, at: path) { continue }
      let absent = before == nil ? observed.missingPaths(to: path) : after == nil ? [path] : []
      if !allowsUnknownFields, let unknown = absent.first(where: PresetSchema.current.isUnknown) {
        if ignored.last != unknown { ignored.append(unknown) }
      } else if changes.last?.field != path {
        changes.append(FieldChange(field: path, before: before, after: after).withEffects)
      }
    }
  }
}

extension Preset {
  /// Returns the paths without a value, from the top down to `path`.
  fileprivate func missingPaths(to path: FieldPath) -> [FieldPath] {
    (1...path.components.count).map { FieldPath(Array(path.components.prefix($0))) }.filter { self[$0] == nil }
  }
}
