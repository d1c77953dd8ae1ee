/// Collects the entries of one mapping: refuses a key that stands twice and lays merged mappings (`<<`) under the mapping's own keys.
package struct MappingBuilder {
  private var entries: [Node.Entry] = []
  private var firstPlaces: [Spelling: Mark] = [:]
  private var merged: [Node.Entry] = []
  private var problems: [Problem] = []

  /// Creates a builder without entries.
  package init() {}

  /// Adds an entry of the mapping's own.
  package mutating func insert(_ value: Node, _ key: Node.Key) {
    if isFirst(key) { entries.append(Node.Entry(key: key, value: value)) }
  }

  /// Adds what `<<` names: a mapping or a list of mappings, of which earlier ones win.
  package mutating func merge(_ value: Node, _ key: Node.Key) {
    guard isFirst(key) else { return }
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
    for entry in merged
    where firstPlaces.updateValue(entry.key.start, forKey: Spelling(text: entry.key.text)) == nil {
      entries.append(entry)
    }
    return (entries, problems)
  }

  private mutating func isFirst(_ key: Node.Key) -> Bool {
    let spelling = Spelling(text: key.text)
    guard let first = firstPlaces[spelling] else {
      firstPlaces[spelling] = key.start
      return true
    }
    problems.append(
      Problem(.duplicateKey(key.text), at: key.start, to: key.end, related: first))
    return false
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
