import OrderedCollections

extension Matrix {
  /// The matrix in one sentence.
  package var words: String {
    let columns = counted(presets.count, "preset")
    let empty = rows.contains { $0.values.contains(nil) }
    let note = source == .manifests ? "is set by no manifest" : "does not exist"
    return "\(columns), \(counted(rows.count, "field"))." + (empty ? " What is empty \(note)." : "")
  }

  /// The matrix as a JSON document.
  package var json: JSON {
    let rows = rows.map { row -> JSON in
      ["field": .string(row.path.description), "values": .array(row.values.map { $0 ?? .null })]
    }
    return JSON.document(
      kind: "matrix",
      [
        "source": .string(source.rawValue), "group": .string(group.description),
        "presets": .array(presets.map { .string($0.text) }), "rows": .array(rows),
      ])
  }
}
