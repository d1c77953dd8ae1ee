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

  /// What is said of a path, and where that stands in the API's order.
  public struct Said {
    /// The path.
    public let path: FieldPath
    /// What is said of it.
    public let assignment: Assignment
    let position: Int
  }

  /// The paths and what is said of them, in the API's order.
  public var all: [Said] {
    let fields = PresetSchema.current.fields
    var all: [Said] = []
    all.reserveCapacity(declared.count + others.count)
    for (place, assignment) in declared.enumerated() {
      if let assignment { all.append(Said(path: fields[place].path, assignment: assignment, position: place)) }
    }
    guard !others.isEmpty else { return all }
    all += others.map {
      Said(path: $0.key, assignment: $0.value, position: PresetSchema.current.position(of: $0.key))
    }
    return all.sorted { ($0.position, $0.path) < ($1.position, $1.path) }
  }

  /// What is said of exactly this path.
  public subscript(path: FieldPath) -> Assignment? {
    PresetSchema.current.place(of: path).map { self[place: $0] } ?? others[path]
  }

  /// What is said of the field of the schema at a place in the API's order.
  subscript(place place: Int) -> Assignment? {
    declared.isEmpty ? nil : declared[place]
  }

  /// Says something of a path. What it contradicts, above and below, is no longer said.
  public mutating func assign(_ assignment: Assignment, at path: FieldPath) {
    // Only entries of a map can have others above or below them.
    if let place = PresetSchema.current.place(of: path), place != PresetSchema.current.pluginsPlace {
      return set(assignment, place: place)
    }
    if PresetSchema.current.pluginsPath.covers(path) { settle(assignment, at: path) }
    set(assignment, at: path)
  }

  /// Lays what `other` says over what is said here.
  public mutating func lay(_ other: Assignments) {
    if declared.isEmpty, others.isEmpty { return self = other }
    for said in other.all { assign(said.assignment, at: said.path) }
  }

  /// Whether something wrong was already reported of the path or a group above it.
  func isReported(_ path: FieldPath) -> Bool {
    (0...path.components.count).contains { length in
      self[FieldPath(Array(path.components.prefix(length)))]?.content == .invalid
    }
  }

  private mutating func set(_ assignment: Assignment?, at path: FieldPath) {
    if let place = PresetSchema.current.place(of: path) {
      set(assignment, place: place)
    } else {
      others[path] = assignment
    }
  }

  private mutating func set(_ assignment: Assignment?, place: Int) {
    if declared.isEmpty { declared = Array(repeating: nil, count: PresetSchema.current.fields.count) }
    declared[place] = assignment
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
    guard let content = self[path]?.content, content != .invalid, isContradicted(content) else { return }
    set(nil, at: path)
  }
}
