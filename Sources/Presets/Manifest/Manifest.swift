/// One manifest as it was written: a document for one preset, before anything is inherited.
public struct Manifest: Hashable, Sendable {
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
}
