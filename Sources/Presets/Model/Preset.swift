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
    } else if var group = members[key]?.object ?? (value == nil ? nil : [:]) {
      set(value, at: path.dropFirst(), in: &group)
      members[key] = .object(group)
    }
  }
}

/// Reads fields of a preset one after another. Those in the API's order share their groups, each of which is then opened once.
struct FieldReader {
  private let preset: Preset
  /// The group that was opened last, and its number.
  private var open: (number: Int, members: JSON.Object?)?

  init(_ preset: Preset) {
    self.preset = preset
  }

  /// The value of a field; nil where there is none.
  mutating func value(of field: FieldKey) -> JSON? {
    guard case .declared(let place) = field else { return preset[field.path] }
    let (number, path) = (PresetSchema.current.groups[place], PresetSchema.current.fields[place].path.components)
    if open?.number != number {
      let members = path.dropLast().reduce(preset.document as JSON.Object?) { members, key in members?[key]?.object }
      open = (number, members)
    }
    return path.last.flatMap { open?.members?[$0] }
  }
}
