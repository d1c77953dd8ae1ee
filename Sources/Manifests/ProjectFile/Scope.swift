package import JSONValue

/// The presets that an environment manages in addition to the declared ones.
///
/// The scope is set in the project file, so that it outlives a manifest that disappears.
package struct Scope: Hashable, Sendable {
  /// The presets that every app created in the dashboard starts with. No manifest created them, so a missing manifest
  /// never deletes them.
  package static let defaultPresets: Set<ExactString> = [
    "group_call_host", "group_call_participant", "group_call_guest", "webinar_presenter", "webinar_viewer",
    "livestream_host", "livestream_viewer",
  ]

  /// The names in scope.
  package var manage: [NamePattern]
  /// Whether undeclared presets in scope are deleted.
  package var isPruning: Bool

  package init(manage: [NamePattern] = [], isPruning: Bool = false) {
    self.manage = manage
    self.isPruning = isPruning
  }

  /// Returns whether an undeclared preset of this name is in scope.
  package func covers(_ name: ExactString) -> Bool {
    !Self.defaultPresets.contains(name) && manage.contains { $0.matches(name) }
  }
}
