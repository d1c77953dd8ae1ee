/// What is known of a part of manifests: a field, a group of fields, a key beside them, a lint rule, a key of the project file,
/// or all.
public struct Explanation: Hashable, Sendable {
  /// What is explained.
  public enum Subject: Hashable, Sendable {
    /// Everything that a manifest can hold.
    case manifest
    /// A key beside the groups of fields.
    case key(ManifestKey)
    /// A group, and all fields in it.
    case group(FieldPath)
    /// A single field.
    case field(FieldPath)
    /// A lint rule.
    case rule(LintRule)
    /// A key of the project file.
    case setting(ProjectSetting)
  }

  /// Why nothing can be explained.
  public enum Problem: Error, Hashable, Sendable {
    /// Nothing is called so; the nearest of what is.
    case unknown(nearest: String?)
    /// Several fields or groups end so.
    case ambiguous([FieldPath])
  }

  /// What is explained.
  public let subject: Subject
  /// The fields of it, in the API's order.
  public let fields: [FieldDeclaration]

  /// The keys of it that stand beside the fields.
  public var keys: [ManifestKey] {
    switch subject {
    case .manifest: ManifestKey.allCases
    case .key(let key): [key]
    case .group, .field, .rule, .setting: []
    }
  }

  /// The lint rules that look at it.
  public var rules: [LintRule] {
    switch subject {
    case .manifest: LintRule.all
    case .rule(let rule): [rule]
    case .group(let path), .field(let path): LintRule.all.filter { $0.isAbout(path) }
    case .key, .setting: []
    }
  }

  /// The keys of the project file that are explained.
  public var settings: [ProjectSetting] {
    switch subject {
    case .manifest: ProjectSetting.all
    case .setting(let setting): [setting]
    case .key, .group, .field, .rule: []
    }
  }

  /// Explains all of a manifest.
  public init() {
    subject = .manifest
    fields = Array(PresetSchema.current.fields.dropFirst())
  }

  /// Explains what is called so: by its whole path, or by how its path ends where no other ends so.
  public init(of name: String) throws(Problem) {
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

  /// Everything that can be explained, by name.
  public static var names: [String] {
    (PresetSchema.current.fields.dropFirst().map(\.path) + groups).map(\.description)
      + ManifestKey.allCases.map(\.rawValue) + LintRule.all.map(\.id)
  }

  /// The groups of fields, each once.
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

  /// The nearest name: of the whole paths, else of a last key alone.
  private static func nearest(to name: String, among paths: [FieldPath]) -> String? {
    let keys = ManifestKey.allCases.map(\.rawValue) + LintRule.all.map(\.id)
    let lasts = Set((paths + ProjectSetting.all.map(\.path)).compactMap { $0.components.last?.text }).sorted()
    return Suggestion.nearest(to: name, among: paths.map(\.description) + keys)
      ?? Suggestion.nearest(to: name, among: lasts)
  }
}
