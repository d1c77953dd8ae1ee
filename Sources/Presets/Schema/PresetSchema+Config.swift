/// The fields below `config`: what kind of room it is, and its media.
public struct ConfigFields: Sendable {
  public let maxScreenshareCount = Field<Int>(
    "config.max_screenshare_count", required: true,
    "How many screen shares can be active at once; 0 reads as no limit in the UI Kit.")
  public let maxVideoStreams = MaxVideoStreams()
  public let media = Media()
  public let viewType = Field<ViewType>(
    "config.view_type", required: true, effects: [.bills], "The kind of meeting.")
  public let livestreamViewerQualities = Field<WholeNumbers>(
    "config.livestream_viewer_qualities",
    "The heights in pixels, such as 360 and 720, among which a livestream viewer may choose.")
  public let trackRecording = Field<JSON>(
    "config.track_recording", "Settings of track recording, outside the published schema.")

  /// How many videos a participant sees.
  public struct MaxVideoStreams: Sendable {
    public let desktop = Field<Int>(
      "config.max_video_streams.desktop", required: true, "Video tiles on desktops; the own tile counts.")
    public let mobile = Field<Int>(
      "config.max_video_streams.mobile", required: true, "Video tiles on mobiles; the own tile counts.")
  }

  /// What is sent, and how well.
  public struct Media: Sendable {
    public let screenshare = Screenshare()
    public let video = Video()
    public let audio = Audio()
  }

  /// The screen share that is sent.
  public struct Screenshare: Sendable {
    public let frameRate = Field<Double>(
      "config.media.screenshare.frame_rate", required: true, "Screen share frames a second.")
    public let quality = Field<Quality>(
      "config.media.screenshare.quality", required: true, "Screen share quality.")
  }

  /// The camera picture that is sent.
  public struct Video: Sendable {
    public let frameRate = Field<Double>(
      "config.media.video.frame_rate", in: .init(maximum: 30), required: true, "Camera frames a second.")
    public let quality = Field<Quality>(
      "config.media.video.quality", required: true, "Camera quality.")
    public let simulcast = Field<Bool>(
      "config.media.video.simulcast", suggested: false,
      "Whether the camera sends several qualities at once; the server adds it when it was not sent.")
  }

  /// The sound that is sent; the only group that may be left out.
  public struct Audio: Sendable {
    public let enableHighBitrate = Field<Bool>(
      "config.media.audio.enable_high_bitrate", suggested: false, "Whether sound is sent in high quality.")
    public let enableStereo = Field<Bool>(
      "config.media.audio.enable_stereo", suggested: false, "Whether sound is sent in stereo.")
  }
}
