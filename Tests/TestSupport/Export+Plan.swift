import Authoring
import Diagnostics
import JSONValue
package import Manifests
package import Planning
package import Schema

extension ObservedState {
  /// The state of an app that has these presets, all of which were read.
  package init(_ presets: [Preset]) {
    let documents = presets.enumerated().map {
      ObservedPreset(id: "id-\($0)", name: ExactString($1.name), preset: $1)
    }
    self.init(listed: documents.map { ListedPreset(id: $0.id, name: $0.name) }, documents: documents)
  }
}

extension Export {
  /// Loads the exported manifests.
  package func loaded() -> LoadedManifests {
    let texts = files.map { ManifestText(Array($0.text.utf8), file: $0.name, format: .yaml) }
    let manifests = ManifestLoader(in: Repository.find(around: "."), allowsUnknownFields: true).load(texts)
    precondition(!manifests.diagnostics.containsErrors, manifests.text)
    return manifests
  }

  /// Plans the exported manifests against an observed state.
  package func plan(against observed: ObservedState) -> Plan {
    let environment = Environment(accountID: "a", appID: "b", baseURL: "local")
    return Planner.plan(environment, desired: loaded().state, observed: observed)
  }
}
