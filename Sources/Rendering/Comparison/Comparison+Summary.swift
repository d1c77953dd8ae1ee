import Diagnostics
import JSONValue
import Manifests
import Planning

extension Comparison {
  /// Returns a title such as `~ host differs in 2 fields`.
  /// - Parameter shown: Escapes names for the output format.
  func title(_ operation: Operation, _ shown: (String) -> String) -> String {
    let name = shown(operation.name.text)
    let label = operation.origin.map { " (\($0.rawValue))" } ?? ""
    return switch operation.action {
    case .create: "+ \(name) exists only in \(shown(second.name))\(label)"
    case .delete: "- \(name) exists only in \(shown(first.name))\(label)"
    case .update, .rename: "~ \(name) differs in \(counted(operation.changes.count, "field"))"
    }
  }

  /// Returns a sentence on declared differences that do not exist.
  func words(_ missing: MissingDifference, _ shown: (String) -> String) -> String {
    let name = shown(missing.name.text)
    return missing.fields.isEmpty
      ? "\(name) should exist in only one environment"
      : "\(name) should also differ in \(shown(missing.fields.list))"
  }

  /// A one-line summary.
  package var headline: String {
    let both = "\(first.name) and \(second.name)"
    guard !isEmpty else {
      return
        "No differences. \(counted(equalCount, "preset")) \(equalCount == 1 ? "is" : "are") the equalCount in \(both)."
        + missingSentence
    }
    func count(_ action: Operation.Action) -> Int { operations.count { $0.action == action } }
    let numbers = [
      "\(count(.update)) \(count(.update) == 1 ? "differs" : "differ")", "\(count(.create)) only in \(second.name)",
      "\(count(.delete)) only in \(first.name)", "\(equalCount) the same",
    ]
    let sentence = "From \(first.name) to \(second.name): \(numbers.joined(separator: ", "))."
    return isLabeled ? sentence + origins + missingSentence : sentence
  }

  /// The number of declared differences that do not exist, as a sentence.
  private var missingSentence: String {
    let count = missing.reduce(0) { $0 + max(1, $1.fields.count) }
    return count == 0 ? "" : " \(counted(count, "declared difference")) \(count == 1 ? "is" : "are") missing."
  }

  /// The numbers of differences by origin, as a sentence.
  private var origins: String {
    let all = operations.flatMap { $0.action == .update ? $0.changes.map(\.origin) : [$0.origin] }
    let (intent, drift) = (all.count { $0 == .intent }, all.count { $0 == .drift })
    if intent == all.count { return missing.isEmpty ? " All differences are declared." : "" }
    let parts = [
      "\(intent) declared", "\(drift) from drift", "\(all.count - intent - drift) unmanaged",
    ]
    return " \(counted(all.count, "difference")): \(parts.joined(separator: ", "))."
  }
}
