package import JSONValue
package import OrderedCollections

/// The fields and groups directly below a path.
package final class FieldGroup: Sendable {
  package enum Child: Sendable {
    case group(FieldGroup)
    case field(FieldDeclaration)
  }

  package let path: FieldPath
  package let children: OrderedDictionary<ExactString, Child>

  /// Builds the tree of `fields`, all of them below `path`.
  init(path: FieldPath, fields: [FieldDeclaration]) {
    self.path = path
    let depth = path.components.count
    let groups = OrderedDictionary(grouping: fields) { $0.path.components[depth] }
    children = OrderedDictionary(
      uniqueKeysWithValues: groups.map { key, fields in
        if let field = fields.first, field.path.components.count == depth + 1 { return (key, .field(field)) }
        return (key, .group(FieldGroup(path: path.appending(key), fields: fields)))
      })
  }

  /// All fields of the group and its subgroups, in the API's order.
  package var allFields: [FieldDeclaration] {
    children.values.flatMap { child in
      switch child {
      case .field(let field): [field]
      case .group(let group): group.allFields
      }
    }
  }
}
