extension JSON {
  /// The value of a permission as a person would say it; nil stands for a field that is not set.
  static func permissionWords(_ value: JSON?) -> String {
    switch value {
    case nil: "not set"
    case .bool(let isAllowed): isAllowed ? "yes" : "no"
    case .string(let word): Self.words[word] ?? word
    case .some(let other): other.text(.canonical).shortened(to: 48)
    }
  }

  private static let words = [
    Access.allowed.rawValue: "yes", Access.canRequest.rawValue: "may ask", Access.notAllowed.rawValue: "no",
    WaitingRoom.skip.rawValue: "does not wait", WaitingRoom.skipOnAccept.rawValue: "waits to be let in",
    WaitingRoom.onPrivilegedUserEntry.rawValue: "waits for a host", RecorderType.none.rawValue: "none",
    RecorderType.recorder.rawValue: "recorder", RecorderType.livestreamer.rawValue: "livestreamer",
    PluginAccess.fullAccess.rawValue: "full access", PluginAccess.viewOnly.rawValue: "view only",
  ]
}

/// How much a permission lets participants do.
enum PermissionExtent: Hashable, Sendable {
  case nothing, some, all, unknown

  /// The extent of a field's value.
  init(_ value: JSON?, of field: FieldPath) {
    guard let value, let declaration = PresetSchema.current.declaration(at: field), !declaration.ladder.isEmpty,
      let rank = declaration.rank(value)
    else {
      self = .unknown
      return
    }
    self = rank == 0 ? .nothing : rank == declaration.ladder.count - 1 ? .all : .some
  }

  /// The sign that stands before the words.
  var sign: String {
    switch self {
    case .nothing: "–"
    case .some: "?"
    case .all: "✓"
    case .unknown: "·"
    }
  }
}
