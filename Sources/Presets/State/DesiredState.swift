/// Presets as the manifests want them, and what an environment says of all others.
public struct DesiredState: Hashable, Sendable {
  /// The declared presets, tombstones included, sorted by name.
  public let presets: [DesiredPreset]
  /// What is to become of presets that no manifest declares.
  public var scope = Scope()
  /// The part of the presets that a plan is made for.
  public var selection = Selection()
  /// The declared presets by name, as indices.
  private let byName: [ExactString: Int]
  /// The declared presets that had other names, which few have.
  private let renamed: [DesiredPreset]

  /// Takes presets in any order.
  public init(_ presets: [DesiredPreset]) {
    let sorted = presets.sorted { $0.name < $1.name }
    self.presets = sorted
    byName = Dictionary(sorted.enumerated().map { ($1.name, $0) }) { first, _ in first }
    renamed = sorted.filter { !$0.previousNames.isEmpty }
  }

  /// Whether a preset of this name is declared.
  func declares(_ name: ExactString) -> Bool { byName[name] != nil }

  /// Whether a remote preset is declared and as it shall be, so that nothing is to be done with it.
  public func isSettled(_ observed: ObservedPreset) -> Bool {
    guard let index = byName[observed.name], !presets[index].isAbsent else { return false }
    return Diff.changes(from: observed.preset, to: presets[index]).isEmpty
  }

  /// The names whose remote documents a plan needs if they are there, whatever else is.
  public var namesToReadIfThere: Set<ExactString> {
    Set(presets.lazy.filter(selects).map(\.name))
  }

  /// The names whose remote documents a plan needs, given all remote names: declared ones, what they are renamed from, and
  /// what is to be deleted.
  public func namesToRead(of remote: Set<ExactString>) -> Set<ExactString> {
    fates(of: remote).pruned.union(presets.lazy.filter(selects).compactMap { currentName(of: $0, among: remote) })
  }

  /// The patterns of the selection that match neither a declared nor a remote preset.
  public func unmatchedPatterns(among remote: Set<ExactString>) -> [NamePattern] {
    selection.unmatched(among: remote.union(presets.flatMap(\.names)))
  }

  /// The patterns that match neither a declared nor a remote preset.
  public func unmatched(_ patterns: [NamePattern], among remote: Set<ExactString>) -> [NamePattern] {
    Selection(only: patterns).unmatched(among: remote.union(presets.flatMap(\.names)))
  }

  /// The remote presets that the manifests decide on: the declared ones, and those that are managed.
  public func namesInScope(of remote: Set<ExactString>) -> Set<ExactString> {
    let renamed = renamedNames(among: remote)
    return remote.filter { declares($0) || renamed.contains($0) || scope.covers($0) }
  }

  /// What becomes of remote presets that no manifest declares.
  struct Fates {
    /// Those that are deleted.
    var pruned: Set<ExactString> = []
    /// Those that would be if pruning were on.
    var prunable: Set<ExactString> = []
    /// Those that are none of the manifests' business.
    var unmanaged: Set<ExactString> = []
  }

  /// What becomes of the selected remote presets that no manifest declares.
  func fates(of remote: Set<ExactString>) -> Fates {
    var fates = Fates()
    let renamed = renamedNames(among: remote)
    for name in remote where !declares(name) && !renamed.contains(name) && selection.includes([name]) {
      if !scope.covers(name) {
        fates.unmanaged.insert(name)
      } else if scope.isPruning {
        fates.pruned.insert(name)
      } else {
        fates.prunable.insert(name)
      }
    }
    return fates
  }

  /// The remote presets that a manifest declares under another name, to be renamed.
  private func renamedNames(among remote: Set<ExactString>) -> Set<ExactString> {
    Set(renamed.lazy.compactMap { oldName(of: $0, among: remote) })
  }

  /// Whether the plan is for a preset, under its name or an earlier one.
  func selects(_ preset: DesiredPreset) -> Bool {
    selection.includes(preset.names)
  }

  /// The name under which a preset exists remotely; nil where it does not.
  private func currentName(of preset: DesiredPreset, among remote: Set<ExactString>) -> ExactString? {
    remote.contains(preset.name) ? preset.name : oldName(of: preset, among: remote)
  }

  /// The name under which a preset that is to be renamed exists remotely: the first earlier one that no manifest declares.
  func oldName(of preset: DesiredPreset, among remote: Set<ExactString>) -> ExactString? {
    guard !preset.previousNames.isEmpty, !remote.contains(preset.name) else { return nil }
    return preset.previousNames.lazy.map { ExactString($0.value) }
      .first { remote.contains($0) && !declares($0) }
  }
}

/// One preset as its manifest, and those it inherits from, want it.
public struct DesiredPreset: Hashable, Sendable {
  private let manifest: Manifest
  /// Whether nothing is wrong with the fields, and none is missing.
  public let isSound: Bool
  /// What the manifest and those it inherits from say of the fields, without what is wrong.
  let assignments: Assignments

  /// The preset that a manifest wants.
  /// - Parameter assignments: What is said of its fields, there and where it inherits from.
  init(_ manifest: Manifest, _ assignments: Assignments, isSound: Bool) {
    self.manifest = manifest
    self.assignments = assignments
    self.isSound = isSound
  }

  /// The name that the preset shall have.
  public var name: ExactString { ExactString(manifest.name.value) }
  /// The first token of the preset's own document.
  public var location: Location { manifest.location }
  /// Whether the preset must not exist.
  public var isAbsent: Bool { manifest.purpose == .absent }
  /// What the manifest says of the fields itself.
  var ownAssignments: Assignments { manifest.assignments }
  /// Names under which the preset may exist remotely.
  public var previousNames: [Located<String>] { manifest.previousNames }
  /// Fields that are used on create and left alone afterwards.
  public var ignoredChanges: [FieldPattern] { manifest.ignoredChanges.map(\.value) }

  /// The name and all earlier ones.
  var names: [ExactString] { [name] + previousNames.map { ExactString($0.value) } }

  /// The fields that are set, in the API's order.
  public var fields: [DesiredField] { assignments.compactMap(field) }

  /// What is said of a field; nil where nothing is.
  func field(_ key: FieldKey) -> DesiredField? { assignments[key].map { field(key, $0) } }

  private func field(_ key: FieldKey, _ assignment: Assignment) -> DesiredField {
    DesiredField(
      path: key.path, value: assignment.content.value, location: assignment.location, width: assignment.width,
      isInherited: ownAssignments[key] == nil)
  }
}

/// One field as the manifests want it.
public struct DesiredField: Hashable, Sendable {
  /// The field's path.
  public let path: FieldPath
  /// The value; nil where the field must not be there.
  public let value: JSON?
  /// Where the value is written, be it in the preset's own manifest or in one that it extends.
  public let location: Location
  /// How many columns the value takes there.
  public let width: Int
  /// Whether it stands in a manifest that the preset extends.
  public let isInherited: Bool
}
