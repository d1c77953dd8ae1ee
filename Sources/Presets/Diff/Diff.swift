/// Compares what is wanted with what is there, field by field.
///
/// The comparison knows no policy: only fields that a manifest sets take part, so what the API adds, known or unknown, can
/// never show up as a change.
public enum Diff {
  /// The changes that make `observed` what `desired` wants, in the API's order.
  public static func changes(from observed: Preset, to desired: DesiredPreset) -> [FieldChange] {
    let values = observed.declaredValues
    func found(_ key: FieldKey) -> JSON? {
      switch key {
      case .declared(let place): values[place]
      case .other(let path): observed[path]
      }
    }
    // What is equal is the same for every type, and most is.
    return desired.assignments.keys(differingFrom: found).compactMap { key in
      guard let assignment = desired.assignments[key] else { return nil }
      let (path, found, after) = (key.path, found(key), assignment.content.value)
      if desired.ignoredChanges.contains(where: { $0.covers(path) }) { return nil }
      let before = found ?? replacedText(in: observed, by: path)
      guard !isSatisfied(after, at: path, by: before) else { return nil }
      return FieldChange(
        field: path, before: before, after: after,
        effects: PresetSchema.current.declaration(at: path)?.effects(from: before, to: after) ?? [],
        location: assignment.location)
    }
  }

  /// The changes that create a preset. A create widens nothing: nobody uses the preset yet.
  public static func changes(creating desired: DesiredPreset) -> [FieldChange] {
    desired.assignments.compactMap { key, assignment in
      assignment.content.value.map {
        FieldChange(field: key.path, before: nil, after: $0, location: assignment.location)
      }
    }
  }

  /// Whether a field, or all of a group, that shall not be there is not: a server that adds a default of its own to what it
  /// reads has nothing to remove.
  static func isAsGoodAsAbsent(_ value: JSON?, at path: FieldPath) -> Bool {
    guard let value, value != .null else { return true }
    if let members = value.object, PresetSchema.current.group(at: path) != nil {
      return members.allSatisfy { isAsGoodAsAbsent($0.value, at: path.appending($0.key)) }
    }
    return value == PresetSchema.current.declaration(at: path)?.suggested
  }

  /// Whether two values of a field are the same to the API.
  public static func areEqual(_ left: JSON?, _ right: JSON?, at path: FieldPath) -> Bool {
    (PresetSchema.current.declaration(at: path)?.type ?? .opaque).areEqual(left, right)
  }

  /// The plugin's entry that is mere text, as older documents of the API have it, where a key shall be set in it.
  private static func replacedText(in observed: Preset, by path: FieldPath) -> JSON? {
    guard let key = path.components.last, path != FieldPath([key]) else { return nil }
    let parent = path.parent
    guard PresetSchema.current.isContainer(parent), let value = observed[parent], value.object == nil else {
      return nil
    }
    return value
  }

  private static func isSatisfied(_ wanted: JSON?, at path: FieldPath, by observed: JSON?) -> Bool {
    if observed == wanted { return true }
    if wanted == [:], PresetSchema.current.isContainer(path) { return observed?.object != nil }
    if wanted == nil { return isAsGoodAsAbsent(observed, at: path) }
    return areEqual(observed, wanted, at: path)
  }
}
