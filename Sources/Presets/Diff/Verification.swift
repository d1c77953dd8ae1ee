public import OrderedCollections

/// Compares what was sent with what the server then holds.
public enum Verification {
  /// What was sent but is not held, as changes from what is held to what is wanted, in the order it was sent.
  ///
  /// All that was sent counts, also what no manifest manages: nothing may be lost by writing it back. What the server adds
  /// does not count.
  public static func missing(of sent: JSON.Object, in held: Preset) -> [FieldChange] {
    sent.flatMap { missing($0.value, in: held.document[$0.key], at: FieldPath([$0.key])) }
  }

  /// The fields that should be gone but are still held.
  public static func remaining(of removed: [FieldPath], in held: Preset) -> [FieldChange] {
    removed.compactMap { path in
      let value = held[path]
      return Diff.isAsGoodAsAbsent(value, at: path) ? nil : FieldChange(field: path, before: value, after: nil)
    }
  }

  private static func missing(_ sent: JSON, in held: JSON?, at path: FieldPath) -> [FieldChange] {
    // What is equal is the same for every type, and most is.
    if sent == held { return [] }
    let schema = PresetSchema.current
    if let members = sent.object, schema.declaration(at: path) == nil || schema.isContainer(path) {
      if members.isEmpty, held?.object == nil { return [FieldChange(field: path, before: held, after: sent)] }
      return members.flatMap { missing($0.value, in: held?[$0.key], at: path.appending($0.key)) }
    }
    return Diff.areEqual(held, sent, at: path) ? [] : [FieldChange(field: path, before: held, after: sent)]
  }
}
