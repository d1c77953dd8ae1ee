package import JSONValue
import OrderedCollections
package import Schema

/// Compares whole documents, leaf by leaf, whether a manifest sets a field or not.
///
/// Staleness checks, verification, `compare`, and `restore` all select from its result.
package enum DocumentDiff {
  /// Returns every field in which two presets differ, in the order of the first document.
  package static func changes(from old: Preset, to new: Preset) -> [FieldChange] {
    changes(from: .object(old.body.document), to: .object(new.body.document), at: .root)
  }

  /// Returns the fields that were sent but that the server does not hold, as changes from held to sent. Fields that the
  /// server adds do not count.
  package static func unsavedFields(_ sent: JSON.Object, in held: Preset) -> [FieldChange] {
    sent.flatMap { changes(from: held.document[$0.key], to: $0.value, at: FieldPath([$0.key])) }
      .filter { $0.after != nil }
  }

  /// Returns the fields that should be removed but that the server still holds.
  package static func remaining(_ removed: [FieldPath], in held: Preset) -> [FieldChange] {
    removed.compactMap { path in
      let value = held[path]
      return Diff.isEffectivelyAbsent(value, at: path) ? nil : FieldChange(field: path, before: value, after: nil)
    }
  }

  private static func changes(from old: JSON?, to new: JSON?, at path: FieldPath) -> [FieldChange] {
    if old == new { return [] }
    let values = [old, new].compactMap(\.self)
    guard !PresetSchema.current.isLeaf(path), values.allSatisfy({ $0.object != nil }),
      values.contains(where: { $0.object?.isEmpty == false })
    else {
      return Diff.areEqual(old, new, at: path) ? [] : [FieldChange(field: path, before: old, after: new)]
    }
    let members = old?.object ?? [:]
    let added = (new?.object ?? [:]).keys.filter { members[$0] == nil }
    return (Array(members.keys) + added).flatMap { changes(from: members[$0], to: new?[$0], at: path.appending($0)) }
  }
}
