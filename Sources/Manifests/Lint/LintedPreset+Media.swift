import JSONValue
import Schema

/// A medium that a participant can publish.
struct PublishedMedium {
  /// The name in messages.
  let noun: String
  /// The field that allows publishing it.
  let access: Field<Access>

  /// The path of the field within `permissions`.
  var shortPath: String { access.path.components.dropFirst().map(\.text).joined(separator: ".") }

  fileprivate static let all = [
    PublishedMedium(noun: "audio", access: LintRule.schema.permissions.media.audio.canProduce),
    PublishedMedium(noun: "video", access: LintRule.schema.permissions.media.video.canProduce),
    PublishedMedium(noun: "screen shares", access: LintRule.schema.permissions.media.screenshare.canProduce),
  ]
}

extension LintedPreset {
  /// Returns the media whose access is set and satisfies a condition.
  func media(where isIncluded: (Access) -> Bool) -> [PublishedMedium] {
    PublishedMedium.all.filter { self[$0.access].map(isIncluded) == true }
  }

  /// The media that a participant can publish, including on request.
  var publishable: [PublishedMedium] {
    media { $0 != .notAllowed }
  }

  /// Whether a participant can publish video, including on request, in a type of meeting that shows it.
  var showsVideo: Bool {
    guard let access = self[LintRule.schema.permissions.media.video.canProduce] else { return false }
    return access != .notAllowed && self[LintRule.schema.config.viewType] != .audioRoom
  }
}
