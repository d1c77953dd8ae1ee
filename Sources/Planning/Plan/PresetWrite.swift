package import JSONValue
import OrderedCollections
package import Schema

/// The request that carries out an operation.
package enum PresetWrite: Hashable, Sendable {
  /// Creates a preset from its whole body.
  case create(Preset)
  /// Sends whole sections of a preset, which works whether the server merges them deeply, shallowly, or not at all.
  case patch(id: String, JSON.Object)
  /// Replaces a whole preset, which is the only way to remove a field.
  case replace(id: String, Preset)
  case delete(id: String)
}

extension Operation {
  /// Returns the request that carries out the operation.
  /// - Parameter observed: The current remote document; not used by creates and deletes.
  package func write(from observed: Preset?) -> PresetWrite {
    guard let id else { return .create(applied(to: Preset())) }
    guard action != .delete else { return .delete(id: id) }
    let desired = applied(to: observed ?? Preset())
    if changes.contains(where: \.removesMembers) { return .replace(id: id, desired.body) }
    let touched = Set(changes.map(\.field.section)).union(action == .rename ? ["name"] : [])
    return .patch(id: id, desired.document.filter { touched.contains($0.key) })
  }

  /// Returns the preset after the operation; nil if it is deleted.
  /// - Parameter observed: The current remote document; nil if the preset does not exist.
  package func result(from observed: Preset?) -> Preset? {
    action == .delete ? nil : applied(to: observed ?? Preset())
  }

  private func applied(to document: Preset) -> Preset {
    var preset = document
    if action != .update { preset.document["name"] = .string(name.text) }
    for change in changes {
      // An empty map only requires the map to exist.
      if change.after == [:], PresetSchema.current.isContainer(change.field), preset[change.field]?.object != nil {
        continue
      }
      preset[change.field] = change.after
    }
    return preset
  }
}

extension FieldChange {
  /// Whether the change removes a field or members of it, which a server that merges deeply would keep.
  package var removesMembers: Bool {
    after == nil || before?.hasMembers(missingIn: after) == true
  }
}

extension JSON {
  /// Returns whether an object has members, at any depth, that another lacks.
  fileprivate func hasMembers(missingIn other: JSON?) -> Bool {
    guard let members = object, let others = other?.object else { return false }
    return members.contains { key, value in
      others[key].map { value.hasMembers(missingIn: $0) } ?? true
    }
  }
}
