import OrderedCollections

/// Compares a preset's whole document with an earlier one that it shall be again.
///
/// Everything counts, whether a manifest knows it or not. Only of fields that the schema does not know neither is one brought
/// back that is gone, nor one removed that is new, unless that is asked for: they come and go with the API, which refuses
/// what it does not know itself.
struct Reversal {
  /// The changes that make the document what it was, in its order.
  private(set) var changes: [FieldChange] = []
  /// The unknown fields that came or went since, and are left as they are.
  private(set) var ignored: [FieldPath] = []
  private let allowsUnknownFields: Bool

  /// Compares the bodies of two documents but for their names.
  init(from observed: Preset, to earlier: Preset, allowsUnknownFields: Bool) {
    self.allowsUnknownFields = allowsUnknownFields
    let documents = [observed, earlier].map { preset in JSON.object(preset.body.document.filter { $0.key != "name" }) }
    compare(documents[0], documents[1], at: .root)
  }

  private mutating func compare(_ now: JSON?, _ earlier: JSON?, at path: FieldPath) {
    let schema = PresetSchema.current
    if earlier == nil, Diff.isAsGoodAsAbsent(now, at: path) { return }
    if now == nil || earlier == nil, !allowsUnknownFields, schema.isUnknown(path) { return ignored.append(path) }
    guard schema.declaration(at: path) == nil || schema.isContainer(path), let members = earlier?.object,
      now == nil ? !members.isEmpty : now?.object != nil
    else {
      guard !Diff.areEqual(now, earlier, at: path) else { return }
      let effects = schema.declaration(at: path)?.effects(from: now, to: earlier) ?? []
      return changes.append(FieldChange(field: path, before: now, after: earlier, effects: effects))
    }
    let others = now?.object ?? [:]
    for key in Array(members.keys) + others.keys.filter({ members[$0] == nil }) {
      compare(others[key], members[key], at: path.appending(key))
    }
  }
}
