import OrderedCollections

/// All fields of a preset, as one shared object.
///
/// ```swift
/// let field = PresetSchema.current.permissions.canRecord
/// ```
package final class PresetSchema: Sendable {
  package let name: Field<String>
  package let config: ConfigFields
  package let permissions: PermissionFields
  package let ui: UIFields

  /// The current schema of the API.
  package static let current = PresetSchema()

  /// Every field in the API's order, opaque ones included.
  package let fields: [FieldDeclaration]
  /// The paths that a complete preset must set in addition to its name.
  package let requiredPaths: [FieldPath]
  /// The fields as a tree of groups.
  package let root: FieldGroup
  private let positions: [FieldPath: Int]

  private init() {
    let (parts, fields) = FieldRegistry.collect {
      let name = Field<String>(
        "name", required: true, "The preset's name. Applications refer to it when they add participants.")
      return (name, ConfigFields(), PermissionFields(), UIFields())
    }
    (name, config, permissions, ui) = parts
    self.fields = fields
    requiredPaths = fields.dropFirst().filter(\.isRequired).map(\.path)
    root = FieldGroup(path: .root, fields: fields)
    positions = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.path, $0) })
  }

  /// The path of the map of plugins.
  package var pluginsPath: FieldPath { permissions.plugins.config.path }

  /// Returns the field at a path, including fields in entries of the map of plugins; nil if the schema does not know
  /// it.
  package func declaration(at path: FieldPath) -> FieldDeclaration? {
    if let position = positions[path] { return fields[position] }
    let depth = pluginsPath.components.count
    guard path.components.count > depth, pluginsPath.covers(path) else { return nil }
    let key = FieldPath(Array(path.components.dropFirst(depth + 1)))
    return (PluginEntry.fields.first { $0.path == key } ?? PluginEntry.unknownKey).moved(to: path)
  }

  /// Returns the position of a path in the API's order. Entries of a map share the map's; unknown paths come last.
  package func position(of path: FieldPath) -> Int {
    if let position = positions[path] { return position }
    return pluginsPath.covers(path) ? positions[pluginsPath] ?? fields.count : fields.count
  }

  /// Returns whether a path is the map of plugins or one of its entries, which can exist and be empty.
  package func isContainer(_ path: FieldPath) -> Bool {
    pluginsPath.covers(path) && path.components.count <= pluginsPath.components.count + 1
  }

  /// Returns whether a value at a path is compared as a whole, not member by member.
  package func isLeaf(_ path: FieldPath) -> Bool {
    declaration(at: path) != nil && !isContainer(path)
  }

  /// Returns the group at a path; nil for a field or an unknown path.
  package func group(at path: FieldPath) -> FieldGroup? {
    var group: FieldGroup? = root
    for key in path.components {
      guard case .group(let child) = group?.children[key] else { return nil }
      group = child
    }
    return group
  }

  /// Returns whether the schema knows the parent of a path, but not the path.
  package func isUnknown(_ path: FieldPath) -> Bool {
    guard let key = path.components.last else { return false }
    return group(at: path.parent)?.children.keys.contains(key) == false
  }
}

/// The fields of one plugin's entry in `permissions.plugins.config`.
package struct PluginEntry: Sendable {
  package let accessControl = Field<PluginAccess>(
    "access_control", effects: [.widens], "What participants can do in the plugin.")
  package let handlesViewOnly = Field<Bool>(
    "handles_view_only", "Whether the plugin itself handles view-only participants.")

  /// The entry's fields; their paths start within the entry.
  package static let fields = FieldRegistry.collect(PluginEntry.init).fields

  /// Returns the fields of the entry at a path.
  package static func fields(at path: FieldPath) -> [FieldDeclaration] {
    fields.map { $0.moved(to: FieldPath(path.components + $0.path.components)) }
  }

  /// Any other key of an entry, and an entry that is not an object.
  static let unknownKey = FieldDeclaration(
    path: .root, type: .opaque, isRequired: false, suggested: nil, effects: [], ranking: [],
    meaning: "A plugin-specific setting.")
}
