// What the guide on the quality of media advises.
extension LintRule {
  static let quality = [gridWithoutSimulcast, needlessSimulcast, fastScreenshare]

  private static let gridWithoutSimulcast = LintRule(
    "grid-without-simulcast", "Many tiles want simulcast.", level: .note,
    about: ["config.max_video_streams.desktop", "config.media.video.quality", "config.media.video.simulcast"],
    reason: """
      With nine tiles or more, each is small. If every camera sends only one picture, and a large one, everyone receives nine \
      large pictures to show them small. With simulcast the camera sends a small picture, too; and `vga` is enough for a ninth \
      of a screen.
      """,
    bad: """
      config:
        max_video_streams: {desktop: 9}
        media:
          video: {quality: hd, simulcast: false}
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    good: """
      config:
        max_video_streams: {desktop: 9}
        media:
          video: {quality: vga, simulcast: true}
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    .each { preset in
      guard preset.showsVideo, let tiles = preset[schema.config.maxVideoStreams.desktop], tiles >= 9,
        let quality = preset[schema.config.media.video.quality], [.hd, .fhd, .uhd].contains(quality),
        preset[schema.config.media.video.simulcast] != true
      else { return [] }
      return preset.finding(
        at: schema.config.media.video.quality,
        "\(tiles) tiles are received as \(quality.rawValue), since the camera sends nothing smaller",
        hint: "write 'config.media.video.simulcast: true', or the quality vga",
        because: [schema.config.maxVideoStreams.desktop, schema.config.media.video.simulcast])
    })

  private static let needlessSimulcast = LintRule(
    "needless-simulcast", "A conversation of two wants no simulcast.", level: .note,
    about: ["config.max_video_streams", "config.media.video.simulcast"],
    reason: """
      Simulcast sends several pictures, so that each receiver gets the one that fits. With two tiles there is one receiver, who \
      shows the picture large: one good picture (`hd`) is better than three that share the connection.
      """,
    bad: """
      config:
        max_video_streams: {desktop: 2, mobile: 2}
        media:
          video: {quality: hd, simulcast: true}
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    good: """
      config:
        max_video_streams: {desktop: 2, mobile: 2}
        media:
          video: {quality: hd, simulcast: false}
      permissions:
        media:
          video: {can_produce: ALLOWED}
      """,
    .each { preset in
      guard preset.showsVideo, preset[schema.config.media.video.simulcast] == true,
        preset[schema.config.maxVideoStreams.desktop] == 2, preset[schema.config.maxVideoStreams.mobile] == 2
      else { return [] }
      return preset.finding(
        at: schema.config.media.video.simulcast, "simulcast for two tiles, of which one is the own",
        hint: "write 'config.media.video.simulcast: false': there is one receiver, and one picture to send",
        because: [schema.config.maxVideoStreams.desktop, schema.config.maxVideoStreams.mobile])
    })

  private static let fastScreenshare = LintRule(
    "fast-screenshare", "Slides want 5 to 15 frames a second.", level: .note,
    about: ["config.media.screenshare.frame_rate", "permissions.media.screenshare"],
    reason: """
      Slides and documents are still pictures: 5 to 15 frames a second show them well, and leave the connection to their \
      sharpness. More is for films and games.
      """,
    bad: """
      config:
        media:
          screenshare: {frame_rate: 30}
      permissions:
        media:
          screenshare: {can_produce: ALLOWED}
      """,
    good: """
      config:
        media:
          screenshare: {frame_rate: 15}
      permissions:
        media:
          screenshare: {can_produce: ALLOWED}
      """,
    .each { preset in
      guard let rate = preset[schema.config.media.screenshare.frameRate], rate > 15,
        let access = preset[schema.permissions.media.screenshare.canProduce], access != .notAllowed,
        preset[schema.config.viewType] != .audioRoom
      else { return [] }
      return preset.finding(
        at: schema.config.media.screenshare.frameRate, "more frames a second than slides want",
        hint: "write 15 or fewer, unless films or games are shared")
    })
}
