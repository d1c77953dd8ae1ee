import Diagnostics
import JSONValue

/// Checks that the names of all manifests are unique.
enum NameValidator {
  /// Returns the problems of the names and previous names of `manifests`, which are in file order.
  static func diagnostics(of manifests: [Manifest]) -> [Diagnostic] {
    duplicateNames(manifests) + duplicatePreviousNames(manifests)
  }

  private static func duplicateNames(_ manifests: [Manifest]) -> [Diagnostic] {
    // Swift strings are equal in all normalization forms, which this check relies on.
    var firsts: [String: Located<String>] = [:]
    firsts.reserveCapacity(manifests.count)
    return manifests.lazy.map(\.name).filter { !$0.value.isEmpty }.compactMap { name in
      let spelling = name.value.lowercased()
      guard let first = firsts[spelling] else {
        firsts[spelling] = name
        return nil
      }
      let problem: Problem =
        first.value.isExactly(name.value)
        ? .duplicateName(name.value) : .similarName(name.value, other: first.value)
      return Diagnostic(problem, at: name, notes: [.firstDefined(first.value, at: first.location)])
    }
  }

  private static func duplicatePreviousNames(_ manifests: [Manifest]) -> [Diagnostic] {
    var firsts: [ExactString: Located<String>] = [:]
    var diagnostics: [Diagnostic] = []
    for manifest in manifests where !manifest.previousNames.isEmpty && !manifest.name.value.isEmpty {
      for previous in manifest.previousNames {
        if previous.value.isExactly(manifest.name.value) {
          diagnostics.append(Diagnostic(.ownPreviousName(previous.value), at: previous))
        } else if let first = firsts.updateValue(previous, forKey: ExactString(previous.value)) {
          diagnostics.append(
            Diagnostic(
              .duplicatePreviousName(previous.value), at: previous,
              notes: [.firstDefined(previous.value, at: first.location)]))
        }
      }
    }
    return diagnostics
  }
}
