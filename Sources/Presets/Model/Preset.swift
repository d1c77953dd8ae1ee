public import OrderedCollections

/// A preset: its document, read and written through the fields of the schema.
///
/// The document keeps what the schema does not know, so that fields of a newer API survive.
public struct Preset: Hashable, Sendable {
  /// The document: `name`, `config`, `permissions`, `ui` and whatever else came with them.
  public var document: JSON.Object

  /// Takes a document as it is.
  public init(_ document: JSON.Object = [:]) {
    self.document = document
  }

  /// The preset's name; empty where the document has none.
  public var name: String {
    document["name"]?.string ?? ""
  }

  /// The preset without what the server adds for itself at the top, such as the id: what a body of the API consists of.
  public var body: Preset {
    Preset(document.filter { Self.bodyKeys.contains($0.key) })
  }

  private static let bodyKeys: Set<ExactString> = ["name", "config", "permissions", "ui"]

  /// The value of a field, as its own type; nil where it is absent or of another type.
  public subscript<Value>(field: KeyPath<PresetSchema, Field<Value>>) -> Value? {
    get { self[PresetSchema.current[keyPath: field].path].flatMap(Value.init(json:)) }
    set { self[PresetSchema.current[keyPath: field].path] = newValue?.json }
  }

  /// The value at a path; nil where there is none. Setting nil removes it, setting a value makes the groups on the way.
  public subscript(path: FieldPath) -> JSON? {
    get {
      var value: JSON? = .object(document)
      for component in path.components { value = value?[component] }
      return value
    }
    set { Self.set(newValue, at: path.components[...], in: &document) }
  }

  /// The values of the schema's fields, each at its place in the API's order; nil where there is none. The document is walked
  /// once, which is faster than a look-up for each.
  var declaredValues: [JSON?] {
    var values = [JSON?](repeating: nil, count: PresetSchema.current.fields.count)
    Self.collect(&values, from: document, PresetSchema.current.root)
    return values
  }

  private static func collect(_ values: inout [JSON?], from members: JSON.Object, _ group: FieldGroup) {
    var next = 0
    for (index, place) in group.places.enumerated() {
      guard let value = members.value(of: group.children.keys[index], from: &next) else { continue }
      if let place {
        values[place] = value
      } else if case .group(let child) = group.children.values[index], let members = value.object {
        collect(&values, from: members, child)
      }
    }
  }

  /// The paths of the fields that are set at a path or below it. A map and an entry of one are fields where they are empty.
  func leaves(below path: FieldPath = .root) -> [FieldPath] { Self.leaves(of: self[path], at: path) }

  private static func leaves(of value: JSON?, at path: FieldPath) -> [FieldPath] {
    let schema = PresetSchema.current
    let (isMap, isOpaque) = (schema.isContainer(path), schema.declaration(at: path)?.type == .opaque)
    guard let members = value?.object, isMap || !isOpaque else { return value == nil ? [] : [path] }
    if members.isEmpty, isMap { return [path] }
    return members.flatMap { leaves(of: $0.value, at: path.appending($0.key)) }
  }

  private static func set(_ value: JSON?, at path: ArraySlice<ExactString>, in members: inout JSON.Object) {
    guard let key = path.first else { return }
    if path.count == 1 {
      members[key] = value
    } else if value != nil || members[key]?.object != nil {
      members.updateValue(forKey: key, default: [:]) { member in
        var group = member.object ?? [:]
        // Held once only, the group is changed and not copied.
        member = .null
        set(value, at: path.dropFirst(), in: &group)
        member = .object(group)
      }
    }
  }
}
