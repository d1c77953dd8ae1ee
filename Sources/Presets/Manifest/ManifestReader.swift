import OrderedCollections
import YAML

/// Reads one document into a manifest and collects everything that is wrong with it.
///
/// Reading is one walk over the document along the schema's tree. Scalars become values here and nowhere else, when a field asks.
struct ManifestReader {
  let file: String
  let format: ManifestText.Format
  /// Whether keys that the schema does not know are sent as written, with a warning.
  let allowsUnknownFields: Bool
  /// What the document is for.
  var role = ManifestRole.manifest
  var assignments = Assignments()
  var diagnostics: [Diagnostic] = []

  /// Reads all documents of a file.
  static func manifests(
    in text: ManifestText, allowsUnknownFields: Bool, as role: ManifestRole = .manifest
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
      report(.notAMapping(Found(document)), at: document)
      return nil
    }
    var settings = ManifestSettings(name: Located("", at: start))
    var (hasName, next) = (false, 0)
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
        read(entry, in: PresetSchema.current.root, from: &next)
        settings.fieldDiagnostics += diagnostics[before...]
        diagnostics.removeSubrange(before...)
      }
    }
    if !hasName { report(.missingName, at: document.start, to: document.start) }
    if settings.purpose == .absent {
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
      // Nobody knows what would have been inherited.
      if diagnostics.count > before { assign(.invalid, to: .root, entry.value) }
    case .previously: settings.previousNames = names(entry)
    case .ignoreChanges: settings.ignoredChanges = patterns(entry)
    case .abstract:
      let value = value(entry, .boolean)
      if value == true, settings.purpose == .present { settings.purpose = .abstract }
      if value == nil { assign(.invalid, to: .root, entry.value) }
    case .state:
      guard let state = text(entry, .text) else { break }
      if state.value == "absent" {
        settings.purpose = .absent
      } else {
        report(.invalidState(state.value), at: entry.value)
        assign(.invalid, to: .root, entry.value)
      }
    }
  }

  private mutating func reportKeysBesideAbsent(_ entries: [Node.Entry]) {
    for entry in entries where !["name", "state"].contains(entry.key.text) {
      report(.keysBesideAbsent(entry.key.text), at: entry.key.start, to: entry.key.end)
    }
    assignments = Assignments()
  }

  // MARK: Fields

  /// Reads one entry of a group of fields.
  /// - Parameter next: Which child of the group comes next, if people follow the API's order.
  private mutating func read(_ entry: Node.Entry, in group: FieldGroup, from next: inout Int) {
    switch group.children.value(of: ExactString(entry.key.text), from: &next) {
    case .field(let field): read(entry, field)
    case .group(let child): read(entry, below: child)
    case nil: readUnknown(entry, in: group)
    }
  }

  private mutating func read(_ entry: Node.Entry, below group: FieldGroup) {
    if isUnset(entry.value) {
      for field in group.allFields { assign(.unset, to: field.key, entry.value) }
    } else if entry.value.tag == nil, case .mapping(let entries) = entry.value.content {
      var next = 0
      for entry in entries { read(entry, in: group, from: &next) }
    } else {
      assign(.invalid, to: group.path, entry.value)
      reportShape(.mapping, entry)
    }
  }

  private mutating func read(_ entry: Node.Entry, _ field: FieldDeclaration) {
    if isUnset(entry.value) {
      assign(.unset, to: field.key, entry.value)
    } else if field.type == .plugins {
      readPlugins(entry, field)
    } else {
      let value = value(entry, field.type)
      assign(value.map(Assignment.Content.value) ?? .invalid, to: field.key, entry.value)
    }
  }

  private mutating func readPlugins(_ entry: Node.Entry, _ field: FieldDeclaration) {
    guard entry.value.tag == nil, case .mapping(let plugins) = entry.value.content else {
      assign(.invalid, to: field.key, entry.value)
      return reportShape(.mapping, entry)
    }
    assign(.value([:]), to: field.key, entry.value)
    for plugin in plugins {
      let path = field.path.appending(ExactString(plugin.key.text))
      guard plugin.value.tag == nil, case .mapping(let keys) = plugin.value.content, !keys.isEmpty else {
        readWholeEntry(plugin, at: path)
        continue
      }
      for key in keys { readMapEntry(key, at: path.appending(ExactString(key.key.text))) }
    }
  }

  /// Reads the entry of a plugin that is empty, unset, or mere text, as older documents of the API have it.
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
    let fault = Fault.unknownField(UnknownField(entry.key.text, in: group))
    let severity: Diagnostic.Severity = allowsUnknownFields ? .warning : .error
    report(fault, severity: severity, at: entry.key.start, to: entry.key.end)
    guard allowsUnknownFields else { return assign(.invalid, to: path, entry.value) }
    if isUnset(entry.value) {
      assign(.unset, to: path, entry.value)
    } else if let value = value(entry, .opaque) {
      assign(.value(value), to: path, entry.value)
    }
  }

  private mutating func assign(_ content: Assignment.Content, to path: FieldPath, _ node: Node) {
    assign(content, to: FieldKey(path), node)
  }

  private mutating func assign(_ content: Assignment.Content, to key: FieldKey, _ node: Node) {
    assignments.assign(
      Assignment(content, at: Location(node.start, in: file), width: node.start.columns(to: node.end)),
      to: key)
  }

  private func isUnset(_ node: Node) -> Bool {
    guard node.tag == "!unset", case .scalar(let scalar) = node.content else { return false }
    return scalar.text.isEmpty && scalar.style == .plain
  }

  // MARK: Reports

  mutating func report(
    _ fault: Fault, severity: Diagnostic.Severity = .error, at start: Mark, to end: Mark
  ) {
    diagnostics.append(
      Diagnostic(
        fault, severity: severity, at: Location(start, in: file), width: start.columns(to: end)))
  }

  mutating func report(_ fault: Fault, at node: Node) {
    let notes = node.anchor.map { [Diagnostic.Note(.anchor, at: Location($0, in: file))] } ?? []
    diagnostics.append(
      Diagnostic(
        fault, at: Location(node.start, in: file), width: node.start.columns(to: node.end), notes: notes))
  }

  /// Reports a value that is not of the shape its key takes: an empty one at the key, another at itself.
  mutating func reportShape(_ shape: Shape, _ entry: Node.Entry) {
    if let tag = entry.value.tag {
      return report(tag == "!unset" ? .misplacedUnset : .unknownTag(tag), at: entry.value)
    }
    let found = Found(entry.value)
    if found == .nothing {
      report(.wrongShape(expected: shape, found: found), at: entry.key.start, to: entry.key.end)
    } else {
      report(.wrongShape(expected: shape, found: found), at: entry.value)
    }
  }
}

