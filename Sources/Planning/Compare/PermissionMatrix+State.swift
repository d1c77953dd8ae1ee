package import Manifests
import Schema

extension PermissionMatrix {
  /// Creates a table of declared presets, with the fields that their manifests set.
  package init(_ desired: DesiredState) {
    self.init(
      desired.presets.filter { !$0.isAbsent && desired.selects($0) }.map { preset in
        var document = Preset()
        for field in preset.fields { document[field.path] = field.value }
        return Column(name: preset.name, action: nil, preset: document, changes: [:])
      })
  }

  /// Creates a table of observed presets.
  package init(_ observed: ObservedState) {
    self.init(
      observed.documents.values.sorted { $0.name < $1.name }.map { preset in
        Column(name: preset.name, action: nil, preset: preset.preset, changes: [:])
      })
  }
}
