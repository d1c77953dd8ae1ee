/// Resolves what manifests inherit from each other into the presets they want.
///
/// Each base is resolved completely, bases are laid over each other in the order of `extends`, and the manifest's own
/// fields come last. Only fields are inherited.
struct Inheritance {
  private let manifests: [Manifest]
  private let isWhole: Bool
  private var byName: [ExactString: Int] = [:]
  private var resolved: [Int: Resolution] = [:]
  /// Who extends a manifest directly, and where it says so.
  private var heirs: [Int: [Located<String>]] = [:]
  private var diagnostics: [Diagnostic] = []
  /// The names in order, once anything is looked for among them.
  private var sortedNames: [String]?
  /// What may be meant by the names of bases that are not there.
  private var suggestions: [String: String?] = [:]

  private enum Resolution: Sendable {
    case open
    case done(Assignments)
    /// A base is missing or circular, which was reported.
    case broken
  }

  /// Resolves all manifests.
  /// - Parameters:
  ///   - library: Further manifests, of which only bases are taken where `manifests` have none of a name.
  ///   - isWhole: Whether all files could be read. Where not, a base that is missing may stand in one that could not.
  static func resolve(
    _ manifests: [Manifest], library: [Manifest], isWhole: Bool
  ) -> (state: DesiredState, diagnostics: [Diagnostic]) {
    var inheritance = Inheritance(manifests, library: library, isWhole: isWhole)
    let resolutions = manifests.indices.map { inheritance.resolve($0, path: []) }
    // Looking for what is missing takes longest, and needs nothing but the preset.
    let presets = zip(manifests, resolutions).map(\.self).concurrentMap { preset($0, $1) }
    inheritance.diagnostics += presets.flatMap(\.diagnostics)
    // Of the library, only what is inherited matters.
    for index in inheritance.manifests.indices where index < manifests.count || inheritance.heirs[index] != nil {
      inheritance.reportFields(of: index)
    }
    return (DesiredState(presets.compactMap(\.preset)), inheritance.diagnostics)
  }

  private init(_ manifests: [Manifest], library: [Manifest], isWhole: Bool) {
    self.isWhole = isWhole
    self.manifests = manifests + library
    diagnostics = NameRules.diagnostics(of: manifests)
    byName.reserveCapacity(self.manifests.count)
    for (index, manifest) in self.manifests.enumerated() where !manifest.name.value.isEmpty {
      let name = ExactString(manifest.name.value)
      if byName[name] == nil { byName[name] = index }
    }
  }

  /// The preset that a manifest wants, if it is not only a base, and what is wrong with it.
  private static func preset(
    _ manifest: Manifest, _ resolution: Resolution
  ) -> (preset: DesiredPreset?, diagnostics: [Diagnostic]) {
    guard manifest.purpose != .abstract else { return (nil, settingsWithoutEffect(of: manifest)) }
    guard case .done(let assignments) = resolution, manifest.purpose == .present else {
      return (DesiredPreset(manifest, Assignments(), isSound: manifest.purpose == .absent), [])
    }
    let missing = missingFields(in: assignments, of: manifest)
    let isSound = missing == nil && !assignments.haveFault
    return (
      DesiredPreset(manifest, isSound ? assignments : assignments.withoutFaults, isSound: isSound),
      [missing].compactMap(\.self) + unmatchedPatterns(of: manifest, assignments)
    )
  }

  // MARK: Bases

  /// Resolves a manifest; `path` holds the manifests that are being resolved because of each other.
  private mutating func resolve(_ index: Int, path: [Int]) -> Resolution {
    if let known = resolved[index] { return known }
    resolved[index] = .open
    var assignments = Assignments()
    var isBroken = false
    for base in manifests[index].bases {
      if case .done(let inherited) = resolveBase(base, of: index, path: path + [index]) {
        assignments.lay(inherited)
      } else {
        isBroken = true
      }
    }
    assignments.lay(manifests[index].assignments)
    let resolution = isBroken ? Resolution.broken : .done(assignments)
    resolved[index] = resolution
    return resolution
  }

