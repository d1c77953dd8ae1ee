import OrderedCollections

/// What each of several presets lets its participants do: a table of permissions by presets.
public struct PermissionMatrix: Hashable, Sendable {
  /// A preset, as it is and as it will be.
  public struct Column: Hashable, Sendable {
    /// The preset's name.
    public let name: ExactString
    /// What is done to it; nil where nothing is.
    public let action: Operation.Action?
    /// Whether that may not be done.
    var isBlocked = false
    /// Its document; of a preset that is to be deleted, the one that it has.
    let preset: Preset
    /// What changes in it.
    let changes: [FieldPath: FieldChange]
  }

  /// A permission of a preset.
  public struct Cell: Hashable, Sendable {
    /// The value; nil where the field is not set.
    public let value: JSON?
    /// How it comes to that; nil where it is so already, and for presets that are created.
    public let change: FieldChange?
  }

  /// A permission, with a cell for each preset.
  public struct Row: Hashable, Sendable {
    /// The field.
    public let field: FieldPath
    /// What it means, in one sentence; empty where nobody knows.
    public let meaning: String
    /// The cells in the order of the columns.
    public let cells: [Cell]

    /// Whether the presets differ, before or afterwards.
    public var differs: Bool { Set(cells.map(\.value)).count > 1 || cells.contains { $0.change != nil } }
  }

  /// Permissions that belong together.
  public struct Group: Hashable, Sendable {
    /// What they have in common.
    public let title: String
    /// The permissions, in the API's order.
    public let rows: [Row]
  }

  /// The presets.
  public let columns: [Column]
  /// The permissions, grouped as the schema groups them.
  public let groups: [Group]

  private init(columns: [Column], groups: [Group]) {
    (self.columns, self.groups) = (columns, groups)
  }

  init(_ columns: [Column]) {
    let schema = PresetSchema.current
    let declared = schema.fields.filter { $0.path.section == "permissions" && $0.type != .plugins }.map(\.path)
    let found = Set(
      columns.flatMap { column in column.preset.leaves(below: "permissions").filter { column.preset[$0] != [:] } })
    let extras = found.subtracting(declared).sorted()
    // What is set nowhere says nothing of anybody.
    let paths = (declared + extras).filter { path in
      columns.contains { $0.preset[path] != nil || $0.changes[path] != nil }
    }
    let rows = paths.map { path in
      Row(
        field: path, meaning: schema.declaration(at: path)?.meaning ?? "",
        cells: columns.map { Cell(value: $0.preset[path], change: $0.changes[path]) })
    }
    let titles = ["General"] + Self.titles.map(\.title)
    let byTitle = Dictionary(grouping: rows) { Self.title(of: $0.field) }
    self.init(
      columns: columns,
      groups: titles.compactMap { title in byTitle[title].map { Group(title: title, rows: $0) } })
  }

  /// The same table without the permissions that all presets share.
  public var differing: PermissionMatrix {
    PermissionMatrix(
      columns: columns,
      groups: groups.compactMap { group in
        let rows = group.rows.filter(\.differs)
        return rows.isEmpty ? nil : Group(title: group.title, rows: rows)
      })
  }

  private static let titles: [(key: ExactString, title: String)] = [
    ("media", "Camera, microphone, screen"), ("chat", "Chat"), ("polls", "Polls"), ("plugins", "Plugins"),
    ("connected_meetings", "Breakout rooms"),
  ]

  private static func title(of path: FieldPath) -> String {
    titles.first { path.components.count > 2 && path.components[1] == $0.key }?.title ?? "General"
  }
}

extension PermissionMatrix {
  /// The presets that a plan touches, with what changes in them.
  init(_ plan: Plan) {
    self.init(
      plan.operations.map { operation in
        let before = operation.id.flatMap { plan.observed[$0] }
        let changes = operation.action == .create ? [] : operation.changes
        return Column(
          name: operation.name, action: operation.action, isBlocked: operation.blocked != nil,
          preset: operation.outcome(from: before) ?? before ?? Preset(),
          changes: Dictionary(changes.map { ($0.field, $0) }) { first, _ in first })
      })
  }
}
