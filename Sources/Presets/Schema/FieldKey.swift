/// Which field something is said of: one that the schema declares, by its place in the API's order, or another, by its path.
///
/// Manifests set a hundred fields each. Where those are numbers, cores that read side by side count no references to the same
/// paths, and look nothing up.
enum FieldKey: Hashable, Sendable {
  case declared(Int)
  case other(FieldPath)

  /// The field at a path.
  init(_ path: FieldPath) {
    self = PresetSchema.current.place(of: path).map(FieldKey.declared) ?? .other(path)
  }

  /// The field's path.
  var path: FieldPath {
    switch self {
    case .declared(let place): PresetSchema.current.fields[place].path
    case .other(let path): path
    }
  }

  /// Where the field stands in the API's order. Entries of a map stand where it does; what the schema does not know comes last.
  var position: Int {
    switch self {
    case .declared(let place): place
    case .other(let path):
      PresetSchema.current.pluginsPath.covers(path)
        ? PresetSchema.current.pluginsPlace : PresetSchema.current.fields.count
    }
  }
}
