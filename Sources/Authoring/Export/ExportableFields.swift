import JSONValue
import OrderedCollections
import Schema

/// The fields of a remote preset that a manifest can set.
struct ExportableFields {
  /// The values in the API's order. Keys that the schema does not know come last in their group, sorted.
  private(set) var values: OrderedDictionary<FieldPath, JSON> = [:]
  /// The fields whose values a manifest does not allow, such as an empty string.
  private(set) var leftOut: [FieldPath] = []

  init(of preset: Preset) {
    var members = preset.body.document
    members["name"] = nil
    read(members, in: PresetSchema.current.root)
  }

  private mutating func read(_ members: JSON.Object, in group: FieldGroup) {
    for (key, child) in group.children {
      // The API returns null for absent fields.
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
    if field.type.shape == .plugins, case .object(let plugins) = value {
      values[field.path] = .object(entries(plugins, at: field.path))
    } else {
      keep(value, at: field.path, if: field.type.violation(of: value) == nil)
    }
  }

  /// Returns the plugin entries that a manifest can set: objects of settings, or text as in older documents of the API.
  private mutating func entries(_ plugins: JSON.Object, at path: FieldPath) -> JSON.Object {
    var kept = JSON.Object()
    for (plugin, entry) in plugins {
      let path = path.appending(plugin)
      switch entry {
      case .string(let text) where !text.isEmpty: kept[plugin] = entry
      case .object(let settings):
        let valid = settings.filter { key, value in
          PresetSchema.current.declaration(at: path.appending(key))?.type.violation(of: value) == nil
        }
        leftOut += settings.keys.filter { valid[$0] == nil }.sorted().map(path.appending)
        kept[plugin] = .object(valid)
      default: leftOut.append(path)
      }
    }
    return kept
  }

  private mutating func keep(_ value: JSON?, at path: FieldPath, if isValid: Bool) {
    if isValid { values[path] = value } else { leftOut.append(path) }
  }
}
