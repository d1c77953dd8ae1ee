package import Diagnostics
import Schema

extension Problem {
  static func notAProject(_ found: FoundValue) -> Problem {
    Problem(.wrongType, "the project file must be a mapping, not \(found.description)")
  }

  static let secondDocument = Problem(.secondDocument, "the project file must contain a single document")

  package static func unknownKey(_ key: String, known: [String]) -> Problem {
    Problem(
      .unknownKey, "unknown key '\(key)'" + didYouMean(Suggestion.nearest(to: key, among: known)),
      hint: "known keys: " + known.joined(separator: ", "))
  }

  static func unknownRule(_ id: String, nearest: String?) -> Problem {
    Problem(
      .unknownRule, "unknown lint rule '\(id)'" + didYouMean(nearest),
      hint: nearest == nil ? "only lint rules have a severity; other problems are always errors" : nil)
  }

  static func unsupportedVersion(_ version: String) -> Problem {
    Problem(
      .unsupportedVersion, "unsupported project file version \(version): this presetctl supports version 1")
  }

  static func invalidID(_ text: String) -> Problem {
    Problem(
      .invalidValue, "'\(text)' is not a valid id: only letters, digits, '_', and '-' are allowed",
      hint: "copy the id from the dashboard: an account id has 32 hexadecimal digits, an app id is a UUID")
  }

  static func invalidAddress(_ error: BaseURLError) -> Problem {
    Problem(.invalidValue, "the URL \(error.message)", hint: error.hint)
  }

  static func invalidLimit(_ text: String) -> Problem {
    Problem(.invalidValue, "expected a whole number or a percentage up to 100%, found '\(text)'")
  }
}
