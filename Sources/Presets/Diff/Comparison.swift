/// What differs between the presets of two environments, whole documents with all their fields.
///
/// It reads like a plan that would make the first environment as the second is; nothing is ever carried out.
public struct Comparison: Hashable, Sendable {
  /// One of the two environments.
  public struct Side: Sendable {
    /// The environment.
    public let environment: Environment
    /// All of its presets.
    public let observed: ObservedState
    /// What the manifests want there; nil where nobody knows.
    public let desired: DesiredState?

    /// Takes an environment whose presets were all read.
    public init(_ environment: Environment, _ observed: ObservedState, _ desired: DesiredState?) {
      self.environment = environment
      self.observed = observed
      self.desired = desired
    }
  }

  /// A difference that the manifests want, and that is not there: one of the apps moved, or was not applied.
  public struct Missing: Hashable, Sendable {
    /// The preset.
    public let name: ExactString
    /// The fields that are the same on both sides; none where the preset should exist on one side only.
    public let fields: [FieldPath]
    /// What says that it should differ.
    public let location: Location
  }

  /// The environment whose values stand before.
  public let first: Environment
  /// The environment whose values stand after.
  public let second: Environment
  /// Presets that only the second has (`create`), that differ (`update`), and that only the first has (`delete`).
  ///
  /// An origin says whether the manifests want the difference (`intent`) or not (`drift`); it is nil where they say nothing.
  public let operations: [Operation]
  /// What the manifests want to differ, and does not.
  public let missing: [Missing]
  /// The number of presets that are the same.
  public let same: Int
  /// Whether the manifests were asked.
  public let isLabelled: Bool

  /// Compares two environments.
  /// - Parameter selection: The presets that were read on both sides; nothing is said of others.
  public init(from first: Side, to second: Side, of selection: Selection = Selection()) {
    self.first = first.environment
    self.second = second.environment
    isLabelled = first.desired != nil && second.desired != nil
    let observed = Set(first.observed.documents.keys).union(second.observed.documents.keys)
    let wanted = [first, second].map { side in
      Dictionary((side.desired?.presets ?? []).map { ($0.name, $0) }) { first, _ in first }
    }
    let isLabelled = isLabelled
    func pair(_ name: ExactString) -> Pair {
      Pair(
        before: first.observed.documents[name], after: second.observed.documents[name],
        wantedBefore: wanted[0][name], wantedAfter: wanted[1][name], isLabelled: isLabelled)
    }
    operations = observed.compactMap { pair($0).operation(on: $0) }.sorted()
    same = observed.count - operations.count
    let declared = isLabelled ? Set(wanted[0].keys).intersection(wanted[1].keys) : []
    missing = declared.filter { selection.includes([$0]) }.sorted().compactMap { pair($0).missing(of: $0) }
  }

  /// The differing fields of presets that both have.
  public var changes: [FieldChange] {
    operations.filter { $0.action == .update }.flatMap(\.changes)
  }

  /// Whether nothing differs.
  public var isEmpty: Bool { operations.isEmpty }

  /// Whether nothing differs that could, and nothing lacks that should.
  var isSettled: Bool { isEmpty && missing.isEmpty }
}

/// A preset in both environments, as it is and as the manifests want it.
private struct Pair {
  let before: ObservedPreset?
  let after: ObservedPreset?
  let wantedBefore: DesiredPreset?
  let wantedAfter: DesiredPreset?
  let isLabelled: Bool

  func operation(on name: ExactString) -> Operation? {
    let changes = Staleness.changes(from: before?.preset ?? Preset(), to: after?.preset ?? Preset())
      .filter { $0.field != "name" }
    switch (before, after) {
    case (let before?, _?):
      let differences = changes.filter { !isTheSame($0) }.map(explained)
      guard !differences.isEmpty else { return nil }
      return Operation(.update, name: name, id: before.id, location: location, changes: differences)
    case (nil, _?):
      return Operation(.create, name: name, location: location, origin: origin, changes: changes)
    case (let before?, nil):
      return Operation(.delete, name: name, id: before.id, location: location, origin: origin)
    case (nil, nil): return nil
    }
  }

  /// What the manifests want to differ, and does not.
  func missing(of name: ExactString) -> Comparison.Missing? {
    guard let wantedBefore, let wantedAfter else { return nil }
    guard !wantedBefore.isAbsent, !wantedAfter.isAbsent else {
      guard wantedBefore.isAbsent != wantedAfter.isAbsent, (before == nil) == (after == nil) else { return nil }
      return .init(name: name, fields: [], location: (wantedAfter.isAbsent ? wantedAfter : wantedBefore).location)
    }
    guard let before, let after else { return nil }
    let fields = wantedAfter.fields.filter { field in
      let path = field.path
      guard wantedAfter.wanted(at: path) != nil, let other = wantedBefore.wanted(at: path) else { return false }
      return !Diff.areEqual(other.value, field.value, at: path)
        && Diff.areEqual(before.preset[path], after.preset[path], at: path)
    }
    return fields.first.map { .init(name: name, fields: fields.map(\.path), location: $0.location) }
  }

  /// The manifest that wants a preset not to exist where it does.
  private var tombstone: Location? {
    [wantedAfter, wantedBefore].compactMap(\.self).first(where: \.isAbsent)?.location
  }

  /// Whether a field is absent on one side, and on the other what absent means.
  private func isTheSame(_ change: FieldChange) -> Bool {
    [change.before, change.after].allSatisfy { Diff.isAsGoodAsAbsent($0, at: change.field) }
  }

  /// The manifest of the preset, where it is wanted.
  private var location: Location? { (wantedAfter ?? wantedBefore)?.location }

  /// Why only one environment has the preset; nil where no manifest says anything of it.
  private var origin: Origin? {
    guard isLabelled, wantedBefore != nil || wantedAfter != nil else { return nil }
    let isWanted = [wantedBefore, wantedAfter].map { $0?.isAbsent == false }
    return isWanted == [before != nil, after != nil] ? .intent : .drift
  }

  /// A difference with what it means, and what the manifests say of it.
  private func explained(_ change: FieldChange) -> FieldChange {
    let schema = PresetSchema.current
    let (left, right) = (wantedBefore?.wanted(at: change.field), wantedAfter?.wanted(at: change.field))
    let isWanted = [(left, change.before), (right, change.after)].allSatisfy { field, value in
      field.map { $0.isSatisfied(by: value) } ?? true
    }
    // Of a preset that should not be there, no field is as it should be.
    let origin: Origin? = tombstone != nil ? .drift : (left ?? right) != nil ? isWanted ? .intent : .drift : nil
    return FieldChange(
      field: change.field, before: change.before, after: change.after,
      effects: schema.declaration(at: change.field)?.effects(from: change.before, to: change.after) ?? [],
      origin: isLabelled ? origin : nil, location: tombstone ?? (right ?? left)?.location)
  }
}

extension DesiredPreset {
  /// What is wanted of a field; nil where it is left alone.
  fileprivate func wanted(at path: FieldPath) -> DesiredField? {
    guard !isAbsent, !ignoredChanges.contains(where: { $0.covers(path) }) else { return nil }
    return field(FieldKey(path))
  }
}

extension DesiredField {
  fileprivate func isSatisfied(by observed: JSON?) -> Bool {
    value == nil ? Diff.isAsGoodAsAbsent(observed, at: path) : Diff.areEqual(value, observed, at: path)
  }
}
