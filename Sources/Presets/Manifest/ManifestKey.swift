/// The keys of a document beside the groups of fields.
public enum ManifestKey: String, CaseIterable, Sendable {
  case name, extends, abstract, previously, state
  case ignoreChanges = "ignore_changes"

  /// What the key takes.
  package var takes: String {
    switch self {
    case .name: "text without control characters, which neither begins nor ends with a space"
    case .extends: "a name, or a list of names"
    case .abstract: "true or false"
    case .previously: "a name, or a list of names"
    case .state: "absent"
    case .ignoreChanges: "a list of patterns over fields, in which * stands for any text"
    }
  }

  /// What the key says.
  package var meaning: String {
    switch self {
    case .name: "The preset's name, by which applications refer to it. Unique, and compared exactly."
    case .extends: "Manifests to inherit fields from. Later ones win, then come the document's own fields."
    case .abstract: "Only a base for others: never created, and it need not be whole."
    case .previously: "What the preset was called. Found under an old name, it is renamed and keeps its id."
    case .state: "The preset must not exist: it is deleted if it does. Only the name may stand beside it."
    case .ignoreChanges: "Fields that are set when the preset is created and left alone afterwards."
    }
  }

  /// How the key is written.
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
