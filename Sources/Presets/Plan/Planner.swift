/// Turns the difference between what is wanted and what is there into operations.
///
/// A pure function of values: planning can neither read nor write anything.
public struct Planner {
  private let desired: DesiredState
  private let observed: ObservedState
  private let remoteNames: Set<ExactString>
  private var operations: [Operation] = []
  private var warnings: [Diagnostic] = []
  private var unchanged = 0

  /// The plan that makes `observed` what `desired` wants.
  public static func plan(
    _ environment: Environment, desired: DesiredState, observed: ObservedState
  ) -> Plan {
    var planner = Planner(desired, observed)
    let selected = desired.presets.filter(desired.selects)
    // Comparing takes long and needs nothing but the two.
    let changes = selected.concurrentMap { preset in
      observed.documents[preset.name].map { Diff.changes(from: $0.preset, to: preset) } ?? []
    }
    for (preset, changes) in zip(selected, changes) { planner.plan(preset, changes) }
    return planner.finish(environment)
  }

  private init(_ desired: DesiredState, _ observed: ObservedState) {
    self.desired = desired
    self.observed = observed
    remoteNames = Set(observed.listed.map(\.name))
  }

  /// Plans for a preset that differs in `changes` from the one of its name, where that exists.
  private mutating func plan(_ preset: DesiredPreset, _ changes: [FieldChange]) {
    if observed.settled.contains(preset.name) {
      warnAboutOldNames(of: preset)
      return unchanged += 1
    }
    let existing = observed.documents[preset.name]
    if preset.isAbsent {
      guard let existing else { return unchanged += 1 }
      operations.append(
        Operation(.delete, name: preset.name, id: existing.id, location: preset.location))
    } else if let existing {
      warnAboutOldNames(of: preset)
      guard !changes.isEmpty else { return unchanged += 1 }
      operations.append(
        Operation(
          .update, name: preset.name, id: existing.id, location: preset.location, changes: changes))
    } else if let old = presetToRename(to: preset) {
      rename(old, to: preset)
    } else {
      operations.append(
        Operation(
          .create, name: preset.name, location: preset.location, changes: Diff.changes(creating: preset)))
    }
  }

  private mutating func rename(_ old: (place: Located<String>, preset: ObservedPreset), to preset: DesiredPreset) {
    operations.append(
      Operation(
        .rename, name: preset.name, id: old.preset.id, previousName: old.preset.name,
        location: preset.location, changes: Diff.changes(from: old.preset.preset, to: preset)))
    warn(.renameBreaksReferences(old: old.place.value, new: preset.name.text), at: old.place)
    for other in preset.previousNames where !other.value.isExactly(old.place.value) {
      let name = ExactString(other.value)
      guard remoteNames.contains(name), !desired.declares(name) else { continue }
      warn(.otherOldNameTaken(old: other.value, taken: old.place.value, new: preset.name.text), at: other)
    }
  }

  /// The first previous name that exists remotely and that no manifest declares.
  private mutating func presetToRename(
    to preset: DesiredPreset
  ) -> (place: Located<String>, preset: ObservedPreset)? {
    for place in preset.previousNames {
      let name = ExactString(place.value)
      guard remoteNames.contains(name) else { continue }
      guard !desired.declares(name) else {
        warn(.oldNameStillDeclared(old: place.value, new: preset.name.text), at: place)
        continue
      }
      if let old = observed.documents[name] { return (place, old) }
    }
    return nil
  }

  private mutating func warnAboutOldNames(of preset: DesiredPreset) {
    for place in preset.previousNames {
      let old = ExactString(place.value)
      guard remoteNames.contains(old) else { continue }
      warn(
        desired.declares(old)
          ? .oldNameStillDeclared(old: place.value, new: preset.name.text)
          : .oldNameStillExists(old: place.value, new: preset.name.text), at: place)
    }
  }

  private mutating func warn(_ fault: Fault, at place: Located<String>) {
    warnings.append(Diagnostic(fault, severity: .warning, at: place))
  }

  private mutating func finish(_ environment: Environment) -> Plan {
    let fates = desired.fates(of: remoteNames)
    for preset in fates.pruned.compactMap({ observed.documents[$0] }) {
      operations.append(Operation(.delete, name: preset.name, id: preset.id))
    }
    let touched = Set(operations.compactMap(\.id))
    let documents = observed.documents.values.filter { touched.contains($0.id) }
    return Plan(
      environment: environment,
      operations: operations.sorted(),
      unmanaged: fates.unmanaged.sorted(),
      prunable: fates.prunable.sorted(),
      warnings: warnings.sorted(),
      unchanged: unchanged,
      observed: Dictionary(documents.map { ($0.id, $0.preset.body) }) { first, _ in first })
  }
}
