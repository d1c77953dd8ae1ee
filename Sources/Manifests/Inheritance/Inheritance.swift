import Diagnostics
import JSONValue
import Schema

/// Resolves the inheritance between manifests into the presets that they declare.
///
/// Each base is resolved completely. Bases are merged in the order of `extends`, and the manifest's own fields come
/// last. Only fields are inherited.
struct Inheritance {
  private let manifests: [Manifest]
  private let isComplete: Bool
  private var byName: [ExactString: Int] = [:]
  private var resolved: [Int: Resolution] = [:]
  /// The direct children of each manifest, with the location of their `extends`.
  private var children: [Int: [Located<String>]] = [:]
  private var diagnostics: [Diagnostic] = []
  /// The sorted names, for suggestions; computed once.
  private var sortedNames: [String]?
  /// The suggestions for unknown bases. Thousands of manifests can have the same unknown base.
  private var suggestions: [String: String?] = [:]

  private enum Resolution: Sendable {
    case open
    case done(Assignments)
    /// A base is unknown or part of a cycle, which has been reported.
    case broken
  }

  /// Returns the presets that `manifests` declare, and the problems.
  /// - Parameters:
  ///   - library: More manifests, which are used only as bases that `manifests` do not contain.
  ///   - isComplete: Whether all files could be read. If not, unknown bases are not reported, because an unread file
  ///     may declare them.
  static func resolve(
    _ manifests: [Manifest], library: [Manifest], isComplete: Bool
  ) -> (state: DesiredState, diagnostics: [Diagnostic]) {
    var inheritance = Inheritance(manifests, library: library, isComplete: isComplete)
    let resolutions = manifests.indices.map { inheritance.resolve($0, path: []) }
    // Finding missing fields takes longest, and presets are independent.
    let presets = zip(manifests, resolutions).map(\.self).concurrentMap { preset($0, $1) }
    inheritance.diagnostics += presets.flatMap(\.diagnostics)
    // The library only matters where it is inherited.
    for index in inheritance.manifests.indices where index < manifests.count || inheritance.children[index] != nil {
      inheritance.reportFields(of: index)
    }
    return (DesiredState(presets.compactMap(\.preset)), inheritance.diagnostics)
  }

  private init(_ manifests: [Manifest], library: [Manifest], isComplete: Bool) {
    self.isComplete = isComplete
    self.manifests = manifests + library
    diagnostics = NameValidator.diagnostics(of: manifests)
    byName.reserveCapacity(self.manifests.count)
    for (index, manifest) in self.manifests.enumerated() where !manifest.name.value.isEmpty {
      let name = ExactString(manifest.name.value)
      if byName[name] == nil { byName[name] = index }
    }
  }

  /// Returns the preset that a manifest declares, unless the manifest is abstract, and its problems.
  private static func preset(
    _ manifest: Manifest, _ resolution: Resolution
  ) -> (preset: DesiredPreset?, diagnostics: [Diagnostic]) {
    guard manifest.kind != .abstract else { return (nil, settingsWithoutEffect(of: manifest)) }
    guard case .done(let assignments) = resolution, manifest.kind == .present else {
      return (DesiredPreset(manifest, Assignments(), isValid: manifest.kind == .absent), [])
    }
    let missing = missingFields(in: assignments, of: manifest)
    let isValid = missing == nil && !assignments.containsInvalid
    return (
      DesiredPreset(manifest, isValid ? assignments : assignments.removingInvalid, isValid: isValid),
      [missing].compactMap(\.self) + unmatchedPatterns(of: manifest, assignments)
    )
  }

  // MARK: Bases

  /// Resolves a manifest. `path` contains the manifests that are being resolved, to find cycles.
  private mutating func resolve(_ index: Int, path: [Int]) -> Resolution {
    if let known = resolved[index] { return known }
    resolved[index] = .open
    var assignments = Assignments()
    var isBroken = false
    for base in manifests[index].bases {
      if case .done(let inherited) = resolveBase(base, of: index, path: path + [index]) {
        assignments.merge(inherited)
      } else {
        isBroken = true
      }
    }
    assignments.merge(manifests[index].assignments)
    let resolution = isBroken ? Resolution.broken : .done(assignments)
    resolved[index] = resolution
    return resolution
  }

  /// Returns the name nearest to that of an unknown base, other than the manifest's own name.
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
      guard isComplete else { return .broken }
      diagnostics.append(
        Diagnostic(.unknownBase(base.value, nearest: nearest(to: base.value, for: manifests[index])), at: base))
      return .broken
    }
    guard manifests[target].kind != .absent else {
      diagnostics.append(Diagnostic(.absentBase(base.value), at: base))
      return .broken
    }
    let child = manifests[index].name.value
    children[target, default: []].append(Located(child, at: base.location, width: base.width))
    if let start = path.firstIndex(of: target) {
      let names = (path[start...] + [target]).map { manifests[$0].name.value }
      diagnostics.append(Diagnostic(.inheritanceCycle(names), at: base))
      return .broken
    }
    return resolve(target, path: path)
  }

  // MARK: Checks

  /// Reports the problems of a manifest's fields, with a note at the first manifest that inherits them.
  private mutating func reportFields(of index: Int) {
    let children = children[index] ?? []
    let notes = children.first.map { first in
      [Diagnostic.Note.inherited(by: first.value, others: children.count - 1, at: first.location)]
    }
    for var diagnostic in manifests[index].fieldDiagnostics {
      diagnostic.notes += notes ?? []
      diagnostics.append(diagnostic)
    }
  }

  /// Returns a diagnostic of the required fields that are not set; nil if all are set. Fields whose problem is already
  /// reported are skipped.
  private static func missingFields(in assignments: Assignments, of manifest: Manifest) -> Diagnostic? {
    var missing: [FieldPath] = []
    var notes: [Diagnostic.Note] = []
    for path in PresetSchema.current.requiredPaths where assignments.value(of: path) == nil {
      if assignments.isReported(path) { continue }
      missing.append(path)
      if let assignment = assignments[path] { notes.append(.unset(path, at: assignment.location)) }
    }
    return missing.isEmpty ? nil : Diagnostic(.missingFields(missing), at: manifest.name, notes: notes)
  }

  /// Returns warnings about keys that have no effect in an abstract manifest, because only fields are inherited.
  private static func settingsWithoutEffect(of manifest: Manifest) -> [Diagnostic] {
    let previous = manifest.previousNames.first.map {
      Diagnostic(.settingOfAbstractManifest("previously"), severity: .warning, at: $0)
    }
    let pattern = manifest.ignoredChanges.first.map {
      Diagnostic(.settingOfAbstractManifest("ignore_changes"), severity: .warning, at: $0)
    }
    return [previous, pattern].compactMap(\.self)
  }

  /// Returns diagnostics of the `ignore_changes` patterns that match no field.
  private static func unmatchedPatterns(of manifest: Manifest, _ assignments: Assignments) -> [Diagnostic] {
    let schema = PresetSchema.current
    return manifest.ignoredChanges.compactMap { pattern in
      let path = FieldPath(pattern.value.text)
      // A pattern may name map entries that do not exist yet.
      if path != schema.name.path, schema.declaration(at: path) != nil { return nil }
      if schema.fields.dropFirst().contains(where: { pattern.value.covers($0.path) }) { return nil }
      if assignments.all.contains(where: { pattern.value.covers($0.path) }) { return nil }
      let nearest = pattern.value.nearest(in: schema)
      return Diagnostic(.unmatchedPattern(pattern.value.text, nearest: nearest), at: pattern)
    }
  }
}
