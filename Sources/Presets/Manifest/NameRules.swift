/// What the names of all manifests together must keep to.
enum NameRules {
  /// What is wrong with the names and previous names of `manifests`, which come in the order of their files.
  static func diagnostics(of manifests: [Manifest]) -> [Diagnostic] {
    duplicateNames(manifests) + duplicatePreviousNames(manifests)
  }

  private static func duplicateNames(_ manifests: [Manifest]) -> [Diagnostic] {
    // Swift's strings compare equal in any Unicode form, which here is just what is wanted.
    var firsts: [String: Located<String>] = [:]
    firsts.reserveCapacity(manifests.count)
    return manifests.lazy.map(\.name).filter { !$0.value.isEmpty }.compactMap { name in
      let spelling = name.value.lowercased()
      guard let first = firsts[spelling] else {
        firsts[spelling] = name
        return nil
      }
      let fault: Fault =
        first.value.isExactly(name.value)
        ? .duplicateName(name.value) : .similarName(name.value, other: first.value)
      return Diagnostic(fault, at: name, notes: [.init(.first(first.value), at: first.location)])
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
              notes: [.init(.first(previous.value), at: first.location)]))
        }
      }
    }
    return diagnostics
  }
}
