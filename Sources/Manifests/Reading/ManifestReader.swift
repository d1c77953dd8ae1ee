import Diagnostics
import JSONValue
import OrderedCollections
import Schema
import YAML

/// Reads one document into a manifest and collects its problems.
///
/// It walks the document along the tree of the schema. Only here do scalars become values, according to the type of
/// their field.
struct ManifestReader {
  let file: String
  let format: ManifestText.Format
  /// Whether keys that the schema does not know are sent as written, with a warning.
  let allowsUnknownFields: Bool
  /// The role of the document.
  var role = DocumentRole.manifest
  var assignments = Assignments()
  var diagnostics: [Diagnostic] = []

  /// Reads all documents of a file.
  static func manifests(
    in text: ManifestText, allowsUnknownFields: Bool, as role: DocumentRole = .manifest
  ) -> (manifests: [Manifest], diagnostics: [Diagnostic]) {
    var manifests: [Manifest] = []
    var diagnostics = text.diagnostics
    for document in text.documents {
      var reader = ManifestReader(
        file: text.file, format: text.format, allowsUnknownFields: allowsUnknownFields, role: role)
      if let manifest = reader.manifest(document) { manifests.append(manifest) }
      diagnostics += reader.diagnostics
    }
    return (manifests, diagnostics)
  }

  private mutating func manifest(_ document: Node) -> Manifest? {
    let start = Location(document.start, in: file)
    guard document.tag == nil, case .mapping(let entries) = document.content else {
      report(.notAMapping(FoundValue(document)), at: document)
      return nil
    }
    var settings = ManifestSettings(name: Located("", at: start))
    var hasName = false
    for entry in entries {
      switch ManifestKey(rawValue: entry.key.text) {
      case let key? where role == .overlay && key != .name && key != .state:
        report(.misplacedInOverlay(key.rawValue), at: entry.key.start, to: entry.key.end)
      case .name:
        hasName = true
        if let name = name(entry) { settings.name = name }
      case let key?: read(entry, key, into: &settings)
      case nil:
        let before = diagnostics.count
        read(entry, in: PresetSchema.current.root)
        settings.fieldDiagnostics += diagnostics[before...]
        diagnostics.removeSubrange(before...)
      }
    }
    if !hasName { report(.missingName, at: document.start, to: document.start) }
    if settings.kind == .absent {
      reportKeysBesideAbsent(entries)
      settings.bases = []
      settings.fieldDiagnostics = []
    }
    return settings.manifest(at: start, assignments)
  }

  private mutating func read(
    _ entry: Node.Entry, _ key: ManifestKey, into settings: inout ManifestSettings
  ) {
    switch key {
    case .name: break
    case .extends:
      let before = diagnostics.count
      settings.bases = names(entry)
      // The inherited fields are unknown.
      if diagnostics.count > before { assign(.invalid, to: .root, entry.value) }
    case .previously: settings.previousNames = names(entry)
    case .ignoreChanges: settings.ignoredChanges = patterns(entry)
    case .abstract:
      let value = value(entry, .boolean)
      if value == true, settings.kind == .present { settings.kind = .abstract }
      if value == nil { assign(.invalid, to: .root, entry.value) }
    case .state:
      guard let state = text(entry, .text) else { break }
      if state.value == "absent" {
        settings.kind = .absent
      } else {
        report(.invalidState(state.value), at: entry.value)
        assign(.invalid, to: .root, entry.value)
      }
    }
  }

  private mutating func reportKeysBesideAbsent(_ entries: [Node.Entry]) {
    for entry in entries where !["name", "state"].contains(entry.key.text) {
      report(.keyWithAbsentState(entry.key.text), at: entry.key.start, to: entry.key.end)
    }
    assignments = Assignments()
  }

  // MARK: Fields

  /// Reads an entry of a group of fields.
  private mutating func read(_ entry: Node.Entry, in group: FieldGroup) {
    switch group.children[ExactString(entry.key.text)] {
    case .field(let field): read(entry, field)
    case .group(let child): read(entry, below: child)
    case nil: readUnknown(entry, in: group)
    }
  }

  private mutating func read(_ entry: Node.Entry, below group: FieldGroup) {
    if isUnset(entry.value) {
      for field in group.allFields { assign(.unset, to: field.path, entry.value) }
    } else if entry.value.tag == nil, case .mapping(let entries) = entry.value.content {
      for entry in entries { read(entry, in: group) }
    } else {
      assign(.invalid, to: group.path, entry.value)
      reportShape(.mapping, entry)
    }
  }

