import JSONValue
import Schema

extension JSON {
  /// Returns the value of a permission as text.
  /// - Parameter value: The value; nil if the field is not set.
  static func permissionText(_ value: JSON?) -> String {
    switch value {
    case nil: "not set"
    case .bool(let isAllowed): isAllowed ? "yes" : "no"
    case .string(let word): Self.words[word] ?? word
    case .some(let other): other.text(.canonical).shortened(to: 48)
    }
  }

  private static let words = [
    Access.allowed.rawValue: "yes", Access.canRequest.rawValue: "on request", Access.notAllowed.rawValue: "no",
    WaitingRoom.skip.rawValue: "no waiting", WaitingRoom.skipOnAccept.rawValue: "waits for approval",
    WaitingRoom.onPrivilegedUserEntry.rawValue: "waits for a host", RecorderType.none.rawValue: "none",
    RecorderType.recorder.rawValue: "recorder", RecorderType.livestreamer.rawValue: "livestreamer",
    PluginAccess.fullAccess.rawValue: "full access", PluginAccess.viewOnly.rawValue: "view only",
  ]
}

/// How much a permission allows.
enum PermissionLevel: Hashable, Sendable {
  case nothing, some, all, unknown

  init(_ value: JSON?, of field: FieldPath) {
    guard let value, let declaration = PresetSchema.current.declaration(at: field), !declaration.ranking.isEmpty,
      let rank = declaration.rank(of: value)
    else {
      self = .unknown
      return
    }
    self = rank == 0 ? .nothing : rank == declaration.ranking.count - 1 ? .all : .some
  }

  /// A symbol for the level.
  var symbol: String {
    switch self {
    case .nothing: "–"
    case .some: "?"
    case .all: "✓"
    case .unknown: "·"
    }
  }
}
