extension Comparison {
  /// What is different in one preset: `~ host differs in 2 fields`.
  /// - Parameter shown: Makes a name harmless where the title will stand.
  func title(_ operation: Operation, _ shown: (String) -> String) -> String {
    let name = shown(operation.name.text)
    let label = operation.origin.map { " (\($0.rawValue))" } ?? ""
    return switch operation.action {
    case .create: "+ \(name) exists only in \(shown(second.name))\(label)"
    case .delete: "- \(name) exists only in \(shown(first.name))\(label)"
    case .update, .rename: "~ \(name) differs in \(counted(operation.changes.count, "field"))"
    }
  }

  /// What is not different in one preset, and should be.
  func words(_ missing: Missing, _ shown: (String) -> String) -> String {
    let name = shown(missing.name.text)
    return missing.fields.isEmpty
      ? "\(name) should exist in only one of the two"
      : "\(name) should differ in \(shown(missing.fields.words)) as well"
  }

  /// The numbers in one line.
  package var words: String {
    let both = "\(first.name) and \(second.name)"
    guard !isEmpty else {
      return "No differences. \(counted(same, "preset")) \(same == 1 ? "is" : "are") the same in \(both)." + lack
    }
    func count(_ action: Operation.Action) -> Int { operations.count { $0.action == action } }
    let numbers = [
      "\(count(.update)) \(count(.update) == 1 ? "differs" : "differ")", "\(count(.create)) only in \(second.name)",
      "\(count(.delete)) only in \(first.name)", "\(same) the same",
    ]
    let sentence = "From \(first.name) to \(second.name): \(numbers.joined(separator: ", "))."
    return isLabelled ? sentence + origins + lack : sentence
  }

  /// How many of the wanted differences are not there.
  private var lack: String {
    let count = missing.reduce(0) { $0 + max(1, $1.fields.count) }
    return count == 0 ? "" : " Of what should differ, \(count) \(count == 1 ? "does" : "do") not."
  }

  /// How many differences the manifests want, and how many they do not.
  private var origins: String {
    let all = operations.flatMap { $0.action == .update ? $0.changes.map(\.origin) : [$0.origin] }
    let (intent, drift) = (all.count { $0 == .intent }, all.count { $0 == .drift })
    if intent == all.count { return missing.isEmpty ? " All of it is as the manifests say." : "" }
    let parts = [
      "\(intent) as the manifests say", "\(drift) against them", "\(all.count - intent - drift) that they leave open",
    ]
    return " \(counted(all.count, "difference")): \(parts.joined(separator: ", "))."
  }
}
