import OrderedCollections

/// Compares what a plan saw of a preset with what is there now.
public enum Staleness {
  /// Every field that moved, managed or not, in the document's order: before in the plan, after now.
  public static func changes(from planned: Preset, to now: Preset) -> [FieldChange] {
    changes(from: .object(planned.body.document), to: .object(now.body.document), at: .root)
  }

  private static func changes(from planned: JSON?, to now: JSON?, at path: FieldPath) -> [FieldChange] {
    let schema = PresetSchema.current
    let sides = [planned, now].compactMap(\.self)
    guard schema.declaration(at: path) == nil || schema.isContainer(path),
      sides.allSatisfy({ $0.object != nil }), sides.contains(where: { $0.object?.isEmpty == false })
    else {
      return Diff.areEqual(planned, now, at: path) ? [] : [FieldChange(field: path, before: planned, after: now)]
    }
    let old = planned?.object ?? [:]
    let added = (now?.object ?? [:]).keys.filter { old[$0] == nil }
    return (Array(old.keys) + added).flatMap { changes(from: old[$0], to: now?[$0], at: path.appending($0)) }
  }
}
