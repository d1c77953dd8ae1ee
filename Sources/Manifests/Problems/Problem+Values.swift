package import Diagnostics
package import Schema

extension Problem {
  package static func missingValue(_ type: FieldType) -> Problem {
    Problem(.missingValue, "missing value: expected \(type.expected)", hint: type.hint(found: .nothing))
  }

  package static func wrongType(expected type: FieldType, found: FoundValue) -> Problem {
    Problem(.wrongType, "expected \(type.expected), found \(found.description)", hint: type.hint(found: found))
  }

  package static func wrongShape(expected: ExpectedShape, found: FoundValue) -> Problem {
    Problem(
      .wrongType, "expected \(expected.description), found \(found.description)",
      hint: expected == .mapping && found == .nothing ? "remove the key, or indent its fields below it" : nil)
  }

  package static func invalidValue(_ message: String, hint: String? = nil) -> Problem {
    Problem(.invalidValue, message, hint: hint)
  }

  package static func settingWithoutEffect(_ message: String) -> Problem { Problem(.settingWithoutEffect, message) }
}

/// The values that a key other than a field accepts.
package enum ExpectedShape: Hashable, Sendable {
  case mapping
  case nameOrNames
  case paths
  case patterns
  case namePatterns

  var description: String {
    switch self {
    case .mapping: "a mapping"
    case .nameOrNames: "a name or a list of names"
    case .paths: "a path or a list of paths"
    case .patterns: "a list of fields"
    case .namePatterns: "a list of names, which can contain '*', '?', and '[…]'"
    }
  }
}
