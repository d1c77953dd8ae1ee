/// One of the three things that a participant may publish.
struct PublishedMedium {
  /// What it is called.
  let noun: String
  /// The field that says whether it may be published.
  let access: Field<Access>

  fileprivate static let all = [
    PublishedMedium(noun: "sound", access: schema.permissions.media.audio.canProduce),
    PublishedMedium(noun: "video", access: schema.permissions.media.video.canProduce),
    PublishedMedium(noun: "the screen", access: schema.permissions.media.screenshare.canProduce),
  ]
}

extension LintedPreset {
  /// The media whose access is set, and is such.
  func media(where isSuch: (Access) -> Bool) -> [PublishedMedium] {
    PublishedMedium.all.filter { self[$0.access].map(isSuch) == true }
  }

  /// The media that a participant may publish, be it on request.
  var publishable: [PublishedMedium] {
    media { $0 != .notAllowed }
  }

  /// Whether a participant may publish video, be it on request, in a kind of meeting that shows it.
  var showsVideo: Bool {
    guard let access = self[schema.permissions.media.video.canProduce] else { return false }
    return access != .notAllowed && self[schema.config.viewType] != .audioRoom
  }
}

extension [String] {
  /// The words in a row: `a, b and c`.
  var words: String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}