  private mutating func read(_ entry: Node.Entry, _ field: FieldDeclaration) {
    if isUnset(entry.value) {
      assign(.unset, to: field.path, entry.value)
    } else if field.type.shape == .plugins {
      readPlugins(entry, field)
    } else {
      let value = value(entry, field.type)
      assign(value.map(Assignment.Content.value) ?? .invalid, to: field.path, entry.value)
    }
  }

  private mutating func readPlugins(_ entry: Node.Entry, _ field: FieldDeclaration) {
    guard entry.value.tag == nil, case .mapping(let plugins) = entry.value.content else {
      assign(.invalid, to: field.path, entry.value)
      return reportShape(.mapping, entry)
    }
    assign(.value([:]), to: field.path, entry.value)
    for plugin in plugins {
      let path = field.path.appending(ExactString(plugin.key.text))
      guard plugin.value.tag == nil, case .mapping(let keys) = plugin.value.content, !keys.isEmpty else {
        readWholeEntry(plugin, at: path)
        continue
      }
      for key in keys { readMapEntry(key, at: path.appending(ExactString(key.key.text))) }
    }
  }

  /// Reads the entry of a plugin that is empty, unset, or text, which older versions of the API accepted.
  private mutating func readWholeEntry(_ entry: Node.Entry, at path: FieldPath) {
    let value: JSON?
    switch entry.value.content {
    case _ where isUnset(entry.value): return assign(.unset, to: path, entry.value)
    case .mapping(let keys) where keys.isEmpty && entry.value.tag == nil: value = [:]
    case .scalar: value = self.value(entry, .text)
    default:
      value = nil
      reportShape(.mapping, entry)
    }
    assign(value.map(Assignment.Content.value) ?? .invalid, to: path, entry.value)
  }

  private mutating func readMapEntry(_ entry: Node.Entry, at path: FieldPath) {
    if let field = PresetSchema.current.declaration(at: path) { read(entry, field) }
  }

  private mutating func readUnknown(_ entry: Node.Entry, in group: FieldGroup) {
    let path = group.path.appending(ExactString(entry.key.text))
    let problem = Problem.unknownField(entry.key.text, in: group)
    let severity: Diagnostic.Severity = allowsUnknownFields ? .warning : .error
    report(problem, severity: severity, at: entry.key.start, to: entry.key.end)
    guard allowsUnknownFields else { return assign(.invalid, to: path, entry.value) }
    if isUnset(entry.value) {
      assign(.unset, to: path, entry.value)
    } else if let value = value(entry, .opaque) {
      assign(.value(value), to: path, entry.value)
    }
  }

  private mutating func assign(_ content: Assignment.Content, to path: FieldPath, _ node: Node) {
    assignments.assign(
      Assignment(content, at: Location(node.start, in: file), width: node.start.columns(to: node.end)), to: path)
  }

  private func isUnset(_ node: Node) -> Bool {
    guard node.tag == "!unset", case .scalar(let scalar) = node.content else { return false }
    return scalar.text.isEmpty && scalar.style == .plain
  }

  // MARK: Reports

  mutating func report(
    _ problem: Problem, severity: Diagnostic.Severity = .error, at start: Mark, to end: Mark
  ) {
    diagnostics.append(
      Diagnostic(
        problem, severity: severity, at: Location(start, in: file), width: start.columns(to: end)))
  }

  mutating func report(_ problem: Problem, at node: Node) {
    let notes = node.anchor.map { [Diagnostic.Note.anchor(at: Location($0, in: file))] } ?? []
    diagnostics.append(
      Diagnostic(
        problem, at: Location(node.start, in: file), width: node.start.columns(to: node.end), notes: notes))
  }

  /// Reports a value of the wrong shape: at the key if the value is empty, else at the value.
  mutating func reportShape(_ shape: ExpectedShape, _ entry: Node.Entry) {
    if let tag = entry.value.tag {
      return report(tag == "!unset" ? .misplacedUnset : .unknownTag(tag), at: entry.value)
    }
    let found = FoundValue(entry.value)
    if found == .nothing {
      report(.wrongShape(expected: shape, found: found), at: entry.key.start, to: entry.key.end)
    } else {
      report(.wrongShape(expected: shape, found: found), at: entry.value)
    }
  }
}

/// The values of the keys that are not fields.
private struct ManifestSettings {
  var name: Located<String>
  package var kind = Manifest.Kind.present
  var bases: [Located<String>] = []
  var previousNames: [Located<String>] = []
  var ignoredChanges: [Located<FieldPattern>] = []
  var fieldDiagnostics: [Diagnostic] = []

  func manifest(at location: Location, _ assignments: Assignments) -> Manifest {
    Manifest(
      name: name, location: location, kind: kind, bases: bases, previousNames: previousNames,
      ignoredChanges: ignoredChanges, assignments: assignments, fieldDiagnostics: fieldDiagnostics)
  }
}
