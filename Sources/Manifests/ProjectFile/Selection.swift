package import JSONValue

/// The presets that `--only` and `--except` select.
package struct Selection: Hashable, Sendable {
  private let only: [NamePattern]
  private let except: [NamePattern]

  /// Selects what any of `only` matches, or everything if it is empty, except what any of `except` matches.
  package init(only: [NamePattern] = [], except: [NamePattern] = []) {
    self.only = only
    self.except = except
  }

  /// Returns whether a preset with any of these names is selected.
  package func includes(_ names: [ExactString]) -> Bool {
    (only.isEmpty || names.contains { name in only.contains { $0.matches(name) } })
      && !names.contains { name in except.contains { $0.matches(name) } }
  }

  /// Returns the patterns that match none of the names.
  package func unmatched(among names: Set<ExactString>) -> [NamePattern] {
    (only + except).filter { pattern in !names.contains { pattern.matches($0) } }
  }
}
