package import Diagnostics
package import JSONValue
package import Schema

/// The presets that the manifests declare, and how an environment treats all others.
package struct DesiredState: Hashable, Sendable {
  /// The declared presets sorted by name, including those that must not exist.
  package let presets: [DesiredPreset]
  /// How presets that no manifest declares are treated.
  package var scope = Scope()
  /// The presets that a plan covers.
  package var selection = Selection()
  private let indices: [ExactString: Int]

  /// Creates a state from presets in any order.
  package init(_ presets: [DesiredPreset]) {
    self.presets = presets.sorted { $0.name < $1.name }
    indices = Dictionary(self.presets.enumerated().map { ($1.name, $0) }) { first, _ in first }
  }

  /// The declared preset of a name; nil if no manifest declares it.
  package subscript(name: ExactString) -> DesiredPreset? { indices[name].map { presets[$0] } }

  package func declares(_ name: ExactString) -> Bool { indices[name] != nil }

  /// Returns whether a plan covers a preset, under its name or a previous one.
  package func selects(_ preset: DesiredPreset) -> Bool { selection.includes(preset.names) }

  /// The presets that a plan covers.
  package var selectedPresets: [DesiredPreset] { presets.filter(selects) }
}

/// A preset as its manifest and its bases declare it.
package struct DesiredPreset: Hashable, Sendable {
  private let manifest: Manifest
  /// Whether no field has a problem, and none is missing.
  package let isValid: Bool
  /// The assignments of the manifest and its bases, without invalid ones.
  package let assignments: Assignments

  /// - Parameter assignments: The manifest's assignments merged into those of its bases.
  init(_ manifest: Manifest, _ assignments: Assignments, isValid: Bool) {
    self.manifest = manifest
    self.assignments = assignments
    self.isValid = isValid
  }

  package var name: ExactString { ExactString(manifest.name.value) }
  /// The first token of the preset's own document.
  package var location: Location { manifest.location }
  /// Whether the preset must not exist.
  package var isAbsent: Bool { manifest.kind == .absent }
  /// Names under which the preset may exist remotely.
  package var previousNames: [Located<String>] { manifest.previousNames }
  /// The name and all previous ones.
  package var names: [ExactString] { [name] + previousNames.map { ExactString($0.value) } }

  /// Returns whether a field is set on create and ignored afterward.
  package func ignoresChanges(of path: FieldPath) -> Bool {
    manifest.ignoredChanges.contains { $0.value.covers(path) }
  }

  /// The fields that are set, in the API's order.
  package var fields: [DesiredField] { assignments.all.map(field) }

  /// Returns the desired value of a field; nil if no manifest sets it.
  package func field(at path: FieldPath) -> DesiredField? { assignments[path].map { field(path, $0) } }

  private func field(_ path: FieldPath, _ assignment: Assignment) -> DesiredField {
    DesiredField(
      path: path, value: assignment.content.value, location: assignment.location, width: assignment.width,
      isInherited: manifest.assignments[path] == nil)
  }
}

/// A field as the manifests declare it.
package struct DesiredField: Hashable, Sendable {
  package let path: FieldPath
  /// The value; nil if the field must not exist.
  package let value: JSON?
  /// The location of the value, in the preset's own manifest or in a base.
  package let location: Location
  /// The width of the value in columns.
  package let width: Int
  /// Whether the value is in a base.
  package let isInherited: Bool
}
