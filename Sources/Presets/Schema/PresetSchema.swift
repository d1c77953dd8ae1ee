import OrderedCollections

/// All fields of a preset.
public struct PresetSchema: Sendable {
  /// The field `name`.
  public let name: Field<String>
  /// The fields below `config`.
  public let config: ConfigFields
  /// The fields below `permissions`.
  public let permissions: PermissionFields
  /// The fields below `ui`.
  public let ui: UIFields

  /// The schema of the API as it is known.
  public static let current = PresetSchema()

  /// Every field in the API's order, opaque ones included.
  public let fields: [FieldDeclaration]
  /// The fields as a tree of groups.
  package let root: FieldGroup
  private let places: [FieldPath: Int]
  /// Where plugins and their settings are.
  let pluginsPath: FieldPath
  /// Where that stands among the fields.
  let pluginsPlace: Int

  private init() {
    let (parts, fields) = FieldRegister.collect {
      let name = Field<String>(
        "name", required: true, "The preset's name, by which applications refer to it when they add participants.")
      return (name, ConfigFields(), PermissionFields(), UIFields())
    }
    (name, config, permissions, ui) = parts
    self.fields = fields
    root = FieldGroup(path: .root, fields: fields)
    places = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.path, $0) })
    pluginsPath = permissions.plugins.config.path
    pluginsPlace = permissions.plugins.config.declaration.key.position
  }

  /// The field at a path, be it declared or an entry of a map; nil for what the schema does not know.
  public func declaration(at path: FieldPath) -> FieldDeclaration? {
    if let place = places[path] { return fields[place] }
    let depth = pluginsPath.components.count
    guard path.components.count > depth, pluginsPath.covers(path) else { return nil }
    let key = FieldPath(Array(path.components.dropFirst(depth + 1)))
    return (PluginEntry.fields.first { $0.path == key } ?? PluginEntry.unknownKey).moved(to: path)
  }

  /// Whether the path is a map, or an entry of one: something that can exist and yet leave open what is in it.
  func isContainer(_ path: FieldPath) -> Bool {
    pluginsPath.covers(path) && path.components.count <= pluginsPath.components.count + 1
  }

  /// The group at a path; nil for a field, and for what the schema does not know.
  func group(at path: FieldPath) -> FieldGroup? {
    var group: FieldGroup? = root
    for key in path.components {
      guard case .group(let child) = group?.children[key] else { return nil }
      group = child
    }
    return group
  }

  /// Whether a path is the first on its way that the schema does not know.
  func isUnknown(_ path: FieldPath) -> Bool {
    guard let key = path.components.last else { return false }
    return group(at: path.parent)?.children.keys.contains(key) == false
  }

  /// Which of the fields is at a path; nil for what is none of them.
  func place(of path: FieldPath) -> Int? { places[path] }
}

/// What is known of one plugin's entry in `permissions.plugins.config`.
public struct PluginEntry: Sendable {
  /// The field `access_control`.
  public let accessControl = Field<PluginAccess>(
    "access_control", effects: [.widens], "What participants may do in the plugin.")
  /// The field `handles_view_only`.
  public let handlesViewOnly = Field<Bool>(
    "handles_view_only", "Whether the plugin itself takes care of participants who may only view.")

  /// The entry's fields; their paths begin within the entry.
  package static let fields = FieldRegister.collect(PluginEntry.init).fields.map { $0.moved(to: $0.path) }

  /// The fields of the entry at a path.
  static func fields(at path: FieldPath) -> [FieldDeclaration] {
    fields.map { $0.moved(to: FieldPath(path.components + $0.path.components)) }
  }

  /// Any other key of an entry, and an entry that is no object.
  static let unknownKey = Field<JSON>("", "A setting of the plugin's own.").declaration
}
