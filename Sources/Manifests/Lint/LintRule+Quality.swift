import Schema

// Rules from Cloudflare's guide on media quality.
extension LintRule {
  static let quality = [gridWithoutSimulcast, needlessSimulcast, fastScreenshare]

  private static let gridWithoutSimulcast = LintRule(
    "grid-without-simulcast", "Enable simulcast for grids of nine or more tiles.", level: .note,
    fields: ["config.max_video_streams.desktop", "config.media.video.quality", "config.media.video.simulcast"],
    checks: """
      Presets that can publish video in `hd`, `fhd`, or `uhd` quality without simulcast, and show nine or more tiles \
      on desktop (`max_video_streams.desktop`).
      """,
    reason: """
      In a grid of nine tiles, each tile is small. Without simulcast, a camera sends a single large picture, and \
      participants download it for every small tile. With simulcast, the camera sends a small picture as well. \
      Alternatively, `vga` quality is enough for a ninth of the screen.
      """,
    failingExample: """
      config:
        max_video_streams: {desktop: 9}
        media:
          video: {quality: hd, simulcast: false}
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    passingExample: """
      config:
        max_video_streams: {desktop: 9}
        media:
          video: {quality: vga, simulcast: true}
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    .perPreset { preset in
      guard preset.showsVideo, let tiles = preset[schema.config.maxVideoStreams.desktop], tiles >= 9,
        let quality = preset[schema.config.media.video.quality], [.hd, .fhd, .uhd].contains(quality),
        preset[schema.config.media.video.simulcast] != true
      else { return [] }
      return preset.finding(
        at: schema.config.media.video.quality,
        "\(tiles) tiles are received in \(quality.rawValue): without simulcast, cameras send nothing smaller",
        hint: "set 'config.media.video.simulcast: true', or 'config.media.video.quality: vga'",
        explainedBy: [schema.config.maxVideoStreams.desktop, schema.config.media.video.simulcast])
    })

  private static let needlessSimulcast = LintRule(
    "needless-simulcast", "Disable simulcast for meetings of two participants.", level: .note,
    fields: ["config.max_video_streams", "config.media.video.simulcast"],
    checks: """
      Presets that can publish video with simulcast, and set both `max_video_streams` fields to 2.
      """,
    reason: """
      Simulcast sends several pictures, so that each receiver gets one that fits. With two tiles, there is only one \
      receiver, who shows the picture large: a single `hd` picture is better than several that share the bandwidth.
      """,
    failingExample: """
      config:
        max_video_streams: {desktop: 2, mobile: 2}
        media:
          video: {quality: hd, simulcast: true}
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    passingExample: """
      config:
        max_video_streams: {desktop: 2, mobile: 2}
        media:
          video: {quality: hd, simulcast: false}
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    .perPreset { preset in
      guard preset.showsVideo, preset[schema.config.media.video.simulcast] == true,
        preset[schema.config.maxVideoStreams.desktop] == 2, preset[schema.config.maxVideoStreams.mobile] == 2
      else { return [] }
      return preset.finding(
        at: schema.config.media.video.simulcast,
        "simulcast has no benefit: only one other participant receives the video",
        hint: "set 'config.media.video.simulcast: false'",
        explainedBy: [schema.config.maxVideoStreams.desktop, schema.config.maxVideoStreams.mobile])
    })

  private static let fastScreenshare = LintRule(
    "high-screenshare-frame-rate", "Share slides at 15 frames per second or less.", level: .note,
    fields: ["config.media.screenshare.frame_rate", "permissions.media.screenshare"],
    checks: """
      Presets that can share their screen at a `media.screenshare.frame_rate` above 15.
      """,
    reason: """
      Slides and documents rarely change. A rate of 5 to 15 frames per second is enough for them, and leaves more \
      bandwidth for a sharp picture. Higher rates are for films and games.
      """,
    failingExample: """
      config:
        media:
          screenshare: {frame_rate: 30}
      permissions:
        media:
          screenshare: {can_produce: ALLOWED}
      """,
    passingExample: """
      config:
        media:
          screenshare: {frame_rate: 15}
      permissions:
        media:
          screenshare: {can_produce: ALLOWED}
      """,
    .perPreset { preset in
      guard let rate = preset[schema.config.media.screenshare.frameRate], rate > 15,
        let access = preset[schema.permissions.media.screenshare.canProduce], access != .notAllowed,
        preset[schema.config.viewType] != .audioRoom
      else { return [] }
      return preset.finding(
        at: schema.config.media.screenshare.frameRate, "the frame rate is higher than slides need",
        hint: "set it to 15 or less, unless participants share films or games")
    })
}
