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

/// What a manifest says of all its fields, by path.
///
/// An empty map or map entry is an assignment of its own, of `{}`, that asks only for its existence; everything else is a leaf.
public struct Assignments: Hashable, Sendable {
  private var byPath: [FieldPath: Assignment] = [:]
  /// The keys that are assigned in entries of the plugin map, by entry.
  private var keysByEntry: [FieldPath: Set<FieldPath>] = [:]

  /// The paths and what is said of them, in no order.
  public var all: some Sequence<(path: FieldPath, assignment: Assignment)> {
    byPath.lazy.map { (path: $0.key, assignment: $0.value) }
  }

  /// What is said of exactly this path.
  public subscript(path: FieldPath) -> Assignment? {
    byPath[path]
  }

  /// Says something of a path. What it contradicts, above and below, is no longer said.
  public mutating func assign(_ assignment: Assignment, at path: FieldPath) {
    // Only entries of a map can have others above or below them.
    if PresetSchema.current.pluginsPath.covers(path) { settle(assignment, at: path) }
    byPath[path] = assignment
  }

  /// Lays what `other` says over what is said here.
  public mutating func lay(_ other: Assignments) {
    if byPath.isEmpty { return self = other }
    for (path, assignment) in other.byPath { assign(assignment, at: path) }
  }

  /// Whether something wrong was already reported of the path or a group above it.
  func isReported(_ path: FieldPath) -> Bool {
    (0...path.components.count).contains { length in
      byPath[FieldPath(Array(path.components.prefix(length)))]?.content == .invalid
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
        byPath = byPath.filter { !path.covers($0.key) || $0.value.content == .invalid }
      }
    }
  }

  /// Forgets what is said of a path, unless it was reported as wrong.
  private mutating func drop(_ path: FieldPath, where isContradicted: (Assignment.Content) -> Bool) {
    guard let content = byPath[path]?.content, content != .invalid, isContradicted(content) else { return }
    byPath[path] = nil
  }
}
