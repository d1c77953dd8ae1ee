import OrderedCollections
import Presets

/// A body that an emulator cannot start with, because the API would refuse it.
public struct SeedProblem: Error, Hashable, Sendable {
  /// The name in the body; empty where it has none.
  public let name: String
  /// Why the API would refuse it.
  public let reasons: [String]

  /// What is wrong with a body; nil where nothing is.
  init?(_ body: Preset, among presets: [StoredPreset]) {
    let isTaken = presets.contains { $0.document.document["name"] == body.document["name"] }
    reasons =
      BodyValidator.issues(ofWhole: body.document).map { "\($0.path): \($0.message)" }
      + (isTaken ? ["name: stands twice"] : [])
    guard !reasons.isEmpty else { return nil }
    name = body.name
  }
}
