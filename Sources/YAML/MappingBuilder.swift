/// Collects the entries of one mapping: refuses a key that stands twice and lays merged mappings (`<<`) under the mapping's own keys.
package struct MappingBuilder {
  private static let manyCount = 32

  private var entries: [Node.Entry] = []
  /// Where the keys of many entries stand. Among few, looking at each is faster than hashing.
  private var places: [Spelling: Mark] = [:]
  private var mergePlace: Mark?
  private var merged: [Node.Entry] = []
  private var problems: [Problem] = []

  /// Creates a builder without entries.
  package init() {}

  /// Adds an entry of the mapping's own.
  package mutating func insert(_ value: consuming Node, _ key: consuming Node.Key) {
    if let first = place(of: key) {
      report(key, after: first)
    } else {
      append(Node.Entry(key: key, value: value))
    }
  }

  /// Adds what `<<` names: a mapping or a list of mappings, of which earlier ones win.
  package mutating func merge(_ value: Node, _ key: Node.Key) {
    if let first = mergePlace { return report(key, after: first) }
    mergePlace = key.start
    switch value.content {
    case .mapping(let entries): merged += entries
    case .sequence(let items):
      for item in items {
        if case .mapping(let entries) = item.content {
          merged += entries
        } else {
          problems.append(Problem(.invalidMerge, at: item.start, to: item.end))
        }
      }
    case .scalar: problems.append(Problem(.invalidMerge, at: value.start, to: value.end))
    }
  }

  /// The entries, merged ones last, and the problems met.
  package consuming func finish() -> (entries: [Node.Entry], problems: [Problem]) {
    for entry in merged where place(of: entry.key) == nil { append(entry) }
    return (entries, problems)
  }

  private mutating func append(_ entry: consuming Node.Entry) {
    // Most mappings have fewer.
    if entries.isEmpty { entries.reserveCapacity(8) }
    entries.append(entry)
    guard entries.count >= Self.manyCount else { return }
    for entry in places.isEmpty ? entries[...] : entries.suffix(1) {
      places[Spelling(text: entry.key.text)] = entry.key.start
    }
  }

  /// Where a key stands already; nil where it does not.
  private func place(of key: Node.Key) -> Mark? {
    let spelling = Spelling(text: key.text)
    guard places.isEmpty else { return places[spelling] }
    for index in entries.indices where Spelling(text: entries[index].key.text) == spelling {
      return entries[index].key.start
    }
    return nil
  }

  private mutating func report(_ key: Node.Key, after first: Mark) {
    problems.append(
      Problem(.duplicateKey(key.text), at: key.start, to: key.end, related: first))
  }
}

/// A key that is another only when its Unicode scalars are: Swift's strings are equal in other forms, too.
private struct Spelling: Hashable {
  let text: String

  static func == (left: Spelling, right: Spelling) -> Bool {
    left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(text)
  }
}
