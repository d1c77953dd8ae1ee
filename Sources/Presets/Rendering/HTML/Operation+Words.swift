extension Operation.Action {
  /// What will be done, in one word for people.
  var future: String {
    switch self {
    case .create: "new"
    case .update: "will change"
    case .rename: "will be renamed"
    case .delete: "will be deleted"
    }
  }

  /// What was done.
  var past: String {
    switch self {
    case .create: "added"
    case .update: "changed"
    case .rename: "renamed"
    case .delete: "deleted"
    }
  }
}

extension Origin {
  /// Where a change comes from, in words.
  var words: String {
    switch self {
    case .intent: "this branch"
    case .drift: "drift: the app was changed"
    }
  }
}
