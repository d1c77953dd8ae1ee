/// Collects the entries of one mapping: reports duplicate keys, and adds merged entries (`<<`) whose keys the mapping
/// does not have itself.
package struct MappingBuilder {
  private static let indexThreshold = 32

  private var entries: [Node.Entry] = []
  /// The locations of the keys of large mappings. In small ones, a linear search is faster than hashing.
  private var marks: [Spelling: Mark] = [:]
  private var mergeMark: Mark?
  private var merged: [Node.Entry] = []
  private var problems: [YAMLError] = []

  package init() {}

  /// Adds an entry that is written in the mapping itself.
  package mutating func insert(_ value: consuming Node, _ key: consuming Node.Key) {
    if let first = mark(of: key) {
      report(key, after: first)
    } else {
      append(Node.Entry(key: key, value: value))
    }
  }

  /// Adds the value of `<<`: a mapping, or a list of mappings in which earlier ones win.
  package mutating func merge(_ value: Node, _ key: Node.Key) {
    if let first = mergeMark { return report(key, after: first) }
    mergeMark = key.start
    switch value.content {
    case .mapping(let entries): merged += entries
    case .sequence(let items):
      for item in items {
        if case .mapping(let entries) = item.content {
          merged += entries
        } else {
          problems.append(YAMLError(.invalidMerge, at: item.start, to: item.end))
        }
      }
    case .scalar: problems.append(YAMLError(.invalidMerge, at: value.start, to: value.end))
    }
  }

  /// Returns the entries, merged ones last, and the problems.
  package consuming func finish() -> (entries: [Node.Entry], problems: [YAMLError]) {
    for entry in merged where mark(of: entry.key) == nil { append(entry) }
    return (entries, problems)
  }

  private mutating func append(_ entry: consuming Node.Entry) {
    // Most mappings have at most eight entries.
    if entries.isEmpty { entries.reserveCapacity(8) }
    entries.append(entry)
    guard entries.count >= Self.indexThreshold else { return }
    for entry in marks.isEmpty ? entries[...] : entries.suffix(1) {
      marks[Spelling(text: entry.key.text)] = entry.key.start
    }
  }

  /// Returns the location of an earlier equal key; nil if the key is new.
  private func mark(of key: Node.Key) -> Mark? {
    let spelling = Spelling(text: key.text)
    guard marks.isEmpty else { return marks[spelling] }
    for index in entries.indices where Spelling(text: entries[index].key.text) == spelling {
      return entries[index].key.start
    }
    return nil
  }

  private mutating func report(_ key: Node.Key, after first: Mark) {
    problems.append(
      YAMLError(.duplicateKey(key.text), at: key.start, to: key.end, related: first))
  }
}

/// A key that is compared by its Unicode scalars. Swift strings are also equal in different normalization forms.
private struct Spelling: Hashable {
  let text: String

  static func == (left: Spelling, right: Spelling) -> Bool {
    left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(text)
  }
}
