extension Scaffold {
  /// The person who runs a meeting.
  static let host = """
    # The person who runs a meeting. What is not written here comes from the base: nothing is allowed there.
    #
    # The name is what an application says when it adds a participant: preset_name: host
    name: host
    extends: base

    config:
      view_type: GROUP_CALL         # it decides what a minute costs; or WEBINAR, AUDIO_ROOM, LIVESTREAM

    permissions:
      accept_waiting_requests: true # guests wait until a host lets them in
      chat:
        public:
          can_send: true
          files: true
          text: true
      disable_participant_audio: true # the remedy for a microphone that was left on
      kick_participant: true        # the UI Kit then also offers "end meeting for all"
      media:
        audio:
          can_produce: ALLOWED
        screenshare:
          can_produce: ALLOWED
        video:
          can_produce: ALLOWED
      show_participant_list: true
      waiting_room_type: SKIP       # someone has to be able to come in first

    """

  /// Everybody else.
  static let guest = """
    # Everybody else: they talk and show themselves once a host has let them in.
    name: guest
    extends: base

    config:
      view_type: GROUP_CALL

    permissions:
      chat:
        public:
          can_send: true
          files: false              # files of strangers are a risk to those who open them
          text: true
      media:
        audio:
          can_produce: ALLOWED
        video:
          can_produce: ALLOWED
      show_participant_list: true   # a guest, too, may know who listens
      waiting_room_type: SKIP_ON_ACCEPT # or SKIP, for people whom the application has checked already

    """

  /// The base of the catalogue in `presets`.
  static let base = """
    # Everything the roles of this folder share. No preset of this name is created.
    #
    # The look is dark and quiet. Each text colour has a contrast of at least 4.5 on what lies behind it.
    #
    # The permissions are the least there can be: nobody publishes, writes, votes or acts on others, and everybody
    # waits to be let in. A role is then the list of what it may do beyond that, so a right that is not written down
    # is a right that nobody has.
    #
    # The type of the meeting (config.view_type) is left out on purpose. It decides what a minute costs, so each role
    # says it, and `presetctl validate` complains about one that does not.
    name: base
    abstract: true

    config:
      max_screenshare_count: 1      # one speaker at a time; 0 would mean "no limit" in the UI Kit
      max_video_streams:
        desktop: 9                  # a grid of three by three; the own tile counts
        mobile: 4                   # two by two is what one can make out on a phone
      media:
        screenshare:
          frame_rate: 15            # enough for slides and demonstrations
          quality: hd
        video:
          frame_rate: 24
          quality: vga              # a ninth of a screen needs no more
          simulcast: true           # those with a slow connection get a smaller picture
        audio:
          enable_high_bitrate: false  # speech; music would want true
          enable_stereo: false

    permissions:
      accept_waiting_requests: false
      can_accept_production_requests: false
      # True nowhere in this folder: with it people could grant each other, during a meeting, what no manifest grants.
      can_change_participant_permissions: false
      can_edit_display_name: false  # the application knows the names; nobody can pose as somebody else
      can_livestream: false         # billed by the minute
      can_record: false             # billed by the minute
      can_spotlight: false
      chat:
        private:
          can_receive: false
          can_send: false
          files: false
          text: false
        public:
          can_send: false
          files: false
          text: false
      connected_meetings:           # breakout rooms
        can_alter_connected_meetings: false
        can_switch_connected_meetings: false
        can_switch_to_parent_meeting: false
      disable_participant_audio: false
      disable_participant_screensharing: false
      disable_participant_video: false
      hidden_participant: false     # nobody listens unseen
      kick_participant: false
      media:
        audio:
          can_produce: NOT_ALLOWED
        screenshare:
          can_produce: NOT_ALLOWED
        video:
          can_produce: NOT_ALLOWED
      pin_participant: false
      plugins:
        can_close: false
        can_edit_config: false
        can_start: false
        config: {}                  # no rules for single plugins
      polls:
        can_create: false
        can_view: false
        can_vote: false
      recorder_type: NONE           # anything else is for recording bots
      show_participant_list: false
      # The strictest choice. A role that people join with ordinarily says SKIP.
      waiting_room_type: SKIP_ON_ACCEPT
      accept_stage_requests: false
      is_recorder: false            # for recording bots
      stage_access: NOT_ALLOWED
      stage_enabled: false          # only webinars and livestreams have a stage
      transcription_enabled: false  # billed; and people ought to know that they are transcribed

    ui:
      design_tokens:
        border_radius: rounded
        border_width: thin
        colors:
          background:               # 1000 is the page, 600 what lies highest on it
            "600": "#34403c"
            "700": "#2a3431"
            "800": "#212a27"
            "900": "#19201e"
            "1000": "#111715"
          brand:                    # from light to dark; buttons are 500
            "300": "#6fb8aa"
            "400": "#46998a"
            "500": "#287b6d"
            "600": "#216659"
            "700": "#1a5247"
          danger: "#e5635c"
          success: "#58b368"
          text: "#e6eeeb"
          text_on_brand: "#f7fbf9"  # the UI Kit reads this one and video_bg only with six digits
          video_bg: "#161c1a"
          warning: "#e0b04a"
        spacing_base: 4
        theme: dark

    """
}
