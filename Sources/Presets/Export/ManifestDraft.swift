package import OrderedCollections
import YAML

/// A manifest to be written: what it sets, and where the rest comes from.
public struct ManifestDraft: Hashable, Sendable {
  /// The name of the preset, or of the base.
  public let name: String
  /// Whether it is only a base for others.
  public var isAbstract = false
  /// The base that it extends.
  public var base: String?
  /// The fields that it sets, in the API's order. The map of plugins is one of them, with all its entries.
  package var fields: OrderedDictionary<FieldPath, JSON>
  /// What it is for, where its fields do not say.
  package var comment: [String] = []

  /// Creates a draft.
  package init(_ name: String, fields: OrderedDictionary<FieldPath, JSON>) {
    self.name = name
    self.fields = fields
  }

  /// The fields that this version does not know.
  public var unknownFields: [FieldPath] { fields.keys.filter { PresetSchema.current.isUnknown($0) } }

  /// The manifest as YAML.
  package var text: String {
    var members = [Tree.Member("name", .text(name))]
    if isAbstract { members.append(.init("abstract", .plain("true"))) }
    if let base { members.append(.init("extends", .text(base))) }
    var document = JSON.Object()
    for (path, value) in fields { document.insert(value, at: path.components[...]) }
    members += document.map { .init($0.key.text, Tree($0.value, below: [$0.key], fields)) }
    return Writer.text(of: .mapping(members), comment: [ManifestSchema.modeline] + comment + remark)
  }

  private var remark: [String] {
    let unknown = unknownFields
    if unknown.isEmpty { return [] }
    return [
      "This version of presetctl does not know \(unknown.map { "\($0)".visible }.joined(separator: ", ")).",
      "The project file has to say so: allow_unknown_fields: true",
    ]
  }
}

extension JSON.Object {
  /// Puts a value at a path, and makes the groups on the way.
  fileprivate mutating func insert(_ value: JSON, at path: ArraySlice<ExactString>) {
    guard let key = path.first else { return }
    guard path.count > 1 else { return self[key] = value }
    var group = self[key]?.object ?? [:]
    group.insert(value, at: path.dropFirst())
    self[key] = .object(group)
  }
}

extension Tree {
  /// The tree of a group of fields, or of a field's value. The keys of values have no order of their own, and are sorted.
  fileprivate init(_ json: JSON, below path: [ExactString], _ fields: OrderedDictionary<FieldPath, JSON>) {
    guard case .object(let members) = json, fields[FieldPath(path)] == nil else {
      self.init(json)
      return
    }
    self = .mapping(members.map { .init($0.key.text, Tree($0.value, below: path + [$0.key], fields)) })
  }

  private init(_ json: JSON) {
    switch json {
    case .null: self = .plain("null")
    case .bool(let value): self = .plain(value ? "true" : "false")
    case .number(let number): self = .plain(number.int.map(String.init) ?? number.text)
    case .string(let text): self = .text(text)
    case .array(let items): self = .sequence(items.map { Tree($0) })
    case .object(let members):
      self = .mapping(members.sorted { $0.key < $1.key }.map { .init($0.key.text, Tree($0.value)) })
    }
  }
}
