/// What a manifest says of one field.
public struct Assignment: Hashable, Sendable {
  /// What is said.
  public enum Content: Hashable, Sendable {
    case value(JSON)
    /// `!unset`: whatever was inherited is dropped.
    case unset
    /// Something that was already reported as wrong.
    case invalid
  }

  /// What is said.
  public let content: Content
  /// Where the value is written.
  public let location: Location
  /// How many columns the value takes, for underlining it.
  public let width: Int
}

/// What a manifest says of all its fields.
///
/// An empty map or map entry is an assignment of its own, of `{}`, that asks only for its existence; everything else is a leaf.
public struct Assignments: Hashable, Sendable {
  /// What is said of the schema's fields, each at its place in the API's order; empty where nothing is said of any.
  private var declared: [Assignment?] = []
  /// What is said of other paths: groups, entries of the plugin map, fields that the schema does not know.
  private var others: [FieldPath: Assignment] = [:]
  /// The keys that are assigned in entries of the plugin map, by entry.
  private var keysByEntry: [FieldPath: Set<FieldPath>] = [:]

  /// The paths and what is said of them, in the API's order.
  public var all: [(path: FieldPath, assignment: Assignment)] {
    compactMap { (path: $0.path, assignment: $1) }
  }

  /// What `transform` makes of each field and what is said of it, in the API's order, without what it makes nothing of.
  func compactMap<Result>(_ transform: (FieldKey, Assignment) -> Result?) -> [Result] {
    let keys = keys
    var results: [Result] = []
    // Of the exact size: what is made of thousands of presets is kept until the end.
    results.reserveCapacity(keys.count)
    for key in keys {
      if let assignment = self[key], let result = transform(key, assignment) { results.append(result) }
    }
    return results
  }

  /// The fields of which something is said, in the API's order.
  private var keys: [FieldKey] {
    let fields = declared.indices.filter { declared[$0] != nil }.map(FieldKey.declared)
    guard !others.isEmpty else { return fields }
    return (fields + others.keys.map(FieldKey.other)).sorted { ($0.position, $0.path) < ($1.position, $1.path) }
  }

  /// What is said of exactly this path.
  public subscript(path: FieldPath) -> Assignment? { self[FieldKey(path)] }

  /// What is said of exactly this field.
  subscript(key: FieldKey) -> Assignment? {
    switch key {
    case .declared(let place): declared.isEmpty ? nil : declared[place]
    case .other(let path): others[path]
    }
  }

  /// Says something of a path. What it contradicts, above and below, is no longer said.
  public mutating func assign(_ assignment: Assignment, at path: FieldPath) { assign(assignment, to: FieldKey(path)) }

  /// Says something of a field. What it contradicts, above and below, is no longer said.
  mutating func assign(_ assignment: Assignment, to key: FieldKey) {
    // Only a map and its entries can have others above or below them.
    if key.position == PresetSchema.current.pluginsPlace { settle(assignment, at: key.path) }
    set(assignment, to: key)
  }

  /// Lays what `other` says over what is said here.
  public mutating func lay(_ other: Assignments) {
    if declared.isEmpty, others.isEmpty { return self = other }
    for key in other.keys {
      if let assignment = other[key] { assign(assignment, to: key) }
    }
  }

  /// Whether something wrong was already reported of the path or a group above it.
  func isReported(_ path: FieldPath) -> Bool {
    (0...path.components.count).contains { length in
      self[FieldPath(Array(path.components.prefix(length)))]?.content == .invalid
    }
  }

  private mutating func set(_ assignment: Assignment?, to key: FieldKey) {
    switch key {
    case .declared(let place):
      if declared.isEmpty { declared = Array(repeating: nil, count: PresetSchema.current.fields.count) }
      declared[place] = assignment
    case .other(let path): others[path] = assignment
    }
  }

  /// Drops what an assignment within the plugin map contradicts. Only maps and their entries have others below them.
  private mutating func settle(_ assignment: Assignment, at path: FieldPath) {
    let entryDepth = PresetSchema.current.pluginsPath.components.count + 1
    for depth in (entryDepth - 1)..<path.components.count {
      drop(FieldPath(Array(path.components.prefix(depth)))) { $0 != .value([:]) }
    }
    let entry = FieldPath(Array(path.components.prefix(entryDepth)))
    if path.components.count > entryDepth {
      keysByEntry[entry, default: []].insert(path)
    } else if assignment.content != .value([:]) {
      if path.components.count == entryDepth {
        for key in keysByEntry.removeValue(forKey: entry) ?? [] { drop(key) { _ in true } }
      } else {
        keysByEntry = [:]
        others = others.filter { !path.covers($0.key) || $0.value.content == .invalid }
      }
    }
  }

  /// Forgets what is said of a path, unless it was reported as wrong.
  private mutating func drop(_ path: FieldPath, where isContradicted: (Assignment.Content) -> Bool) {
    let key = FieldKey(path)
    guard let content = self[key]?.content, content != .invalid, isContradicted(content) else { return }
    set(nil, to: key)
  }
}
