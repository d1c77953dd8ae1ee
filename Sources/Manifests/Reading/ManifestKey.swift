/// The keys of a manifest that are not groups of fields.
package enum ManifestKey: String, CaseIterable, Sendable {
  case name, extends, abstract, previously, state
  case ignoreChanges = "ignore_changes"

  /// The values that the key accepts.
  package var acceptedValues: String {
    switch self {
    case .name: "text without control characters and without leading or trailing spaces"
    case .extends: "a name or a list of names"
    case .abstract: "true or false"
    case .previously: "a name or a list of names"
    case .state: "absent"
    case .ignoreChanges: "a list of field patterns, in which * matches any text"
    }
  }

  /// The meaning of the key.
  package var meaning: String {
    switch self {
    case .name: "The name of the preset, which applications refer to. Must be unique; case matters."
    case .extends: "Manifests to inherit fields from. Later ones win; the manifest's own fields override all of them."
    case .abstract: "Whether the manifest is only a base for others. It is never created, and may be incomplete."
    case .previously: "Previous names of the preset. A preset found under one of them is renamed and keeps its id."
    case .state: "Set to absent to delete the preset. Only 'name' is allowed with it."
    case .ignoreChanges: "Fields that are set when the preset is created, and ignored afterward."
    }
  }

  /// An example of the key.
  package var example: String {
    switch self {
    case .name: "name: class-host"
    case .extends: "extends: [base, moderator]"
    case .abstract: "abstract: true"
    case .previously: "previously: host"
    case .state: "state: absent"
    case .ignoreChanges: "ignore_changes: [ui.*]"
    }
  }
}
