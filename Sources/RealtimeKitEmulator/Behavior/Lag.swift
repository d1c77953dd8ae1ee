/// Simulates reads that lag behind writes.
struct Lag {
  /// The result of a read.
  enum View {
    case preset(StoredPreset)
    case missing
    /// The preset was just created and cannot be read yet.
    case fresh
  }

  private struct Entry {
    let old: StoredPreset?
    var reads: Int
  }

  private var entries: [String: Entry] = [:]

  /// Makes the next reads of every changed preset, list pages included, return its old state.
  mutating func begin(from before: [StoredPreset], to after: [StoredPreset], reads: Int) {
    guard reads > 0 else { return }
    let old = Dictionary(before.map { ($0.id, $0) }) { first, _ in first }
    let new = Dictionary(after.map { ($0.id, $0) }) { first, _ in first }
    for id in Set(old.keys).union(new.keys) where old[id] != new[id] {
      entries[id] = Entry(old: old[id], reads: reads)
    }
  }

  /// Returns the result of reading a preset whose current state is `now`.
  mutating func read(_ id: String, _ now: StoredPreset?) -> View {
    guard let entry = entries[id], entry.reads > 0 else { return now.map(View.preset) ?? .missing }
    entries[id]?.reads -= 1
    return entry.old.map(View.preset) ?? (now == nil ? .missing : .fresh)
  }

  /// Returns the presets that a list page shows, in creation order, if the current presets are `now`.
  mutating func list(_ now: [StoredPreset]) -> [StoredPreset] {
    let lagging = entries.filter { $0.value.reads > 0 }
    guard !lagging.isEmpty else { return now }
    for id in lagging.keys { entries[id]?.reads -= 1 }
    let old = lagging.values.compactMap(\.old)
    return (now.filter { lagging[$0.id] == nil } + old).sorted { $0.id < $1.id }
  }
}
