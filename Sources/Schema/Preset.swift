package import JSONValue
import OrderedCollections

/// A preset: its document, read and written through the fields of the schema.
///
/// The document keeps fields that the schema does not know, so that those of a newer API survive.
///
/// ```swift
/// var preset = Preset(["name": "host"])
/// preset[\.permissions.canRecord] = true
/// preset["permissions.can_record"]  // true
/// ```
package struct Preset: Hashable, Sendable {
  /// `name`, `config`, `permissions`, `ui`, and any other members that the API returned.
  package var document: JSON.Object

  package init(_ document: JSON.Object = [:]) {
    self.document = document
  }

  /// A complete preset with the least permissions, for trying out an API.
  package init(sampleNamed name: String) {
    self.init(["name": .string(name)])
    for field in PresetSchema.current.fields where field.isRequired && field.path != "name" {
      self[field.path] = field.sample
    }
  }

  /// The preset's name; empty if the document has none.
  package var name: String {
    document["name"]?.string ?? ""
  }

  /// The preset without the members that only the server sets, such as the id: the body of a create call.
  package var body: Preset {
    Preset(document.filter { Self.bodyKeys.contains($0.key) })
  }

  private static let bodyKeys: Set<ExactString> = ["name", "config", "permissions", "ui"]

  /// The value of a field; nil if it is absent or of another type.
  package subscript<Value>(field: KeyPath<PresetSchema, Field<Value>>) -> Value? {
    get { self[PresetSchema.current[keyPath: field].path].flatMap(Value.init(json:)) }
    set { self[PresetSchema.current[keyPath: field].path] = newValue?.json }
  }

  /// The value at a path; nil if it is absent. Setting a value creates the groups above it.
  package subscript(path: FieldPath) -> JSON? {
    get {
      var value: JSON? = .object(document)
      for component in path.components { value = value?[component] }
      return value
    }
    set { Self.set(newValue, at: path.components[...], in: &document) }
  }

  /// Returns the paths of the fields that are set at a path or below it. An empty map counts as a field.
  package func leaves(below path: FieldPath = .root) -> [FieldPath] { Self.leaves(of: self[path], at: path) }

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
      var group = members[key]?.object ?? [:]
      set(value, at: path.dropFirst(), in: &group)
      members[key] = .object(group)
    }
  }
}
