import Diagnostics
import JSONValue
package import Schema

/// The explanation of a field, a group of fields, another key of a manifest, a lint rule, or a key of the project file.
package struct Explanation: Sendable {
  package enum Subject: Hashable, Sendable {
    /// All keys and fields of a manifest.
    case manifest
    /// A key of a manifest that is not a field.
    case key(ManifestKey)
    /// A group with all its fields.
    case group(FieldPath)
    case field(FieldPath)
    case rule(LintRule)
    /// A key of the project file.
    case setting(ProjectSetting)
  }

  /// The reason why a name has no explanation.
  package enum LookupError: Error, Hashable, Sendable {
    /// The name is unknown; the nearest known name.
    case unknown(nearest: String?)
    /// The paths of several fields or groups end with the name.
    case ambiguous([FieldPath])
  }

  package let subject: Subject
  /// The explained fields, in the API's order.
  package let fields: [FieldDeclaration]

  /// The explained keys that are not fields.
  package var keys: [ManifestKey] {
    switch subject {
    case .manifest: ManifestKey.allCases
    case .key(let key): [key]
    case .group, .field, .rule, .setting: []
    }
  }

  /// The lint rules that check the subject.
  package var rules: [LintRule] {
    switch subject {
    case .manifest: LintRule.all
    case .rule(let rule): [rule]
    case .group(let path), .field(let path): LintRule.all.filter { $0.concerns(path) }
    case .key, .setting: []
    }
  }

  /// The explained keys of the project file.
  package var settings: [ProjectSetting] {
    switch subject {
    case .manifest: ProjectSetting.all
    case .setting(let setting): [setting]
    case .key, .group, .field, .rule: []
    }
  }

  /// Explains everything.
  package init() {
    subject = .manifest
    fields = Array(PresetSchema.current.fields.dropFirst())
  }

  /// Explains a name: a key, a rule, a full path, or a unique end of a path.
  package init(of name: String) throws(LookupError) {
    let schema = PresetSchema.current
    let path = FieldPath(name)
    if let key = ManifestKey(rawValue: name) {
      (subject, fields) = (.key(key), [])
    } else if let rule = LintRule(id: name) {
      (subject, fields) = (.rule(rule), [])
    } else if let explanation = Explanation(at: path) {
      self = explanation
    } else {
      let entry = PluginEntry.fields(at: schema.pluginsPath.appending("<plugin>"))
      let paths = (schema.fields + entry).map(\.path) + Self.groups
      func ends(_ whole: FieldPath) -> Bool { whole.components.suffix(path.components.count) == path.components[...] }
      let candidates = paths.filter(ends)
      if candidates.isEmpty, let setting = ProjectSetting.all.first(where: { ends($0.path) }) {
        (subject, fields) = (.setting(setting), [])
        return
      }
      guard candidates.count <= 1 else { throw .ambiguous(candidates) }
      guard let only = candidates.first, let explanation = Explanation(at: only) else {
        throw .unknown(nearest: Self.nearest(to: name, among: paths))
      }
      self = explanation
    }
  }

  /// The names of all subjects.
  package static var names: [String] {
    (PresetSchema.current.fields.dropFirst().map(\.path) + groups).map(\.description)
      + ManifestKey.allCases.map(\.rawValue) + LintRule.all.map(\.id)
  }

  /// The paths of all groups of fields.
  private static var groups: [FieldPath] {
    var groups: [FieldPath] = []
    for path in PresetSchema.current.fields.map(\.path) {
      for length in 1..<path.components.count {
        let group = FieldPath(Array(path.components.prefix(length)))
        if !groups.contains(group) { groups.append(group) }
      }
    }
    return groups
  }

  private init?(at path: FieldPath) {
    let schema = PresetSchema.current
    if path.components.count == schema.pluginsPath.components.count + 1, schema.pluginsPath.covers(path) {
      (subject, fields) = (.group(path), PluginEntry.fields(at: path))
    } else if let field = schema.declaration(at: path), path != schema.name.path {
      (subject, fields) = (.field(path), [field])
    } else if path != .root, let group = schema.group(at: path) {
      (subject, fields) = (.group(path), group.allFields)
    } else {
      return nil
    }
  }

  /// Returns the nearest name: a full path, or else the last key of one.
  private static func nearest(to name: String, among paths: [FieldPath]) -> String? {
    let keys = ManifestKey.allCases.map(\.rawValue) + LintRule.all.map(\.id)
    let lasts = Set((paths + ProjectSetting.all.map(\.path)).compactMap { $0.components.last?.text }).sorted()
    return Suggestion.nearest(to: name, among: paths.map(\.description) + keys)
      ?? Suggestion.nearest(to: name, among: lasts)
  }
}
