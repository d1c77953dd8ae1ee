import OrderedCollections
package import Presets

extension DesiredState {
  /// What manifests want that are given as texts, each a YAML file of its own called `1.yaml`, `2.yaml` and so on.
  package init(yaml texts: String...) {
    self.init(manifests: texts)
  }

  /// What a list of such manifests wants.
  package init(manifests texts: [String]) {
    let manifests = LoadedManifests(yaml: texts)
    precondition(manifests.diagnostics.isEmpty, manifests.text)
    self = manifests.state
  }

  /// What manifests want that are given as bodies.
  package init(bodies: [Preset]) {
    let texts = bodies.enumerated().map { index, body in
      ManifestText(Array(JSON.object(body.document).text().utf8), file: "\(index).json", format: .json)
    }
    let manifests = ManifestLoader(in: RepositoryFolder(around: ".")).load(texts)
    precondition(manifests.diagnostics.isEmpty, manifests.text)
    self = manifests.state
  }
}

extension LoadedManifests {
  /// What is loaded from texts, each a YAML file of its own called `1.yaml`, `2.yaml` and so on.
  /// - Parameters:
  ///   - layers: What is laid over them, each a list of files called `layer-1/1.yaml` and so on.
  ///   - lint: How grave the lint rules are taken; nil for not to look at them.
  package init(
    yaml texts: [String], layers: [[String]] = [], allowsUnknownFields: Bool = false, lint: LintLevels? = nil
  ) {
    func files(_ texts: [String], in folder: String = "") -> [ManifestText] {
      texts.enumerated().map { index, text in
        ManifestText(Array(text.utf8), file: "\(folder)\(index + 1).yaml", format: .yaml)
      }
    }
    let folder = RepositoryFolder(around: ".")
    self = ManifestLoader(in: folder, allowsUnknownFields: allowsUnknownFields, lint: lint).load(
      files(texts), layers: layers.enumerated().map { files($1, in: "layer-\($0 + 1)/") })
  }

  /// The diagnostics as a person sees them.
  package var text: String {
    DiagnosticText(ink: Ink(isOn: false)) { $0 }.text(diagnostics)
  }
}

extension Preset {
  /// The preset with another name.
  package func named(_ name: String) -> Preset {
    var preset = self
    preset.document["name"] = .string(name)
    return preset
  }
}
