public import OrderedCollections

/// The one request that carries out an operation.
public enum Write: Hashable, Sendable {
  /// Creates a preset from its whole body.
  case create(Preset)
  /// Sends whole sections of a preset, which is right whether the server merges them deeply, shallowly or not at all.
  case patch(id: String, JSON.Object)
  /// Replaces a whole preset: the only way to remove something.
  case replace(id: String, Preset)
  /// Deletes a preset.
  case delete(id: String)
}

extension Operation {
  /// The request that carries the operation out.
  /// - Parameter observed: The remote document as it is; not used by creates and deletes.
  public func write(from observed: Preset?) -> Write {
    guard let id else { return .create(laid(over: Preset())) }
    guard action != .delete else { return .delete(id: id) }
    let wanted = laid(over: observed ?? Preset())
    if changes.contains(where: \.removesSomething) {
      return .replace(id: id, wanted.body)
    }
    let touched = Set(changes.map(\.field.section)).union(action == .rename ? ["name"] : [])
    return .patch(id: id, wanted.document.filter { touched.contains($0.key) })
  }

  /// What the preset is after the operation; nil where it is deleted.
  /// - Parameter observed: The remote document as it is; nil where there is none.
  func outcome(from observed: Preset?) -> Preset? {
    action == .delete ? nil : laid(over: observed ?? Preset())
  }

  /// A document with the operation's name and changes laid into it.
  private func laid(over document: Preset) -> Preset {
    var preset = document
    if action != .update { preset.document["name"] = .string(name.text) }
    for change in changes {
      // An empty map asks only to be there.
      if change.after == [:], PresetSchema.current.isContainer(change.field),
        preset[change.field]?.object != nil
      {
        continue
      }
      preset[change.field] = change.after
    }
    return preset
  }
}

extension FieldChange {
  /// Whether something that is there shall be gone afterwards, which a server that merges deeply would keep.
  package var removesSomething: Bool {
    after == nil || before?.hasMembers(missingIn: after) == true
  }
}

extension JSON {
  /// Whether an object has members, at any depth, that another lacks.
  fileprivate func hasMembers(missingIn other: JSON?) -> Bool {
    guard let members = object, let others = other?.object else { return false }
    return members.contains { key, value in
      others[key].map { value.hasMembers(missingIn: $0) } ?? true
    }
  }
}
