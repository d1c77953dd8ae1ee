package import Diagnostics
package import JSONValue
package import Manifests
package import Schema

/// The differences between the presets of two environments, in all fields of their documents.
///
/// A comparison has the form of a plan that makes the first environment equal to the second, but it is never applied.
package struct Comparison: Hashable, Sendable {
  /// One of the two environments.
  package struct Side: Sendable {
    package let environment: Environment
    /// The presets that were read.
    package let observed: ObservedState
    /// The presets that the manifests declare; nil if the manifests could not be loaded.
    package let desired: DesiredState?

    package init(_ environment: Environment, _ observed: ObservedState, _ desired: DesiredState?) {
      self.environment = environment
      self.observed = observed
      self.desired = desired
    }
  }

  /// A declared difference that does not exist, because an app drifted or the manifests were not applied.
  package struct MissingDifference: Hashable, Sendable {
    /// The preset's name.
    package let name: ExactString
    /// The fields that are equal but should differ; empty if the preset should exist in only one environment.
    package let fields: [FieldPath]
    /// The location of the declaration.
    package let location: Location
  }

  /// The environment whose values are shown as `before`.
  package let first: Environment
  /// The environment whose values are shown as `after`.
  package let second: Environment
  /// Presets only in the second environment (`create`), different in both (`update`), or only in the first (`delete`).
  ///
  /// The origin is `intent` for a declared difference, `drift` for a difference that contradicts the manifests, and nil
  /// for unmanaged presets and fields.
  package let operations: [Operation]
  /// Declared differences that do not exist.
  package let missing: [MissingDifference]
  /// The number of equal presets.
  package let equalCount: Int
  /// Whether differences have origins, which requires the manifests of both environments.
  package let isLabeled: Bool

  /// Compares two environments.
  /// - Parameter selection: The presets to compare. They must have been read in both environments.
  package init(from first: Side, to second: Side, of selection: Selection = Selection()) {
    self.first = first.environment
    self.second = second.environment
    isLabeled = first.desired != nil && second.desired != nil
    let observed = Set(first.observed.documents.keys).union(second.observed.documents.keys)
    let isLabeled = isLabeled
    func pair(_ name: ExactString) -> Pair {
      Pair(
        before: first.observed.documents[name], after: second.observed.documents[name],
        desiredBefore: first.desired?[name], desiredAfter: second.desired?[name], isLabeled: isLabeled)
    }
    operations = observed.compactMap { pair($0).operation(on: $0) }.sorted()
    equalCount = observed.count - operations.count
    let declared = isLabeled ? first.desired?.presets.map(\.name) ?? [] : []
    missing = declared.filter { selection.includes([$0]) }.compactMap { pair($0).missing(of: $0) }
  }

  /// The differing fields of presets that exist in both environments.
  package var changes: [FieldChange] {
    operations.filter { $0.action == .update }.flatMap(\.changes)
  }

  /// Whether the environments are equal.
  package var isEmpty: Bool { operations.isEmpty }

  /// Whether the environments are equal and no declared difference is missing.
  package var isAsDeclared: Bool { isEmpty && missing.isEmpty }
}

/// A preset in both environments, as observed and as declared.
private struct Pair {
  let before: ObservedPreset?
  let after: ObservedPreset?
  let desiredBefore: DesiredPreset?
  let desiredAfter: DesiredPreset?
  let isLabeled: Bool

  func operation(on name: ExactString) -> Operation? {
    let changes = DocumentDiff.changes(from: before?.preset ?? Preset(), to: after?.preset ?? Preset())
      .filter { $0.field != "name" }
    switch (before, after) {
    case (let before?, _?):
      let differences = changes.filter { !isEquivalent($0) }.map(labeled)
      guard !differences.isEmpty else { return nil }
      return Operation(.update, name: name, id: before.id, location: location, changes: differences)
    case (nil, _?):
      return Operation(.create, name: name, location: location, origin: origin, changes: changes)
    case (let before?, nil):
      return Operation(.delete, name: name, id: before.id, location: location, origin: origin)
    case (nil, nil): return nil
    }
  }

  /// Returns the declared difference that does not exist in the apps; nil if every declared difference exists.
  func missing(of name: ExactString) -> Comparison.MissingDifference? {
    guard let desiredBefore, let desiredAfter else { return nil }
    guard !desiredBefore.isAbsent, !desiredAfter.isAbsent else {
      guard desiredBefore.isAbsent != desiredAfter.isAbsent, (before == nil) == (after == nil) else { return nil }
      return .init(name: name, fields: [], location: (desiredAfter.isAbsent ? desiredAfter : desiredBefore).location)
    }
    guard let before, let after else { return nil }
    let fields = desiredAfter.fields.filter { field in
      let path = field.path
      guard desiredAfter.managedField(at: path) != nil, let other = desiredBefore.managedField(at: path) else {
        return false
      }
      return !Diff.areEqual(other.value, field.value, at: path)
        && Diff.areEqual(before.preset[path], after.preset[path], at: path)
    }
    return fields.first.map { .init(name: name, fields: fields.map(\.path), location: $0.location) }
  }

  /// The location of `state: absent`, if either environment declares it.
  private var absentLocation: Location? {
    [desiredAfter, desiredBefore].compactMap(\.self).first(where: \.isAbsent)?.location
  }

  /// Returns whether a field is absent on one side and has the server's default on the other.
  private func isEquivalent(_ change: FieldChange) -> Bool {
    [change.before, change.after].allSatisfy { Diff.isEffectivelyAbsent($0, at: change.field) }
  }

  private var location: Location? { (desiredAfter ?? desiredBefore)?.location }

  /// The reason why only one environment has the preset; nil if no manifest declares it.
  private var origin: Origin? {
    guard isLabeled, desiredBefore != nil || desiredAfter != nil else { return nil }
    let isDesired = [desiredBefore, desiredAfter].map { $0?.isAbsent == false }
    return isDesired == [before != nil, after != nil] ? .intent : .drift
  }

  /// Returns a difference with its effects, its origin, and the location in a manifest.
  private func labeled(_ change: FieldChange) -> FieldChange {
    let (left, right) = (desiredBefore?.managedField(at: change.field), desiredAfter?.managedField(at: change.field))
    let isDesired = [(left, change.before), (right, change.after)].allSatisfy { field, value in
      field.map { $0.isSatisfied(by: value) } ?? true
    }
    // No field of a preset that should not exist is intended.
    let origin: Origin? = absentLocation != nil ? .drift : (left ?? right) != nil ? isDesired ? .intent : .drift : nil
    var change = change.withEffects
    change.origin = isLabeled ? origin : nil
    change.location = absentLocation ?? (right ?? left)?.location
    return change
  }
}

extension DesiredPreset {
  /// Returns the declaration of a field; nil if the field is unmanaged.
  fileprivate func managedField(at path: FieldPath) -> DesiredField? {
    isAbsent || ignoresChanges(of: path) ? nil : field(at: path)
  }
}

extension DesiredField {
  fileprivate func isSatisfied(by observed: JSON?) -> Bool {
    value == nil ? Diff.isEffectivelyAbsent(observed, at: path) : Diff.areEqual(value, observed, at: path)
  }
}
