import Diagnostics
import Planning
import Schema

extension Plan {
  /// A one-line summary: `Plan: 1 to add, 2 to change, 0 to delete. 1 change from this branch, 1 from drift.`
  package var headline: String {
    guard !isEmpty else { return "No changes. \(counted(summary.unchanged, "preset")) \(match(summary.unchanged))." }
    let renames = summary.rename > 0 ? ", \(summary.rename) to rename" : ""
    let numbers = "\(summary.create) to add, \(summary.update) to change, \(summary.delete) to delete\(renames)."
    let blocks = summary.blocked > 0 ? ["\(summary.blocked) blocked."] : []
    return (["Plan: \(numbers)"] + (base == nil ? [] : origins) + blocks).joined(separator: " ")
  }

  /// Returns the predicate for presets that need no operation.
  private func match(_ count: Int) -> String {
    if restores != nil { return count == 1 ? "matches the snapshot" : "match the snapshot" }
    return count == 1 ? "matches its manifest" : "match their manifests"
  }

  /// The counts of changes and presets by origin, as sentences.
  private var origins: [String] {
    let (intent, drift) = (summary.intent, summary.drift)
    let hasIntendedPresets = operations.contains { $0.origin == .intent }
    let drifted = driftedPresets
    let presetSentence = drifted.isEmpty ? [] : ["Presets from drift: \(drifted.joined(separator: ", "))."]
    switch (intent + drift, hasIntendedPresets) {
    case (0, true): return drifted.isEmpty ? ["All from this branch."] : presetSentence
    case (0, false) where !drifted.isEmpty: return ["Nothing from this branch."] + presetSentence
    case (_, true) where intent == 0: return ["\(counted(drift, "change")) from drift."] + presetSentence
    default: return ["\(counted(intent, "change")) from this branch, \(drift) from drift."] + presetSentence
    }
  }

  /// The numbers of presets to create, delete, or rename because of drift, as text.
  private var driftedPresets: [String] {
    let verbs: [(Operation.Action, String)] = [(.create, "add"), (.delete, "delete"), (.rename, "rename")]
    return verbs.compactMap { action, verb in
      let count = operations.count { $0.action == action && $0.origin == .drift }
      return count > 0 ? "\(count) to \(verb)" : nil
    }
  }
}

extension Plan {
  /// Returns the number of operations with an action that are not blocked.
  func count(unblocked action: Operation.Action) -> Int {
    operations.count { $0.action == action && $0.blocked == nil }
  }
}

extension Operation {
  /// Returns the number of unchanged fields as text: `47 other fields unchanged`; nil if there are none.
  func unchangedFields(of before: Preset) -> String? {
    let changed = Set(changes.map(\.field))
    // The name counts as a field.
    let same = before.leaves().count { field in
      !(field == "name" && action == .rename) && !changed.contains { $0.covers(field) }
    }
    return same == 0 ? nil : "\(counted(same, "other field")) unchanged"
  }
}
