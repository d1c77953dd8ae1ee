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

  /// Takes presets in any order.
  public init(_ presets: [DesiredPreset]) {
    let sorted = presets.sorted { $0.name < $1.name }
    self.presets = sorted
    byName = Dictionary(sorted.enumerated().map { ($1.name, $0) }) { first, _ in first }
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
    let selected = presets.filter(selects)
    let declared = selected.map(\.name) + selected.compactMap { oldName(of: $0, among: remote) }
    return remote.intersection(declared).union(fates(of: remote).pruned)
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
    declaredNames(among: remote).union(remote.filter(scope.covers))
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
    for name in remote.subtracting(declaredNames(among: remote)) where selection.includes([name]) {
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

  /// The remote presets that a manifest declares, under this name or the one that it is renamed from.
  private func declaredNames(among remote: Set<ExactString>) -> Set<ExactString> {
    remote.filter(declares).union(presets.compactMap { oldName(of: $0, among: remote) })
  }

  /// Whether the plan is for a preset, under its name or an earlier one.
  func selects(_ preset: DesiredPreset) -> Bool {
    selection.includes(preset.names)
  }

  /// The name under which a preset that is to be renamed exists remotely: the first earlier one that no manifest declares.
  func oldName(of preset: DesiredPreset, among remote: Set<ExactString>) -> ExactString? {
    guard !remote.contains(preset.name) else { return nil }
    return preset.previousNames.lazy.map { ExactString($0.value) }
      .first { remote.contains($0) && !declares($0) }
  }
}

/// One preset as its manifest, and those it inherits from, want it.
public struct DesiredPreset: Hashable, Sendable {
  /// The name that the preset shall have.
  public let name: ExactString
  /// The first token of the preset's own document.
  public let location: Location
  /// Whether the preset must not exist.
  public let isAbsent: Bool
  /// Whether nothing is wrong with the fields, and none is missing.
  public let isSound: Bool
  /// The fields that are set, in the API's order.
  public let fields: [DesiredField]
  /// Names under which the preset may exist remotely.
  public let previousNames: [Located<String>]
  /// Fields that are used on create and left alone afterwards.
  public let ignoredChanges: [FieldPattern]

  /// The name and all earlier ones.
  var names: [ExactString] { [name] + previousNames.map { ExactString($0.value) } }

  /// What is said of a field; nil where nothing is.
  func field(_ key: FieldKey) -> DesiredField? {
    index(of: key).map { fields[$0] }
  }

  /// Where a field stands among `fields`; nil where nothing is said of it.
  func index(of key: FieldKey) -> Int? {
    let position = key.position
    var (first, end) = (0, fields.count)
    while first < end {
      let middle = (first + end) / 2
      if fields[middle].key.position < position { first = middle + 1 } else { end = middle }
    }
    // Entries of a map share its position, and so does all that the schema does not know.
    return fields[first...].indices.prefix { fields[$0].key.position == position }.first { fields[$0].key == key }
  }
}

/// One field as the manifests want it.
public struct DesiredField: Hashable, Sendable {
  /// Which field it is.
  let key: FieldKey
  /// The value; nil where the field must not be there.
  public let value: JSON?
  /// Where the value is written, be it in the preset's own manifest or in one that it extends.
  public let location: Location
  /// How many columns the value takes there.
  public let width: Int
  /// Whether it stands in a manifest that the preset extends.
  public let isInherited: Bool

  /// The field's path.
  public var path: FieldPath { key.path }
}
