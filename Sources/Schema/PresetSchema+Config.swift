package import JSONValue

/// The fields below `config`: the type of meeting and its media.
package struct ConfigFields: Sendable {
  package let maxScreenshareCount = Field<Int>(
    "config.max_screenshare_count", required: true,
    "The number of simultaneous screen shares. The UI Kit reads 0 as no limit.")
  package let maxVideoStreams = MaxVideoStreams()
  package let media = Media()
  package let viewType = Field<ViewType>(
    "config.view_type", required: true, effects: [.bills], "The type of meeting, which also decides how it is billed.")
  package let livestreamViewerQualities = Field<WholeNumberList>(
    "config.livestream_viewer_qualities",
    "The video heights, such as 360 and 720, that livestream viewers can choose from.")
  package let trackRecording = Field<JSON>(
    "config.track_recording", "Settings of track recording. Not in the published schema.")

  /// The number of video tiles that a participant sees.
  package struct MaxVideoStreams: Sendable {
    package let desktop = Field<Int>(
      "config.max_video_streams.desktop", required: true,
      "The number of video tiles on desktop, including the participant's own.")
    package let mobile = Field<Int>(
      "config.max_video_streams.mobile", required: true,
      "The number of video tiles on mobile, including the participant's own.")
  }

  /// The media that participants send.
  package struct Media: Sendable {
    package let screenshare = Screenshare()
    package let video = Video()
    package let audio = Audio()
  }

  package struct Screenshare: Sendable {
    package let frameRate = Field<Double>(
      "config.media.screenshare.frame_rate", required: true, "Screen share frames per second.")
    package let quality = Field<Quality>(
      "config.media.screenshare.quality", required: true, "Screen share quality.")
  }

  package struct Video: Sendable {
    package let frameRate = Field<Double>(
      "config.media.video.frame_rate", in: .init(maximum: 30), required: true, "Camera frames per second.")
    package let quality = Field<Quality>(
      "config.media.video.quality", required: true, "Camera quality.")
    package let simulcast = Field<Bool>(
      "config.media.video.simulcast", suggested: false,
      "Whether the camera sends several qualities at once. The API adds the field if it is missing.")
  }

  /// The audio settings, which are the only optional group.
  package struct Audio: Sendable {
    package let enableHighBitrate = Field<Bool>(
      "config.media.audio.enable_high_bitrate", suggested: false, "Whether audio is sent in high quality.")
    package let enableStereo = Field<Bool>(
      "config.media.audio.enable_stereo", suggested: false, "Whether audio is sent in stereo.")
  }
}
