/// Lays what an environment says over the manifests of the same names, before anything is inherited.
///
/// So what lies over a base reaches every manifest that extends it, and a value tells where it is written: in the overlay.
enum Overlay {
  /// Lays layers over manifests.
  /// - Parameters:
  ///   - layers: The documents of each path that an environment names; later layers win.
  ///   - isWhole: Whether all manifests could be read. Where not, one that is missing may stand in a file that could not.
  static func lay(
    _ layers: [[Manifest]], over manifests: [Manifest], isWhole: Bool
  ) -> (manifests: [Manifest], diagnostics: [Diagnostic]) {
    guard !layers.isEmpty else { return (manifests, []) }
    var manifests = manifests
    var diagnostics: [Diagnostic] = []
    var places: [ExactString: Int] = [:]
    for (index, manifest) in manifests.enumerated() where places[ExactString(manifest.name.value)] == nil {
      places[ExactString(manifest.name.value)] = index
    }
    for layer in layers {
      diagnostics += NameRules.diagnostics(of: layer)
      for overlay in layer where !overlay.name.value.isEmpty {
        let index = places[ExactString(overlay.name.value)]
        if let fault = fault(of: overlay, over: index.map { manifests[$0] }, among: places.keys) {
          // What is wrong with its fields is wrong all the same.
          diagnostics += overlay.fieldDiagnostics
          if index != nil || isWhole { diagnostics.append(Diagnostic(fault, at: overlay.name)) }
        } else if let index {
          manifests[index] = manifests[index].overlaid(by: overlay)
        }
      }
    }
    return (manifests, diagnostics)
  }

  private static func fault(
    of overlay: Manifest, over manifest: Manifest?, among names: some Sequence<ExactString>
  ) -> Fault? {
    let name = overlay.name.value
    guard let manifest else {
      return .unknownOverlaid(name, nearest: Suggestion.nearest(to: name, among: names.map(\.text).sorted()))
    }
    return switch (manifest.purpose, overlay.purpose) {
    case (.absent, .present): .absentOverlaid(name)
    case (.abstract, .absent): .abstractAbsent(name)
    default: nil
    }
  }
}

extension Manifest {
  /// The manifest with what an overlay says laid over it.
  fileprivate func overlaid(by overlay: Manifest) -> Manifest {
    // What is wrong with a manifest is to be mended, also where its preset must not exist.
    let diagnostics = fieldDiagnostics + overlay.fieldDiagnostics
    guard overlay.purpose != .absent else {
      return Manifest(
        name: overlay.name, location: overlay.location, purpose: .absent, bases: [], previousNames: [],
        ignoredChanges: [], assignments: Assignments(), fieldDiagnostics: diagnostics)
    }
    var laid = assignments
    laid.lay(overlay.assignments)
    return Manifest(
      name: name, location: location, purpose: purpose, bases: bases, previousNames: previousNames,
      ignoredChanges: ignoredChanges, assignments: laid, fieldDiagnostics: diagnostics)
  }
}
