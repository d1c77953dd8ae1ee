/// Turns the difference between a snapshot and what is there into operations that go back to it.
///
/// A pure function of values, as the planner is. Presets are found by their ids, whatever they are called by now; those that
/// are gone are looked for by their names, since an earlier restoration may have created them anew.
public struct Restoration {
  /// A preset cannot get its name back, because another one has it by now.
  public struct NameConflict: Error, Hashable, Sendable {
    /// The name that both would have.
    public let name: ExactString
    /// What the preset of the snapshot is called now.
    public let currentName: ExactString
    /// The id of the other preset.
    public let otherID: String
  }

  private let snapshot: Snapshot
  private let place: Location
  private let observed: ObservedState
  private let allowsUnknownFields: Bool
  private let observedByID: [String: ObservedPreset]
  private let ids: Set<String>
  private var operations: [Operation] = []
  private var warnings: [Diagnostic] = []
  private var unchanged = 0

  /// The plan that makes the presets of a snapshot what they were, and deletes those that were not there.
  /// - Parameters:
  ///   - file: The snapshot's file, as plans name files.
  ///   - allowsUnknownFields: Whether fields that the schema does not know are brought back and removed as well.
  public static func plan(
    _ environment: Environment, backTo snapshot: Snapshot, in file: String, observed: ObservedState,
    allowsUnknownFields: Bool = false
  ) throws(NameConflict) -> Plan {
    var restoration = Restoration(snapshot, file, observed, allowsUnknownFields)
    for preset in snapshot.presets { try restoration.plan(preset) }
    for name in snapshot.absentNames { restoration.plan(absent: name) }
    return restoration.finish(environment)
  }

  private init(_ snapshot: Snapshot, _ file: String, _ observed: ObservedState, _ allowsUnknownFields: Bool) {
    self.snapshot = snapshot
    self.observed = observed
    self.allowsUnknownFields = allowsUnknownFields
    place = Location(file: file)
    observedByID = Dictionary(observed.documents.values.map { ($0.id, $0) }) { first, _ in first }
    ids = Set(snapshot.presets.map(\.id))
  }

  private mutating func plan(_ preset: ObservedPreset) throws(NameConflict) {
    guard let existing = observedByID[preset.id] ?? stranger(named: preset.name) else { return create(preset) }
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
      // A create widens nothing: nobody uses the preset yet.
      Operation(
        .create, name: preset.name, changes: changes.map { FieldChange(field: $0.field, before: nil, after: $0.after) })
    )
    warn(.getsNewID(name: preset.name.text))
  }

  private mutating func plan(absent name: ExactString) {
    guard let existing = stranger(named: name) else { return unchanged += 1 }
    operations.append(Operation(.delete, name: name, id: existing.id))
  }

  /// The preset of a name, unless it is another one of the snapshot.
  private func stranger(named name: ExactString) -> ObservedPreset? {
    observed.documents[name].flatMap { ids.contains($0.id) ? nil : $0 }
  }

  private mutating func reversal(of preset: ObservedPreset, from now: Preset) -> Reversal {
    let reversal = Reversal(from: now, to: preset.preset, allowsUnknownFields: allowsUnknownFields)
    if !reversal.ignored.isEmpty {
      warn(.unknownFieldsNotRestored(name: preset.name.text, fields: reversal.ignored))
    }
    return reversal
  }

  private mutating func warn(_ fault: Fault) {
    warnings.append(Diagnostic(fault, severity: .warning, at: place))
  }

  private func finish(_ environment: Environment) -> Plan {
    let known = Set(snapshot.presets.map(\.name)).union(snapshot.absentNames)
    let others = observed.listed.filter { !ids.contains($0.id) && !known.contains($0.name) }
    let touched = operations.compactMap(\.id).compactMap { id in observedByID[id].map { (id, $0.preset.body) } }
    return Plan(
      environment: environment, operations: operations.sorted(), unmanaged: others.map(\.name).sorted(),
      warnings: warnings.sorted(), unchanged: unchanged, observed: Dictionary(touched) { first, _ in first },
      restores: place.file)
  }
}
