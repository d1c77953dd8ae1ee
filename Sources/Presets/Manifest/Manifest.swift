/// One manifest as it was written: a document for one preset, before anything is inherited.
///
/// An object, since what it says is handed on and never changed.
public final class Manifest: Sendable {
  /// What a manifest is for.
  public enum Purpose: Hashable, Sendable {
    /// The preset shall exist.
    case present
    /// Only a base for others.
    case abstract
    /// The preset shall not exist.
    case absent
  }

  /// The preset's name; empty where the document has none, which is reported.
  public let name: Located<String>
  /// The first token of the document.
  public let location: Location
  /// What the manifest is for.
  public let purpose: Purpose
  /// The manifests to inherit from; later ones win.
  public let bases: [Located<String>]
  /// Names under which the preset may exist remotely, to be renamed.
  public let previousNames: [Located<String>]
  /// Fields that are set when the preset is created and left alone afterwards.
  public let ignoredChanges: [Located<FieldPattern>]
  /// What the document itself says of the fields.
  public let assignments: Assignments
  /// What is wrong with the fields, and so with those of every manifest that inherits them.
  public let fieldDiagnostics: [Diagnostic]

  init(
    name: Located<String>, location: Location, purpose: Purpose, bases: [Located<String>],
    previousNames: [Located<String>], ignoredChanges: [Located<FieldPattern>], assignments: Assignments,
    fieldDiagnostics: [Diagnostic]
  ) {
    self.name = name
    self.location = location
    self.purpose = purpose
    self.bases = bases
    self.previousNames = previousNames
    self.ignoredChanges = ignoredChanges
    self.assignments = assignments
    self.fieldDiagnostics = fieldDiagnostics
  }
}

extension Manifest: Hashable {
  public static func == (left: Manifest, right: Manifest) -> Bool {
    (left.name, left.location, left.purpose, left.bases) == (right.name, right.location, right.purpose, right.bases)
      && (left.previousNames, left.ignoredChanges) == (right.previousNames, right.ignoredChanges)
      && (left.assignments, left.fieldDiagnostics) == (right.assignments, right.fieldDiagnostics)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(location)
  }
}
