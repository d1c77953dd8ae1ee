import OrderedCollections

/// What a manifest can say of a remote preset, field by field.
struct ManageableFields {
  /// The values in the API's order; keys that the schema does not know come last in their group, sorted.
  private(set) var values: OrderedDictionary<FieldPath, JSON> = [:]
  /// What is there and no manifest may say, such as an empty text.
  private(set) var leftOut: [FieldPath] = []

  /// Sorts out what the API returned.
  init(of preset: Preset) {
    var members = preset.body.document
    members["name"] = nil
    read(members, in: PresetSchema.current.root)
  }

  private mutating func read(_ members: JSON.Object, in group: FieldGroup) {
    for (key, child) in group.children {
      // Null is what the API calls a field that is not there.
      guard let value = members[key], value != .null else { continue }
      switch child {
      case .field(let field): read(value, field)
      case .group(let child):
        if case .object(let members) = value { read(members, in: child) } else { leftOut.append(child.path) }
      }
    }
    for key in members.keys.sorted() where group.children[key] == nil {
      keep(members[key], at: group.path.appending(key), if: members[key] != .null)
    }
  }

  private mutating func read(_ value: JSON, _ field: FieldDeclaration) {
    if field.type == .plugins, case .object(let plugins) = value {
      values[field.path] = .object(entries(plugins, at: field.path))
    } else {
      keep(value, at: field.path, if: field.type.violation(of: value) == nil)
    }
  }

  /// The entries of plugins that a manifest can say: objects of settings, or a text as older documents of the API have it.
  private mutating func entries(_ plugins: JSON.Object, at path: FieldPath) -> JSON.Object {
    var kept = JSON.Object()
    for (plugin, entry) in plugins {
      let path = path.appending(plugin)
      switch entry {
      case .string(let text) where !text.isEmpty: kept[plugin] = entry
      case .object(let settings):
        let fitting = settings.filter { key, value in
          PresetSchema.current.declaration(at: path.appending(key))?.type.violation(of: value) == nil
        }
        leftOut += settings.keys.filter { fitting[$0] == nil }.sorted().map(path.appending)
        kept[plugin] = .object(fitting)
      default: leftOut.append(path)
      }
    }
    return kept
  }

  private mutating func keep(_ value: JSON?, at path: FieldPath, if isFitting: Bool) {
    if isFitting { values[path] = value } else { leftOut.append(path) }
  }
}
