/// Why a text cannot be the name of a preset or an environment.
enum NameError: Error, Hashable, Sendable {
  case empty
  case controlCharacter
  case outerSpace

  /// Checks a name; nil if it is valid.
  init?(_ name: String) {
    guard let first = name.unicodeScalars.first, let last = name.unicodeScalars.last else {
      self = .empty
      return
    }
    if name.unicodeScalars.contains(where: { !(" "..."~").contains($0) && $0.properties.generalCategory == .control }) {
      self = .controlCharacter
    } else if first.properties.isWhitespace || last.properties.isWhitespace {
      self = .outerSpace
    } else {
      return nil
    }
  }

  var message: String {
    switch self {
    case .empty: "a name cannot be empty"
    case .controlCharacter: "a name cannot contain control characters"
    case .outerSpace: "a name cannot start or end with a space"
    }
  }
}
