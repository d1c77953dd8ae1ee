/// Presets as the manifests want them.
public struct DesiredState: Hashable, Sendable {
  /// The declared presets, tombstones included, sorted by name.
  public let presets: [DesiredPreset]

  /// Takes presets in any order.
  public init(_ presets: [DesiredPreset]) {
    self.presets = presets.sorted { $0.name < $1.name }
  }

  /// The names whose remote documents a plan needs, given all remote names: declared ones, and what they are renamed from.
  public func namesToRead(of remote: Set<ExactString>) -> Set<ExactString> {
    let declared = Set(presets.map(\.name))
    let renamed = presets.filter { !remote.contains($0.name) }.compactMap { preset in
      preset.previousNames.lazy.map { ExactString($0.value) }
        .first { remote.contains($0) && !declared.contains($0) }
    }
    return declared.union(renamed).intersection(remote)
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
  /// The fields that are set, in the API's order.
  public let fields: [DesiredField]
  /// Names under which the preset may exist remotely.
  public let previousNames: [Located<String>]
  /// Fields that are used on create and left alone afterwards.
  public let ignoredChanges: [FieldPattern]
}

/// One field as the manifests want it.
public struct DesiredField: Hashable, Sendable {
  /// The field's path.
  public let path: FieldPath
  /// The value; nil where the field must not be there.
  public let value: JSON?
  /// Where the value is written, be it in the preset's own manifest or in one that it extends.
  public let location: Location
}
