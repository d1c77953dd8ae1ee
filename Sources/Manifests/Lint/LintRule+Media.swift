import Diagnostics
import Schema

// Rules about media that have no effect, or not the expected one.
extension LintRule {
  static let media = [tooFewVideoTiles, unlimitedScreenshares, videoInAudioRoom, qualitiesWithoutLivestream]

  private static let tooFewVideoTiles = LintRule(
    "too-few-video-tiles", "A participant who publishes video must see at least two video tiles.",
    fields: ["config.max_video_streams", "permissions.media.video"],
    checks: """
      Presets that can publish video and set one of the `max_video_streams` fields to 0 or 1.
      """,
    reason: """
      The participant's own tile counts toward `max_video_streams`. With fewer than two tiles, no other participant is \
      visible. Audio is less affected: it is reported to arrive from four more participants than there are tiles.
      """,
    failingExample: """
      config:
        max_video_streams:
          desktop: 1
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    passingExample: """
      config:
        max_video_streams:
          desktop: 2
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    .perPreset { preset in
      guard preset.showsVideo else { return [] }
      let devices: [(String, Field<Int>)] = [
        ("desktop", schema.config.maxVideoStreams.desktop), ("mobile", schema.config.maxVideoStreams.mobile),
      ]
      return devices.flatMap { device, field -> [LintFinding] in
        guard let count = preset[field], count < 2 else { return [] }
        return preset.finding(
          at: field,
          "no other participant is visible on \(device): "
            + "\(counted(count, "video tile")), including the participant's own",
          hint: "set \(preset.setting(field, "2")) or more, or 'permissions.media.video.can_produce: NOT_ALLOWED'",
          explainedBy: [schema.permissions.media.video.canProduce])
      }
    })

  private static let unlimitedScreenshares = LintRule(
    "unlimited-screenshares", "'max_screenshare_count: 0' does not turn screen sharing off.",
    fields: ["config.max_screenshare_count", "permissions.media.screenshare"],
    checks: """
      Presets that can share their screen and set `max_screenshare_count: 0`.
      """,
    reason: """
      The UI Kit reads a `max_screenshare_count` of 0 as "no limit". To turn screen sharing off, set \
      `media.screenshare.can_produce: NOT_ALLOWED`.
      """,
    failingExample: """
      config:
        max_screenshare_count: 0
      permissions:
        media:
          screenshare: {can_produce: ALLOWED}
      """,
    passingExample: """
      config:
        max_screenshare_count: 0
      permissions:
        media:
          screenshare: {can_produce: NOT_ALLOWED}
      """,
    .perPreset { preset in
      guard preset[schema.config.maxScreenshareCount] == 0, preset[schema.config.viewType] != .audioRoom,
        let access = preset[schema.permissions.media.screenshare.canProduce], access != .notAllowed
      else { return [] }
      return preset.finding(
        at: schema.config.maxScreenshareCount,
        "'max_screenshare_count: 0' means no limit, and the preset allows screen shares",
        hint: "set the maximum number of screen shares, or 'permissions.media.screenshare.can_produce: NOT_ALLOWED'",
        explainedBy: [schema.permissions.media.screenshare.canProduce])
    })

  private static let videoInAudioRoom = LintRule(
    "video-in-audio-room", "An audio room must not use video or screen sharing.",
    fields: [
      "config.view_type", "config.media.video.simulcast", "permissions.media.video", "permissions.media.screenshare",
    ],
    checks: """
      Presets with `view_type: AUDIO_ROOM` that can publish video or screen shares, or that enable simulcast.
      """,
    reason: """
      Video, screen sharing, and simulcast have no effect in a meeting of type `AUDIO_ROOM`. Either these settings or \
      the meeting type is a mistake.
      """,
    failingExample: """
      config:
        view_type: AUDIO_ROOM
        media:
          video: {simulcast: false}
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    passingExample: """
      config:
        view_type: AUDIO_ROOM
        media:
          video: {simulcast: false}
      permissions:
        media:
          video: {can_produce: NOT_ALLOWED}
      """,
    .perPreset { preset in
      guard preset[schema.config.viewType] == .audioRoom else { return [] }
      var fields: [(String, any AnyField, String)] = preset.publishable.map {
        ($0.noun, $0.access, "NOT_ALLOWED")
      }
      fields.removeAll { $0.1.declaration.path == schema.permissions.media.audio.canProduce.path }
      if preset[schema.config.media.video.simulcast] == true {
        fields.append(("simulcast", schema.config.media.video.simulcast, "false"))
      }
      return fields.flatMap { noun, field, value in
        preset.finding(
          at: field, "an audio room ignores \(noun)",
          hint: "set \(preset.setting(field, value)), or change 'config.view_type'",
          explainedBy: [schema.config.viewType])
      }
    })

  private static let qualitiesWithoutLivestream = LintRule(
    "qualities-without-livestream", "'livestream_viewer_qualities' requires a livestream.",
    fields: ["config.view_type", "config.livestream_viewer_qualities"],
    checks: """
      Presets with `livestream_viewer_qualities` and a `view_type` other than `LIVESTREAM`.
      """,
    reason: """
      `livestream_viewer_qualities` lists the video heights, such as 360 and 720, that viewers of a livestream can \
      choose from. It has no effect in other types of meeting.
      """,
    failingExample: """
      config:
        view_type: WEBINAR
        livestream_viewer_qualities: [360, 720]
      permissions:
        stage_enabled: true
      """,
    passingExample: """
      config:
        view_type: LIVESTREAM
        livestream_viewer_qualities: [360, 720]
      permissions:
        can_livestream: true
      """,
    .perPreset { preset in
      guard let type = preset[schema.config.viewType], type != .livestream,
        preset[schema.config.livestreamViewerQualities]?.values?.isEmpty == false
      else { return [] }
      return preset.finding(
        at: schema.config.livestreamViewerQualities,
        "'livestream_viewer_qualities' has no effect: the meeting is not a livestream",
        hint: "remove 'config.livestream_viewer_qualities', or set 'config.view_type: LIVESTREAM'",
        explainedBy: [schema.config.viewType])
    })
}
