/// What an environment answers for beside the presets that manifests declare.
///
/// It stands in the project file, so that it outlives the manifest that disappears.
public struct Scope: Hashable, Sendable {
  /// The presets that an app has from the start. Nobody's manifests made them, so no missing manifest deletes them.
  public static let defaultPresets: Set<ExactString> = [
    "group_call_host", "group_call_participant", "group_call_guest", "webinar_presenter", "webinar_viewer",
    "livestream_host", "livestream_viewer",
  ]

  /// The names that are the manifests' to decide on.
  public var manage: [NamePattern]
  /// Whether remote presets that are managed and not declared are deleted.
  public var isPruning: Bool

  /// Creates a scope; without patterns nothing undeclared is managed.
  public init(manage: [NamePattern] = [], isPruning: Bool = false) {
    self.manage = manage
    self.isPruning = isPruning
  }

  /// Whether a preset of this name should not be there when no manifest declares it.
  func covers(_ name: ExactString) -> Bool {
    !Self.defaultPresets.contains(name) && manage.match(name)
  }
}

/// The part of the presets that a person wants to look at.
public struct Selection: Hashable, Sendable {
  private let only: [NamePattern]
  private let except: [NamePattern]

  /// Selects what any of `only` matches, or everything without any, but for what any of `except` matches.
  public init(only: [NamePattern] = [], except: [NamePattern] = []) {
    self.only = only
    self.except = except
  }

  /// Whether a preset that goes by these names is selected. The names are not asked for where everything is.
  package func includes(_ names: @autoclosure () -> [ExactString]) -> Bool {
    guard !isEverything else { return true }
    let names = names()
    return (only.isEmpty || names.contains { only.match($0) }) && !names.contains { except.match($0) }
  }

  /// The patterns that match none of the names, which are not asked for without patterns.
  package func unmatched(among names: @autoclosure () -> Set<ExactString>) -> [NamePattern] {
    guard !isEverything else { return [] }
    let names = names()
    return (only + except).filter { pattern in !names.contains { pattern.matches($0) } }
  }

  private var isEverything: Bool { only.isEmpty && except.isEmpty }
}
