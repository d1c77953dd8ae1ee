package import JSONValue
package import Schema

/// A table of permissions by preset: what each preset allows its participants to do.
package struct PermissionMatrix: Hashable, Sendable {
  /// A preset before and after a plan.
  package struct Column: Hashable, Sendable {
    package let name: ExactString
    /// The operation on the preset; nil if it is unchanged.
    package let action: Operation.Action?
    /// Whether the operation is blocked.
    package var isBlocked = false
    /// The document after the operation; for a delete, the current document.
    let preset: Preset
    /// The changed fields.
    let changes: [FieldPath: FieldChange]
  }

  /// The value of a permission in one preset.
  package struct Cell: Hashable, Sendable {
    /// The value after the operation; nil if the field is not set.
    package let value: JSON?
    /// The change that leads to the value; nil for unchanged fields and for new presets.
    package let change: FieldChange?
  }

  /// A permission, with a cell for each preset.
  package struct Row: Hashable, Sendable {
    package let field: FieldPath
    /// The meaning of the field in one sentence; empty for unknown fields.
    package let meaning: String
    /// The cells, in the order of the columns.
    package let cells: [Cell]

    /// Whether the presets differ from each other, or any of them changes.
    package var differs: Bool { Set(cells.map(\.value)).count > 1 || cells.contains { $0.change != nil } }
  }

  /// The permissions of one area, such as chat.
  package struct Group: Hashable, Sendable {
    package let title: String
    /// The permissions, in the API's order.
    package let rows: [Row]
  }

  package let columns: [Column]
  /// The permissions, grouped as in the schema.
  package let groups: [Group]

  private init(columns: [Column], groups: [Group]) {
    (self.columns, self.groups) = (columns, groups)
  }

  init(_ columns: [Column]) {
    let schema = PresetSchema.current
    let declared = schema.fields.filter { $0.path.section == "permissions" && $0.type.shape != .plugins }.map(\.path)
    let found = Set(
      columns.flatMap { column in column.preset.leaves(below: "permissions").filter { column.preset[$0] != [:] } })
    let extras = found.subtracting(declared).sorted()
    // A permission that no preset sets has nothing to compare.
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

  /// The table without permissions that are equal in all presets.
  package var differing: PermissionMatrix {
    PermissionMatrix(
      columns: columns,
      groups: groups.compactMap { group in
        let rows = group.rows.filter(\.differs)
        return rows.isEmpty ? nil : Group(title: group.title, rows: rows)
      })
  }

  /// The number of permissions that differ between the presets.
  package var differingCount: Int { groups.flatMap(\.rows).count(where: \.differs) }

  private static let titles: [(key: ExactString, title: String)] = [
    ("media", "Camera, microphone, screen"), ("chat", "Chat"), ("polls", "Polls"), ("plugins", "Plugins"),
    ("connected_meetings", "Breakout rooms"),
  ]

  private static func title(of path: FieldPath) -> String {
    titles.first { path.components.count > 2 && path.components[1] == $0.key }?.title ?? "General"
  }
}

extension PermissionMatrix {
  /// Creates a table of the presets that a plan touches, with their changes.
  package init(_ plan: Plan) {
    self.init(
      plan.operations.map { operation in
        let before = operation.id.flatMap { plan.observed[$0] }
        let changes = operation.action == .create ? [] : operation.changes
        return Column(
          name: operation.name, action: operation.action, isBlocked: operation.blocked != nil,
          preset: operation.result(from: before) ?? before ?? Preset(),
          changes: Dictionary(changes.map { ($0.field, $0) }) { first, _ in first })
      })
  }
}