  /// The name that may be meant by that of a base, which is not the manifest's own. Thousands may miss the same one.
  private mutating func nearest(to base: String, for manifest: Manifest) -> String? {
    let names = sortedNames ?? byName.keys.map(\.text).sorted()
    sortedNames = names
    let own = manifest.name.value
    let nearest = suggestions[base] ?? Suggestion.nearest(to: base, among: names)
    suggestions[base] = .some(nearest)
    guard nearest?.isExactly(own) == true else { return nearest }
    return Suggestion.nearest(to: base, among: names.filter { !$0.isExactly(own) })
  }

  private mutating func resolveBase(_ base: Located<String>, of index: Int, path: [Int]) -> Resolution {
    guard let target = byName[ExactString(base.value)] else {
      guard isWhole else { return .broken }
      diagnostics.append(
        Diagnostic(.unknownBase(base.value, nearest: nearest(to: base.value, for: manifests[index])), at: base))
      return .broken
    }
    guard manifests[target].purpose != .absent else {
      diagnostics.append(Diagnostic(.absentBase(base.value), at: base))
      return .broken
    }
    let heir = manifests[index].name.value
    heirs[target, default: []].append(Located(heir, at: base.location, width: base.width))
    if let start = path.firstIndex(of: target) {
      let names = (path[start...] + [target]).map { manifests[$0].name.value }
      diagnostics.append(Diagnostic(.inheritanceCycle(names), at: base))
      return .broken
    }
    return resolve(target, path: path)
  }

  // MARK: Checks

  /// Reports what is wrong with a manifest's fields, at their place in it, with a note at the first that inherits them.
  private mutating func reportFields(of index: Int) {
    let heirs = heirs[index] ?? []
    let notes = heirs.first.map { first in
      [Diagnostic.Note(.inherits(first.value, others: heirs.count - 1), at: first.location)]
    }
    for var diagnostic in manifests[index].fieldDiagnostics {
      diagnostic.notes += notes ?? []
      diagnostics.append(diagnostic)
    }
  }

  /// The required fields that nobody sets, as long as nothing else was said of them; nil where there are none.
  private static func missingFields(in assignments: Assignments, of manifest: Manifest) -> Diagnostic? {
    var missing: [FieldPath] = []
    var notes: [Diagnostic.Note] = []
    let fields = PresetSchema.current.fields
    for place in fields.indices.dropFirst() where fields[place].isRequired {
      if assignments.value(of: .declared(place)) != nil { continue }
      let path = fields[place].path
      if assignments.isReported(path) { continue }
      missing.append(path)
      if let assignment = assignments[path] { notes.append(.init(.unset(path), at: assignment.location)) }
    }
    return missing.isEmpty ? nil : Diagnostic(.missingFields(missing), at: manifest.name, notes: notes)
  }

  /// The settings of a base, of which only the fields are inherited.
  private static func settingsWithoutEffect(of manifest: Manifest) -> [Diagnostic] {
    let previous = manifest.previousNames.first.map {
      Diagnostic(.settingWithoutEffect("previously"), severity: .warning, at: $0)
    }
    let pattern = manifest.ignoredChanges.first.map {
      Diagnostic(.settingWithoutEffect("ignore_changes"), severity: .warning, at: $0)
    }
    return [previous, pattern].compactMap(\.self)
  }

  /// The patterns of `ignore_changes` that match no field.
  private static func unmatchedPatterns(of manifest: Manifest, _ assignments: Assignments) -> [Diagnostic] {
    let schema = PresetSchema.current
    return manifest.ignoredChanges.compactMap { pattern in
      let path = FieldPath(pattern.value.text)
      // The entries of a map need not be there yet.
      if path != schema.name.path, schema.declaration(at: path) != nil { return nil }
      if schema.fields.dropFirst().contains(where: { pattern.value.covers($0.path) }) { return nil }
      if assignments.all.contains(where: { pattern.value.covers($0.path) }) { return nil }
      let nearest = pattern.value.nearest(in: schema)
      return Diagnostic(.unmatchedPattern(pattern.value.text, nearest: nearest), at: pattern)
    }
  }
}
