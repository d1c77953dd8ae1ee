/// What a manifest says of one field.
public struct Assignment: Hashable, Sendable {
  /// What is said.
  public enum Content: Hashable, Sendable {
    case value(JSON)
    /// `!unset`: whatever was inherited is dropped.
    case unset
    /// Something that was already reported as wrong.
    case invalid

    /// The value that is wanted; nil where none is.
    var value: JSON? {
      if case .value(let value) = self { value } else { nil }
    }
  }

  /// What is said.
  public let content: Content
  /// Where the value is written.
  public let location: Location
  // Thousands of manifests say millions of things; no line is longer than this can count.
  private let columns: Int32

  /// How many columns the value takes, for underlining it.
  public var width: Int { Int(columns) }

  /// Says something of a field.
  init(_ content: Content, at location: Location, width: Int) {
    self.content = content
    self.location = location
    columns = Int32(clamping: width)
  }
}

/// What a manifest says of all its fields.
///
/// An empty map or map entry is an assignment of its own, of `{}`, that asks only for its existence; everything else is a leaf.
public struct Assignments: Hashable, Sendable {
  /// What is said of fields that the schema declares, in the API's order.
  private var declared: [Placed] = []
  /// What is said of other paths: groups, entries of the plugin map, fields that the schema does not know.
  private var others: [FieldPath: Assignment] = [:]
  /// The keys that are assigned in entries of the plugin map, by entry.
  private var keysByEntry: [FieldPath: Set<FieldPath>] = [:]

  /// What is said of the field at a place in the API's order.
  private struct Placed: Hashable {
    var assignment: Assignment
    let place: Int32
  }

  /// The paths and what is said of them, in the API's order.
  public var all: [(path: FieldPath, assignment: Assignment)] {
    compactMap { (path: $0.path, assignment: $1) }
  }

  /// What `transform` makes of each field and what is said of it, in the API's order, without what it makes nothing of.
  func compactMap<Result>(_ transform: (FieldKey, Assignment) -> Result?) -> [Result] {
    if others.isEmpty {
      return declared.compactMap { transform(.declared(Int($0.place)), $0.assignment) }
    }
    return keys.compactMap { key in self[key].flatMap { transform(key, $0) } }
  }

  /// The fields that do not have the value that is wanted of them, in the API's order. Those of which none is wanted are among
  /// them.
  /// - Parameter found: The value that a field has.
  func keys(differingFrom found: (FieldKey) -> JSON?) -> [FieldKey] {
    guard others.isEmpty else {
      return keys.filter { key in value(of: key).map { $0 != found(key) } ?? true }
    }
    var differing: [FieldKey] = []
    for index in declared.indices {
      let key = FieldKey.declared(Int(declared[index].place))
      if case .value(let wanted) = declared[index].assignment.content, found(key) == wanted { continue }
      differing.append(key)
    }
    return differing
  }

  /// Whether something is said that was reported as wrong.
  var haveFault: Bool {
    declared.contains { $0.assignment.content == .invalid } || others.values.contains { $0.content == .invalid }
  }

  /// What is said, without what was reported as wrong.
  var withoutFaults: Assignments {
    var sound = self
    for key in keys where self[key]?.content == .invalid { sound.remove(key) }
    return sound
  }

  /// The fields of which something is said, in the API's order.
  private var keys: [FieldKey] {
    let fields = declared.map { FieldKey.declared(Int($0.place)) }
    guard !others.isEmpty else { return fields }
    return (fields + others.keys.map(FieldKey.other)).sorted { ($0.position, $0.path) < ($1.position, $1.path) }
  }

  /// What is said of exactly this path.
  public subscript(path: FieldPath) -> Assignment? { self[FieldKey(path)] }

  /// The value that is wanted of exactly this field; nil where none is.
  func value(of key: FieldKey) -> JSON? {
    guard case .declared(let place) = key else { return self[key]?.content.value }
    let (index, isThere) = find(place)
    return isThere ? declared[index].assignment.content.value : nil
  }

  /// What is said of exactly this field.
  subscript(key: FieldKey) -> Assignment? {
    switch key {
    case .declared(let place):
      let (index, isThere) = find(place)
      return isThere ? declared[index].assignment : nil
    case .other(let path): return others[path]
    }
  }

  /// Says something of a path. What it contradicts, above and below, is no longer said.
  public mutating func assign(_ assignment: Assignment, at path: FieldPath) { assign(assignment, to: FieldKey(path)) }

  /// Says something of a field. What it contradicts, above and below, is no longer said.
  mutating func assign(_ assignment: consuming Assignment, to key: FieldKey) {
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

  private mutating func set(_ assignment: consuming Assignment, to key: FieldKey) {
    switch key {
    case .declared(let place):
      let (index, isThere) = find(place)
      if isThere {
        declared[index].assignment = assignment
      } else if index < declared.count {
        declared.insert(Placed(assignment: assignment, place: Int32(place)), at: index)
      } else {
        // Most say something of most fields.
        if declared.isEmpty { declared.reserveCapacity(PresetSchema.current.fields.count) }
        declared.append(Placed(assignment: assignment, place: Int32(place)))
      }
    case .other(let path): others[path] = assignment
    }
  }

  private mutating func remove(_ key: FieldKey) {
    switch key {
    case .declared(let place):
      let (index, isThere) = find(place)
      if isThere { declared.remove(at: index) }
    case .other(let path): others[path] = nil
    }
  }

  /// Where the field at a place in the API's order stands among the declared ones, or would stand.
  private func find(_ place: Int) -> (index: Int, isThere: Bool) {
    // It stands no further behind than all fields before it would put it, and as most are there, hardly further ahead.
    var index = min(place, declared.count)
    while index > 0, declared[index - 1].place >= place { index -= 1 }
    return (index, index < declared.count && declared[index].place == place)
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
    remove(key)
  }
}
