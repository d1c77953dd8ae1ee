extension Plan {
  /// The numbers in one line: `Plan: 1 to add, 2 to change, 0 to delete. 1 change from this branch, 1 from drift.`
  package var words: String {
    guard !isEmpty else { return "No changes. \(counted(summary.unchanged, "preset")) \(match(summary.unchanged))." }
    let renames = summary.rename > 0 ? ", \(summary.rename) to rename" : ""
    let numbers = "\(summary.create) to add, \(summary.update) to change, \(summary.delete) to delete\(renames)."
    let blocks = summary.blocked > 0 ? ["\(summary.blocked) blocked."] : []
    return (["Plan: \(numbers)"] + (base == nil ? [] : origins) + blocks).joined(separator: " ")
  }

  /// What is said of presets that are as they should be.
  private func match(_ count: Int) -> String {
    if restores != nil { return count == 1 ? "is as in the snapshot" : "are as in the snapshot" }
    return count == 1 ? "matches its manifest" : "match their manifests"
  }

  /// Where changes come from, and presets that are created, renamed or deleted as a whole.
  private var origins: [String] {
    let (intent, drift) = (summary.intent, summary.drift)
    let branchHasWhole = operations.contains { $0.origin == .intent }
    let whole = wholeDrift
    let wholeSentence = whole.isEmpty ? [] : ["Whole presets from drift: \(whole.joined(separator: ", "))."]
    switch (intent + drift, branchHasWhole) {
    case (0, true): return whole.isEmpty ? ["All from this branch."] : wholeSentence
    case (0, false) where !whole.isEmpty: return ["Nothing from this branch."] + wholeSentence
    case (_, true) where intent == 0: return ["\(counted(drift, "change")) from drift."] + wholeSentence
    default: return ["\(counted(intent, "change")) from this branch, \(drift) from drift."] + wholeSentence
    }
  }

  /// How many presets drift alone has created, deleted or renamed, each action in words.
  private var wholeDrift: [String] {
    let verbs: [(Operation.Action, String)] = [(.create, "add"), (.delete, "delete"), (.rename, "rename")]
    return verbs.compactMap { action, verb in
      let count = operations.count { $0.action == action && $0.origin == .drift }
      return count > 0 ? "\(count) to \(verb)" : nil
    }
  }
}

extension Plan {
  /// How many operations of a kind nothing stands in the way of.
  func count(free action: Operation.Action) -> Int {
    operations.count { $0.action == action && $0.blocked == nil }
  }
}

extension Operation {
  /// How much of a preset stays as it is: `47 other fields stay as they are`; nil where nothing does.
  func rest(of before: Preset) -> String? {
    let changed = Set(changes.map(\.field))
    // The name is a field too.
    let same = before.leaves().count { field in
      !(field == "name" && action == .rename) && !changed.contains { $0.covers(field) }
    }
    return same == 0 ? nil : "\(counted(same, "other field")) \(same == 1 ? "stays as it is" : "stay as they are")"
  }
}
