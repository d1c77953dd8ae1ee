import Diagnostics
import JSONValue

/// Merges the overlays of an environment over the manifests of the same names, before inheritance is resolved.
///
/// An overlay of a base therefore reaches every manifest that extends it. The location of an overridden value is in the
/// overlay.
enum Overlay {
  /// Returns the manifests with all overlays merged, and the problems.
  /// - Parameters:
  ///   - layers: The overlays of each path that the environment lists; later layers win.
  ///   - isComplete: Whether all manifests could be read. If not, unknown names are not reported, because an unread
  ///     file may declare them.
  static func merge(
    _ layers: [[Manifest]], into manifests: [Manifest], isComplete: Bool
  ) -> (manifests: [Manifest], diagnostics: [Diagnostic]) {
    guard !layers.isEmpty else { return (manifests, []) }
    var manifests = manifests
    var diagnostics: [Diagnostic] = []
    var indices: [ExactString: Int] = [:]
    for (index, manifest) in manifests.enumerated() where indices[ExactString(manifest.name.value)] == nil {
      indices[ExactString(manifest.name.value)] = index
    }
    for layer in layers {
      diagnostics += NameValidator.diagnostics(of: layer)
      for overlay in layer where !overlay.name.value.isEmpty {
        let index = indices[ExactString(overlay.name.value)]
        if let problem = problem(of: overlay, over: index.map { manifests[$0] }, among: indices.keys) {
          // The problems of its fields are reported in any case.
          diagnostics += overlay.fieldDiagnostics
          if index != nil || isComplete { diagnostics.append(Diagnostic(problem, at: overlay.name)) }
        } else if let index {
          manifests[index] = manifests[index].overlaid(by: overlay)
        }
      }
    }
    return (manifests, diagnostics)
  }

  private static func problem(
    of overlay: Manifest, over manifest: Manifest?, among names: some Sequence<ExactString>
  ) -> Problem? {
    let name = overlay.name.value
    guard let manifest else {
      return .unknownOverlayTarget(name, nearest: Suggestion.nearest(to: name, among: names.map(\.text).sorted()))
    }
    return switch (manifest.kind, overlay.kind) {
    case (.absent, .present): .absentOverlayTarget(name)
    case (.abstract, .absent): .abstractAbsent(name)
    default: nil
    }
  }
}

extension Manifest {
  /// Returns the manifest with the fields of an overlay merged over its own.
  fileprivate func overlaid(by overlay: Manifest) -> Manifest {
    // Problems in a manifest are reported even if an overlay sets 'state: absent'.
    let diagnostics = fieldDiagnostics + overlay.fieldDiagnostics
    guard overlay.kind != .absent else {
      return Manifest(
        name: overlay.name, location: overlay.location, kind: .absent, bases: [], previousNames: [],
        ignoredChanges: [], assignments: Assignments(), fieldDiagnostics: diagnostics)
    }
    var merged = assignments
    merged.merge(overlay.assignments)
    return Manifest(
      name: name, location: location, kind: kind, bases: bases, previousNames: previousNames,
      ignoredChanges: ignoredChanges, assignments: merged, fieldDiagnostics: diagnostics)
  }
}
