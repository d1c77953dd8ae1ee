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

  /// The numbers in one line.
  package var words: String {
    let both = "\(first.name) and \(second.name)"
    guard !isEmpty else {
      return "No differences. \(counted(same, "preset")) \(same == 1 ? "is" : "are") the same in \(both)."
    }
    func count(_ action: Operation.Action) -> Int { operations.count { $0.action == action } }
    let numbers = [
      "\(count(.update)) \(count(.update) == 1 ? "differs" : "differ")", "\(count(.create)) only in \(second.name)",
      "\(count(.delete)) only in \(first.name)", "\(same) the same",
    ]
    let sentence = "From \(first.name) to \(second.name): \(numbers.joined(separator: ", "))."
    return isLabelled ? "\(sentence) \(origins)" : sentence
  }

  /// How many differences the manifests want, and how many they do not.
  private var origins: String {
    let all = operations.flatMap { $0.action == .update ? $0.changes.map(\.origin) : [$0.origin] }
    let (intent, drift) = (all.count { $0 == .intent }, all.count { $0 == .drift })
    if intent == all.count { return "All of it is as the manifests say." }
    let parts = [
      "\(intent) as the manifests say", "\(drift) against them", "\(all.count - intent - drift) that they leave open",
    ]
    return "\(counted(all.count, "difference")): \(parts.joined(separator: ", "))."
  }
}
