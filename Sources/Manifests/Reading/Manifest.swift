package import Diagnostics

/// A manifest as written: a document for one preset, before inheritance is resolved.
package struct Manifest: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The preset must exist.
    case present
    /// The manifest is only a base for others.
    case abstract
    /// The preset must not exist.
    case absent
  }

  /// The preset's name; empty if the document has none, which is reported.
  package let name: Located<String>
  /// The first token of the document.
  package let location: Location
  package let kind: Kind
  /// The manifests to inherit from; later ones win.
  package let bases: [Located<String>]
  /// Names under which the preset may exist remotely, and from which it is renamed.
  package let previousNames: [Located<String>]
  /// Fields that are set on create and ignored afterward.
  package let ignoredChanges: [Located<FieldPattern>]
  /// The document's own assignments.
  package let assignments: Assignments
  /// Problems of the fields, which every manifest that inherits them shares.
  package let fieldDiagnostics: [Diagnostic]
}
