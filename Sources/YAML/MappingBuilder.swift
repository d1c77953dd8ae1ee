/// Collects the entries of one mapping: refuses a key that stands twice and lays merged mappings (`<<`) under the mapping's own keys.
package struct MappingBuilder {
  private var entries: [Node.Entry] = []
  private var firstPlaces = FirstPlaces()
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
    for entry in merged where firstPlaces.note(entry.key) == nil { entries.append(entry) }
    return (entries, problems)
  }

  private mutating func isFirst(_ key: Node.Key) -> Bool {
    guard let first = firstPlaces.note(key) else { return true }
    problems.append(
      Problem(.duplicateKey(key.text), at: key.start, to: key.end, related: first))
    return false
  }
}

/// Where each key stands first.
private struct FirstPlaces {
  /// The keys of a small mapping, among which looking at each is faster than hashing.
  private var few: [(key: Spelling, place: Mark)] = []
  /// All keys, as soon as there are too many for that.
  private var many: [Spelling: Mark] = [:]

  /// Takes note of a key; the place where it stood before, if it did.
  mutating func note(_ key: Node.Key) -> Mark? {
    let spelling = Spelling(text: key.text)
    if let first = many.isEmpty ? few.first(where: { $0.key == spelling })?.place : many[spelling] { return first }
    if few.count < 32 {
      few.append((spelling, key.start))
    } else {
      if many.isEmpty { many = Dictionary(few.map { ($0.key, $0.place) }) { first, _ in first } }
      many[spelling] = key.start
    }
    return nil
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
