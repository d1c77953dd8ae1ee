import Diagnostics
import JSONValue
package import Manifests
import Schema

/// Turns the difference between desired and observed presets into operations.
///
/// Planning is a pure function of values: it can neither read nor write anything.
///
/// ```swift
/// let plan = Planner.plan(environment, desired: desired, observed: observed)
/// ```
package struct Planner {
  private let desired: DesiredState
  private let observed: ObservedState
  private let remoteNames: Set<ExactString>
  private var operations: [Operation] = []
  private var warnings: [Diagnostic] = []
  private var unchanged = 0

  /// Returns the plan that turns `observed` into `desired`.
  package static func plan(_ environment: Environment, desired: DesiredState, observed: ObservedState) -> Plan {
    var planner = Planner(desired, observed)
    let presets = desired.selectedPresets
    let changes = presets.concurrentMap { preset in
      observed.documents[preset.name].map { Diff.changes(from: $0.preset, to: preset) } ?? []
    }
    for (preset, changes) in zip(presets, changes) { planner.plan(preset, changes) }
    return planner.finish(environment)
  }

  private init(_ desired: DesiredState, _ observed: ObservedState) {
    self.desired = desired
    self.observed = observed
    remoteNames = Set(observed.listed.map(\.name))
  }

  /// - Parameter changes: The changes to the existing preset; empty without one.
  private mutating func plan(_ preset: DesiredPreset, _ changes: [FieldChange]) {
    let existing = observed.documents[preset.name]
    if preset.isAbsent {
      guard let existing else { return unchanged += 1 }
      operations.append(Operation(.delete, name: preset.name, id: existing.id, location: preset.location))
    } else if let existing {
      warnAboutOldNames(of: preset)
      guard !changes.isEmpty else { return unchanged += 1 }
      operations.append(
        Operation(.update, name: preset.name, id: existing.id, location: preset.location, changes: changes))
    } else if let old = presetToRename(to: preset) {
      rename(old.preset, old.name, to: preset)
    } else {
      operations.append(
        Operation(.create, name: preset.name, location: preset.location, changes: Diff.changes(creating: preset)))
    }
  }

  private mutating func rename(_ old: ObservedPreset, _ oldName: Located<String>, to preset: DesiredPreset) {
    operations.append(
      Operation(
        .rename, name: preset.name, id: old.id, previousName: old.name, location: preset.location,
        changes: Diff.changes(from: old.preset, to: preset)))
    warn(.renameBreaksReferences(old: oldName.value, new: preset.name.text), at: oldName)
    for other in preset.previousNames where !other.value.isExactly(oldName.value) {
      let name = ExactString(other.value)
      guard remoteNames.contains(name), !desired.declares(name) else { continue }
      warn(.otherOldNameTaken(old: other.value, taken: oldName.value, new: preset.name.text), at: other)
    }
  }

  /// Returns the first preset with a previous name that exists remotely and that no manifest declares.
  private mutating func presetToRename(to preset: DesiredPreset) -> (name: Located<String>, preset: ObservedPreset)? {
    for previous in preset.previousNames {
      let name = ExactString(previous.value)
      guard remoteNames.contains(name) else { continue }
      guard !desired.declares(name) else {
        warn(.oldNameStillDeclared(old: previous.value, new: preset.name.text), at: previous)
        continue
      }
      if let old = observed.documents[name] { return (previous, old) }
    }
    return nil
  }

  private mutating func warnAboutOldNames(of preset: DesiredPreset) {
    for previous in preset.previousNames {
      let old = ExactString(previous.value)
      guard remoteNames.contains(old) else { continue }
      warn(
        desired.declares(old)
          ? .oldNameStillDeclared(old: previous.value, new: preset.name.text)
          : .oldNameStillExists(old: previous.value, new: preset.name.text), at: previous)
    }
  }

  private mutating func warn(_ problem: Problem, at name: Located<String>) {
    warnings.append(Diagnostic(problem, severity: .warning, at: name))
  }

  private mutating func finish(_ environment: Environment) -> Plan {
    let undeclared = desired.undeclaredPresets(among: remoteNames)
    for preset in undeclared.pruned.compactMap({ observed.documents[$0] }) {
      operations.append(Operation(.delete, name: preset.name, id: preset.id))
    }
    let touched = Set(operations.compactMap(\.id))
    let documents = observed.documents.values.filter { touched.contains($0.id) }
    return Plan(
      environment: environment,
      operations: operations.sorted(),
      unmanaged: undeclared.unmanaged.sorted(),
      prunable: undeclared.prunable.sorted(),
      warnings: warnings.sorted(),
      unchanged: unchanged,
      observed: Dictionary(documents.map { ($0.id, $0.preset.body) }) { first, _ in first })
  }
}