/// What the keys beside the fields say, while they are read.
private struct ManifestSettings {
  var name: Located<String>
  var purpose = Manifest.Purpose.present
  var bases: [Located<String>] = []
  var previousNames: [Located<String>] = []
  var ignoredChanges: [Located<FieldPattern>] = []
  var fieldDiagnostics: [Diagnostic] = []

  func manifest(at location: Location, _ assignments: Assignments) -> Manifest {
    Manifest(
      name: name, location: location, purpose: purpose, bases: bases, previousNames: previousNames,
      ignoredChanges: ignoredChanges, assignments: assignments, fieldDiagnostics: fieldDiagnostics)
  }
}

extension UnknownField {
  /// The facts that help to mend a key that `group` does not know.
  fileprivate init(_ key: String, in group: FieldGroup) {
    let isTop = group.path.components.isEmpty
    let settings = isTop ? ManifestKey.allCases.filter { $0 != .name }.map(\.rawValue) : []
    let known = settings + group.children.keys.map(\.text)
    self.init(
      key: key,
      group: group.path,
      nearest: Suggestion.nearest(to: key, among: known),
      elsewhere: PresetSchema.current.fields.first { $0.path.components.last == ExactString(key) }?.path,
      known: known,
      isResponseOnly: isTop && ["id", "created_at", "updated_at"].contains(key))
  }
}
