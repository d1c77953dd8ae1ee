import JSONValue
import OrderedCollections
import Schema

/// A seed body that the API would reject.
package struct SeedError: Error, Hashable, Sendable {
  /// The name in the body; empty if it has none.
  package let name: String
  /// The reasons why the API would reject it.
  package let reasons: [String]

  /// Checks a body; nil if it is valid.
  init?(_ body: Preset, among presets: [StoredPreset]) {
    let isTaken = presets.contains { $0.document.document["name"] == body.document["name"] }
    reasons =
      BodyValidator.issues(ofComplete: body.document).map { "\($0.path): \($0.message)" }
      + (isTaken ? ["name: duplicate"] : [])
    guard !reasons.isEmpty else { return nil }
    name = body.name
  }
}
