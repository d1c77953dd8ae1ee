import JSONValue
package import Manifests
import OrderedCollections
import Rendering
package import Schema

extension DesiredState {
  /// The desired state of manifests that are given as YAML texts. The files are named `1.yaml`, `2.yaml` and so on.
  package init(yaml texts: String...) {
    self.init(manifests: texts)
  }

  /// The desired state of manifests that are given as an array of YAML texts.
  package init(manifests texts: [String]) {
    let manifests = LoadedManifests(yaml: texts)
    precondition(manifests.diagnostics.isEmpty, manifests.text)
    self = manifests.state
  }

  /// The desired state of manifests that set every field of the given presets.
  package init(presets: [Preset]) {
    let texts = presets.enumerated().map { index, preset in
      ManifestText(Array(JSON.object(preset.document).text().utf8), file: "\(index).json", format: .json)
    }
    let manifests = ManifestLoader(in: Repository.find(around: ".")).load(texts)
    precondition(manifests.diagnostics.isEmpty, manifests.text)
    self = manifests.state
  }
}

extension LoadedManifests {
  /// The manifests loaded from YAML texts. The files are named `1.yaml`, `2.yaml` and so on.
  /// - Parameters:
  ///   - layers: The overlays, each an array of files named `layer-1/1.yaml` and so on.
  ///   - lint: The severity of the lint rules, or nil to skip linting.
  package init(
    yaml texts: [String], layers: [[String]] = [], allowsUnknownFields: Bool = false, lint: LintLevels? = nil
  ) {
    func files(_ texts: [String], in folder: String = "") -> [ManifestText] {
      texts.enumerated().map { index, text in
        ManifestText(Array(text.utf8), file: "\(folder)\(index + 1).yaml", format: .yaml)
      }
    }
    let repository = Repository.find(around: ".")
    self = ManifestLoader(in: repository, allowsUnknownFields: allowsUnknownFields, lint: lint).load(
      files(texts), layers: layers.enumerated().map { files($1, in: "layer-\($0 + 1)/") })
  }

  /// The diagnostics as shown on the terminal.
  package var text: String {
    DiagnosticText(style: TextStyler(isOn: false)) { $0 }.text(diagnostics)
  }
}

extension Preset {
  /// Returns the preset under another name.
  package func named(_ name: String) -> Preset {
    var preset = self
    preset.document["name"] = .string(name)
    return preset
  }
}
