import OrderedCollections
import Presets

/// Checks bodies as strictly as the real API, from the same declarations that manifests are read by.
struct BodyValidator {
  /// Something that a body may not say.
  struct Issue: Hashable, Sendable {
    let path: FieldPath
    let message: String
  }

  /// The document the server already has; keys that it answered with itself may be sent back.
  private let existing: JSON.Object
  private var issues: [Issue] = []

  /// What is wrong with a body that must be whole.
  static func issues(ofWhole body: JSON.Object, existing: JSON.Object = [:]) -> [Issue] {
    issues(ofPartial: body, existing: existing) + missing(in: Preset(body))
  }

  /// The required fields that a preset lacks.
  static func missing(in preset: Preset) -> [Issue] {
    PresetSchema.current.fields.filter { $0.isRequired && preset[$0.path] == nil }
      .map { Issue(path: $0.path, message: "required") }
  }

  /// What is wrong with the keys and values that a body has.
  static func issues(ofPartial body: JSON.Object, existing: JSON.Object = [:]) -> [Issue] {
    var validator = BodyValidator(existing: existing)
    validator.check(body, PresetSchema.current.root)
    return validator.issues
  }

  private init(existing: JSON.Object) {
    self.existing = existing
  }

  private mutating func check(_ members: JSON.Object, _ group: FieldGroup) {
    for (key, value) in members {
      let path = group.path.appending(key)
      switch group.children[key] {
      case .field(let field): check(value, field)
      case .group(let child):
        if let members = value.object { check(members, child) } else { report(path, "must be an object") }
      case nil:
        if Preset(existing)[path] == nil { report(path, "unrecognized key") }
      }
    }
  }

  private mutating func check(_ value: JSON, _ field: FieldDeclaration) {
    if let violation = field.type.violation(of: value) {
      report(field.path, violation.message(found: value.string ?? value.text()))
    } else if field.type == .plugins, let plugins = value.object {
      for (plugin, entry) in plugins { check(entry, at: field.path.appending(plugin)) }
    }
  }

  private mutating func check(_ entry: JSON, at path: FieldPath) {
    guard let keys = entry.object else {
      if entry.string == nil { report(path, "must be an object or text") }
      return
    }
    for (key, value) in keys {
      if let field = PresetSchema.current.declaration(at: path.appending(key)) { check(value, field) }
    }
  }

  private mutating func report(_ path: FieldPath, _ message: String) {
    issues.append(Issue(path: path, message: message))
  }
}
