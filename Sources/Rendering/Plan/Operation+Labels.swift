import Manifests
import Planning

extension Operation.Action {
  /// The planned action, as a label.
  var plannedLabel: String {
    switch self {
    case .create: "new"
    case .update: "will change"
    case .rename: "will be renamed"
    case .delete: "will be deleted"
    }
  }

  /// The completed action, as a past participle.
  var pastParticiple: String {
    switch self {
    case .create: "added"
    case .update: "changed"
    case .rename: "renamed"
    case .delete: "deleted"
    }
  }
}

extension Origin {
  /// The origin, as text.
  var words: String {
    switch self {
    case .intent: "this branch"
    case .drift: "drift (changed in the app)"
    }
  }
}
