import Diagnostics
package import JSONValue
import Manifests
package import OrderedCollections
package import Schema
import YAML

/// A generated manifest that can be written as YAML.
package struct ManifestDraft: Hashable, Sendable {
  /// The name of the preset or base.
  package let name: String
  /// Whether the manifest is only a base for others.
  package var isAbstract = false
  /// The name of the base that the manifest extends.
  package var base: String?
  /// The fields that the manifest sets, in the API's order. The map of plugins, with all entries, is one field.
  package var fields: OrderedDictionary<FieldPath, JSON>
  /// The lines of a comment at the top of the manifest.
  package var comment: [String] = []

  package init(_ name: String, fields: OrderedDictionary<FieldPath, JSON>) {
    self.name = name
    self.fields = fields
  }

  /// The fields that this version does not know.
  package var unknownFields: [FieldPath] { fields.keys.filter { PresetSchema.current.isUnknown($0) } }

  /// The manifest as YAML.
  package var text: String {
    var members = [YAMLValue.Member("name", .text(name))]
    if isAbstract { members.append(.init("abstract", .plain("true"))) }
    if let base { members.append(.init("extends", .text(base))) }
    var document = JSON.Object()
    for (path, value) in fields { document.insert(value, at: path.components[...]) }
    members += document.map { .init($0.key.text, YAMLValue($0.value, below: [$0.key], fields)) }
    return YAMLWriter.text(of: .mapping(members), comment: [ManifestSchema.modeline] + comment + unknownFieldsComment)
  }

  private var unknownFieldsComment: [String] {
    let unknown = unknownFields
    if unknown.isEmpty { return [] }
    return [
      "This version of presetctl does not know these fields: \(unknown.map { "\($0)".visible }.joined(separator: ", ")).",
      "Set 'allow_unknown_fields: true' in the project file to use it.",
    ]
  }
}

extension JSON.Object {
  /// Inserts a value at a path, and adds missing groups.
  fileprivate mutating func insert(_ value: JSON, at path: ArraySlice<ExactString>) {
    guard let key = path.first else { return }
    guard path.count > 1 else { return self[key] = value }
    var group = self[key]?.object ?? [:]
    group.insert(value, at: path.dropFirst())
    self[key] = .object(group)
  }
}

extension YAMLValue {
  /// Creates the tree of a group of fields or of a field's value. Keys within values are sorted.
  fileprivate init(_ json: JSON, below path: [ExactString], _ fields: OrderedDictionary<FieldPath, JSON>) {
    guard case .object(let members) = json, fields[FieldPath(path)] == nil else {
      self.init(json)
      return
    }
    self = .mapping(members.map { .init($0.key.text, YAMLValue($0.value, below: path + [$0.key], fields)) })
  }

  private init(_ json: JSON) {
    switch json {
    case .null: self = .plain("null")
    case .bool(let value): self = .plain(value ? "true" : "false")
    case .number(let number): self = .plain(number.int.map(String.init) ?? number.text)
    case .string(let text): self = .text(text)
    case .array(let items): self = .sequence(items.map { YAMLValue($0) })
    case .object(let members):
      self = .mapping(members.sorted { $0.key < $1.key }.map { .init($0.key.text, YAMLValue($0.value)) })
    }
  }
}
