import JSONValue
import OrderedCollections
import Schema

/// Validates request bodies as strictly as the real API does, with the schema that manifests use.
struct BodyValidator {
  /// A reason to reject a body.
  struct Issue: Hashable, Sendable {
    let path: FieldPath
    let message: String
  }

  /// The server's current document; unknown keys in it may be sent back.
  private let existing: JSON.Object
  private var issues: [Issue] = []

  /// Returns the issues of a body that must be complete.
  static func issues(ofComplete body: JSON.Object, existing: JSON.Object = [:]) -> [Issue] {
    issues(ofPartial: body, existing: existing) + missing(in: Preset(body))
  }

  /// Returns the required fields that a preset lacks.
  static func missing(in preset: Preset) -> [Issue] {
    PresetSchema.current.fields.filter { $0.isRequired && preset[$0.path] == nil }
      .map { Issue(path: $0.path, message: "required") }
  }

  /// Returns the issues of the keys and values in a body that may be incomplete.
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
    switch field.type.violation(of: value) {
    case .wrongType?: report(field.path, "'\(value.string ?? value.text())' is of the wrong type")
    case .invalid(let message, _)?: report(field.path, message)
    case nil:
      guard field.type.shape == .plugins, let plugins = value.object else { return }
      for (plugin, entry) in plugins { check(entry, at: field.path.appending(plugin)) }
    }
  }

  private mutating func check(_ entry: JSON, at path: FieldPath) {
    guard let keys = entry.object else {
      if entry.string == nil { report(path, "must be an object or a string") }
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
