package import OrderedCollections

/// The fields and groups directly below one path. A class for the same reason as a field's declaration.
package final class FieldGroup: Sendable {
  /// A child of a group.
  package enum Child: Sendable {
    case group(FieldGroup)
    case field(FieldDeclaration)
  }

  package let path: FieldPath
  package let children: OrderedDictionary<ExactString, Child>
  /// The place of each child in the API's order; nil for groups. Who needs only that counts no reference to a declaration.
  let places: [Int?]

  /// Sorts `fields`, all of them below `path`, into a tree.
  init(path: FieldPath, fields: [FieldDeclaration]) {
    self.path = path
    let depth = path.components.count
    let groups = OrderedDictionary(grouping: fields) { $0.path.components[depth] }
    children = OrderedDictionary(
      uniqueKeysWithValues: groups.map { key, fields in
        if let field = fields.first, field.path.components.count == depth + 1 { return (key, .field(field)) }
        return (key, .group(FieldGroup(path: path.appending(key), fields: fields)))
      })
    places = children.values.map { child in
      guard case .field(let field) = child, case .declared(let place) = field.key else { return nil }
      return place
    }
  }

  /// Every field of the group and below, in the API's order.
  package var allFields: [FieldDeclaration] {
    children.values.flatMap { child in
      switch child {
      case .field(let field): [field]
      case .group(let group): group.allFields
      }
    }
  }
}
