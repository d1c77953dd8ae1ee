import Diagnostics
package import JSONValue
package import Manifests
import Schema

/// Plans the operations that restore a snapshot.
///
/// Like the planner, this is a pure function of values. Presets are found by id, even if they were renamed. A preset
/// whose id no longer exists is found by name, because an earlier restore may have created it again with a new id.
package struct RestorePlanner {
  /// A preset cannot be renamed back, because another preset now has its name.
  package struct NameConflict: Error, Hashable, Sendable {
    /// The name that both presets would have.
    package let name: ExactString
    /// The current name of the preset in the snapshot.
    package let currentName: ExactString
    /// The id of the other preset.
    package let otherID: String
  }

  private let snapshot: Snapshot
  private let location: Location
  private let observed: ObservedState
  private let allowsUnknownFields: Bool
  private let observedByID: [String: ObservedPreset]
  private let ids: Set<String>
  private var operations: [Operation] = []
  private var warnings: [Diagnostic] = []
  private var unchanged = 0

  /// Returns a plan that restores the presets of a snapshot and deletes presets that did not exist then.
  /// - Parameters:
  ///   - file: The path of the snapshot, as shown in plans.
  ///   - allowsUnknownFields: Whether fields that the schema does not know are restored and removed as well.
  package static func plan(
    _ environment: Environment, backTo snapshot: Snapshot, in file: String, observed: ObservedState,
    allowsUnknownFields: Bool = false
  ) throws(NameConflict) -> Plan {
    var planner = RestorePlanner(snapshot, file, observed, allowsUnknownFields)
    for preset in snapshot.presets { try planner.plan(preset) }
    for name in snapshot.absentNames { planner.plan(absent: name) }
    return planner.finish(environment)
  }

  private init(_ snapshot: Snapshot, _ file: String, _ observed: ObservedState, _ allowsUnknownFields: Bool) {
    self.snapshot = snapshot
    self.observed = observed
    self.allowsUnknownFields = allowsUnknownFields
    location = Location(file: file)
    observedByID = Dictionary(observed.documents.values.map { ($0.id, $0) }) { first, _ in first }
    ids = Set(snapshot.presets.map(\.id))
  }

  private mutating func plan(_ preset: ObservedPreset) throws(NameConflict) {
    guard let existing = observedByID[preset.id] ?? presetOutsideSnapshot(named: preset.name) else {
      return create(preset)
    }
    let reversal = reversal(of: preset, from: existing.preset)
    if existing.name != preset.name {
      if let other = observed.listed.first(where: { $0.name == preset.name && $0.id != existing.id }) {
        throw NameConflict(name: preset.name, currentName: existing.name, otherID: other.id)
      }
      operations.append(
        Operation(
          .rename, name: preset.name, id: existing.id, previousName: existing.name, changes: reversal.changes))
      warn(.renameBreaksReferences(old: existing.name.text, new: preset.name.text))
    } else if reversal.changes.isEmpty {
      unchanged += 1
    } else {
      operations.append(Operation(.update, name: preset.name, id: existing.id, changes: reversal.changes))
    }
  }

  private mutating func create(_ preset: ObservedPreset) {
    let changes = reversal(of: preset, from: Preset()).changes
    operations.append(
      // A create has no effects, because no participant uses the preset yet.
      Operation(
        .create, name: preset.name, changes: changes.map { FieldChange(field: $0.field, before: nil, after: $0.after) })
    )
    warn(.newID(preset.name.text))
  }

  private mutating func plan(absent name: ExactString) {
    guard let existing = presetOutsideSnapshot(named: name) else { return unchanged += 1 }
    operations.append(Operation(.delete, name: name, id: existing.id))
  }

  /// Returns the observed preset with a name; nil if it does not exist or its id is in the snapshot.
  private func presetOutsideSnapshot(named name: ExactString) -> ObservedPreset? {
    observed.documents[name].flatMap { ids.contains($0.id) ? nil : $0 }
  }

  private mutating func reversal(of preset: ObservedPreset, from current: Preset) -> Reversal {
    let reversal = Reversal(from: current, to: preset.preset, allowsUnknownFields: allowsUnknownFields)
    if !reversal.ignored.isEmpty {
      warn(.unknownFieldsNotRestored(preset.name.text, reversal.ignored))
    }
    return reversal
  }

  private mutating func warn(_ problem: Problem) {
    warnings.append(Diagnostic(problem, severity: .warning, at: location))
  }

  private func finish(_ environment: Environment) -> Plan {
    let known = Set(snapshot.presets.map(\.name)).union(snapshot.absentNames)
    let others = observed.listed.filter { !ids.contains($0.id) && !known.contains($0.name) }
    let touched = operations.compactMap(\.id).compactMap { id in observedByID[id].map { (id, $0.preset.body) } }
    return Plan(
      environment: environment, operations: operations.sorted(), unmanaged: others.map(\.name).sorted(),
      warnings: warnings.sorted(), unchanged: unchanged, observed: Dictionary(touched) { first, _ in first },
      restores: location.file)
  }
}
