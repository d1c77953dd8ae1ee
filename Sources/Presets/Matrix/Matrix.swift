/// Presets side by side: a row for each field of a group, a column for each preset.
public struct Matrix: Hashable, Sendable {
  /// Where the values come from.
  public enum Source: String, Hashable, Sendable, CaseIterable {
    case manifests, app
  }

  /// A field in all presets.
  public struct Row: Hashable, Sendable {
    /// The field.
    public let path: FieldPath
    /// Its value in each preset, in the order of the columns; nil where it has none.
    public let values: [JSON?]

    /// Whether presets differ in it.
    public var differs: Bool { Set(values).count > 1 }
  }

  /// The group whose fields the rows are.
  public let group: FieldPath
  /// Where the values come from.
  public let source: Source
  /// The names of the presets, in the order of the columns.
  public let presets: [ExactString]
  /// The rows, in the API's order.
  public private(set) var rows: [Row]

  /// What the manifests want of presets; those that must not exist are left out.
  public init(of group: FieldPath, in state: DesiredState) {
    let presets = state.presets.filter { !$0.isAbsent && state.selects($0) }
    let values = presets.map { preset in
      Dictionary(preset.fields.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
    self.init(group, .manifests, presets.map(\.name)) { path in values.map { $0[path] ?? nil } }
  }

  /// What an app holds.
  public init(of group: FieldPath, in state: ObservedState) {
    let presets = state.documents.values.sorted { $0.name < $1.name }
    self.init(group, .app, presets.map(\.name)) { path in presets.map { $0.preset[path] } }
  }

  private init(
    _ group: FieldPath, _ source: Source, _ presets: [ExactString], _ values: (FieldPath) -> [JSON?]
  ) {
    self.group = group
    self.source = source
    self.presets = presets
    let fields = PresetSchema.current.fields.map(\.path).filter {
      group.covers($0) && $0 != PresetSchema.current.name.path
    }
    rows = fields.map { Row(path: $0, values: values($0)) }
  }

  /// The rows in which presets differ alone.
  public var differences: Matrix {
    var matrix = self
    matrix.rows.removeAll { !$0.differs }
    return matrix
  }

  /// The path of a row without the group's, unless nothing else is left of it.
  func label(of row: Row) -> FieldPath {
    let length = min(group.components.count, row.path.components.count - 1)
    return FieldPath(Array(row.path.components.dropFirst(length)))
  }
}
