package import Diagnostics
package import JSONValue
package import Schema
import YAML

/// The value that a manifest assigns to one field.
package struct Assignment: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case value(JSON)
    /// `!unset`: an inherited value is dropped.
    case unset
    /// A value that was reported as invalid.
    case invalid

    /// The assigned value; nil if the field has no value.
    package var value: JSON? {
      if case .value(let value) = self { value } else { nil }
    }
  }

  package let content: Content
  /// The location of the value.
  package let location: Location
  /// The width of the value in columns, for underlining it.
  package let width: Int

  init(_ content: Content, at location: Location, width: Int) {
    self.content = content
    self.location = location
    self.width = width
  }
}

/// The values that a manifest assigns to fields, by path.
///
/// An empty map or map entry is an assignment of `{}` that only requires it to exist; all other assignments are leaves.
package struct Assignments: Hashable, Sendable {
  private var byPath: [FieldPath: Assignment] = [:]
  /// The paths assigned below each entry of the map of plugins.
  private var pathsByEntry: [FieldPath: Set<FieldPath>] = [:]

  /// All assignments in the API's order.
  package var all: [(path: FieldPath, assignment: Assignment)] { filter { _, _ in true } }

  /// Returns the assignments that satisfy a condition, in the API's order.
  package func filter(
    _ isIncluded: (FieldPath, Assignment) -> Bool
  ) -> [(path: FieldPath, assignment: Assignment)] {
    let schema = PresetSchema.current
    return byPath.filter { isIncluded($0.key, $0.value) }.map {
      (position: schema.position(of: $0.key), path: $0.key, assignment: $0.value)
    }
    .sorted { ($0.position, $0.path) < ($1.position, $1.path) }
    .map { (path: $0.path, assignment: $0.assignment) }
  }

  package subscript(path: FieldPath) -> Assignment? { byPath[path] }

  /// Returns the value of a field; nil if none is assigned.
  package func value(of path: FieldPath) -> JSON? { byPath[path]?.content.value }

  /// Whether any value was reported as invalid.
  var containsInvalid: Bool { byPath.values.contains { $0.content == .invalid } }

  /// The assignments without invalid ones.
  var removingInvalid: Assignments {
    var valid = self
    valid.byPath = byPath.filter { $0.value.content != .invalid }
    return valid
  }

  /// Assigns a field, and drops assignments above and below it in the map of plugins that contradict the new one.
  mutating func assign(_ assignment: Assignment, to path: FieldPath) {
    if PresetSchema.current.pluginsPath.covers(path) { dropContradictions(of: assignment, at: path) }
    byPath[path] = assignment
  }

  /// Merges other assignments into these; the others win.
  mutating func merge(_ others: Assignments) {
    if byPath.isEmpty { return self = others }
    // Maps are assigned before their entries, so that an empty map replaces only what was there before.
    for (path, assignment) in others.byPath.sorted(by: { $0.key.components.count < $1.key.components.count }) {
      assign(assignment, to: path)
    }
  }

  /// Returns whether a path or a group above it was reported as invalid.
  func isReported(_ path: FieldPath) -> Bool {
    (0...path.components.count).contains { length in
      byPath[FieldPath(Array(path.components.prefix(length)))]?.content == .invalid
    }
  }

  private mutating func dropContradictions(of assignment: Assignment, at path: FieldPath) {
    let mapDepth = PresetSchema.current.pluginsPath.components.count
    for depth in mapDepth..<path.components.count {
      let ancestor = FieldPath(Array(path.components.prefix(depth)))
      if let content = byPath[ancestor]?.content, content != .invalid, content != .value([:]) { byPath[ancestor] = nil }
    }
    let entry = FieldPath(Array(path.components.prefix(mapDepth + 1)))
    if path.components.count > mapDepth + 1 {
      pathsByEntry[entry, default: []].insert(path)
    } else if assignment.content != .value([:]) {
      let isEntry = path.components.count == mapDepth + 1
      let below =
        isEntry ? pathsByEntry.removeValue(forKey: entry) ?? [] : Set(byPath.keys.filter { path.covers($0) })
      for path in below where byPath[path]?.content != .invalid { byPath[path] = nil }
    }
  }
}
