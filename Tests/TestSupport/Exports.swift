package import Presets

extension ObservedState {
  /// What there is where an app has these presets and all of them were read.
  package init(_ presets: [Preset]) {
    let documents = presets.enumerated().map {
      ObservedPreset(id: "id-\($0)", name: ExactString($1.name), preset: $1)
    }
    self.init(listed: documents.map { ListedPreset(id: $0.id, name: $0.name) }, documents: documents)
  }
}

extension Export {
  /// The manifests as they are read again.
  package func loaded() -> LoadedManifests {
    let texts = files.map { ManifestText(Array($0.text.utf8), file: $0.name, format: .yaml) }
    let manifests = ManifestLoader(in: RepositoryFolder(around: "."), allowsUnknownFields: true).load(texts)
    precondition(!manifests.diagnostics.containsErrors, manifests.text)
    return manifests
  }

  /// The plan of the manifests for an app in which there is what was observed.
  package func plan(against observed: ObservedState) -> Plan {
    let environment = Environment(accountID: "a", appID: "b", baseURL: "local")
    return Planner.plan(environment, desired: loaded().state, observed: observed)
  }
}
