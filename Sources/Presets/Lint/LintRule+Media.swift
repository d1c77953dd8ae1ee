// What is sent and shown, and whether it can be.
extension LintRule {
  static let media = [onlyOwnTile, unlimitedScreenshares, videoInAudioRoom, qualitiesWithoutLivestream]

  private static let onlyOwnTile = LintRule(
    "only-own-tile", "Who shows themselves sees others, too.",
    about: ["config.max_video_streams", "permissions.media.video"],
    reason: """
      `max_video_streams` counts the own tile. With 0 or 1 of them a participant who may show a video sees nobody else. Sound \
      is reported to arrive from this many people and four more.
      """,
    bad: """
      config:
        max_video_streams:
          desktop: 1
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    good: """
      config:
        max_video_streams:
          desktop: 2
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    .each { preset in
      guard preset.showsVideo else { return [] }
      let devices: [(String, Field<Int>)] = [
        ("desktops", schema.config.maxVideoStreams.desktop), ("mobiles", schema.config.maxVideoStreams.mobile),
      ]
      return devices.flatMap { device, field -> [LintFinding] in
        guard let count = preset[field], count < 2 else { return [] }
        return preset.finding(
          at: field, "\(counted(count, "video tile")) on \(device), and the own one counts: nobody else is seen",
          hint: "write \(preset.words(field, "2")) or more, or 'permissions.media.video.can_produce: NOT_ALLOWED'",
          because: [schema.permissions.media.video.canProduce])
      }
    })

  private static let unlimitedScreenshares = LintRule(
    "unlimited-screenshares", "To turn off screen shares, forbid them.",
    about: ["config.max_screenshare_count", "permissions.media.screenshare"],
    reason: """
      The UI Kit reads a `max_screenshare_count` of 0 as "no limit". What turns screen shares off is \
      `media.screenshare.can_produce: NOT_ALLOWED`. With both a 0 and the permission, any number of screens is shown at once.
      """,
    bad: """
      config:
        max_screenshare_count: 0
      permissions:
        media:
          screenshare: {can_produce: ALLOWED}
      """,
    good: """
      config:
        max_screenshare_count: 0
      permissions:
        media:
          screenshare: {can_produce: NOT_ALLOWED}
      """,
    .each { preset in
      guard preset[schema.config.maxScreenshareCount] == 0, preset[schema.config.viewType] != .audioRoom,
        let access = preset[schema.permissions.media.screenshare.canProduce], access != .notAllowed
      else { return [] }
      return preset.finding(
        at: schema.config.maxScreenshareCount,
        "'max_screenshare_count: 0' means no limit on screen shares, and they may be published",
        hint: "write how many may be shared at once, or 'permissions.media.screenshare.can_produce: NOT_ALLOWED'",
        because: [schema.permissions.media.screenshare.canProduce])
    })

  private static let videoInAudioRoom = LintRule(
    "video-in-audio-room", "An audio room has only sound.",
    about: [
      "config.view_type", "config.media.video.simulcast", "permissions.media.video", "permissions.media.screenshare",
    ],
    reason: """
      In a meeting of the kind `AUDIO_ROOM` nobody is seen: video, screen shares and simulcast do nothing there. Either they \
      are not meant, or the kind of the meeting is not.
      """,
    bad: """
      config:
        view_type: AUDIO_ROOM
        media:
          video: {simulcast: false}
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    good: """
      config:
        view_type: AUDIO_ROOM
        media:
          video: {simulcast: false}
      permissions:
        media:
          video: {can_produce: NOT_ALLOWED}
      """,
    .each { preset in
      guard preset[schema.config.viewType] == .audioRoom else { return [] }
      var fields: [(String, any AnyField, String)] = preset.publishable.map {
        ($0.noun, $0.access, "NOT_ALLOWED")
      }
      fields.removeAll { $0.1.declaration == schema.permissions.media.audio.canProduce.declaration }
      if preset[schema.config.media.video.simulcast] == true {
        fields.append(("simulcast", schema.config.media.video.simulcast, "false"))
      }
      return fields.flatMap { noun, field, value in
        preset.finding(
          at: field, "\(noun == "the screen" ? "a screen share" : noun) does nothing in an audio room",
          hint: "write \(preset.words(field, value)), or another 'config.view_type'", because: [schema.config.viewType])
      }
    })

  private static let qualitiesWithoutLivestream = LintRule(
    "qualities-without-livestream", "Only viewers of a livestream choose a quality.",
    about: ["config.view_type", "config.livestream_viewer_qualities"],
    reason: """
      `livestream_viewer_qualities` are the heights, such as 360 and 720, among which the viewer of a livestream may choose. In \
      any other kind of meeting they do nothing.
      """,
    bad: """
      config:
        view_type: WEBINAR
        livestream_viewer_qualities: [360, 720]
      permissions:
        stage_enabled: true
      """,
    good: """
      config:
        view_type: LIVESTREAM
        livestream_viewer_qualities: [360, 720]
      permissions:
        can_livestream: true
      """,
    .each { preset in
      guard let type = preset[schema.config.viewType], type != .livestream,
        preset[schema.config.livestreamViewerQualities]?.values?.isEmpty == false
      else { return [] }
      return preset.finding(
        at: schema.config.livestreamViewerQualities, "qualities of a livestream, in a meeting that is none",
        hint: "remove 'config.livestream_viewer_qualities', or write 'config.view_type: LIVESTREAM'",
        because: [schema.config.viewType])
    })
}
