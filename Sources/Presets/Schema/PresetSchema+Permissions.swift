/// The fields below `permissions`: what a participant may do.
public struct PermissionFields: Sendable {
  public let acceptWaitingRequests = Field<Bool>(
    "permissions.accept_waiting_requests", required: true, effects: [.widens],
    "May admit participants from the waiting room.")
  public let canAcceptProductionRequests = Field<Bool>(
    "permissions.can_accept_production_requests", required: true, effects: [.widens],
    "May accept requests to publish, and requests to join the stage.")
  public let canChangeParticipantPermissions = Field<Bool>(
    "permissions.can_change_participant_permissions", required: true, effects: [.widens],
    "May change other participants' permissions during the meeting.")
  public let canEditDisplayName = Field<Bool>(
    "permissions.can_edit_display_name", required: true, effects: [.widens],
    "May edit the own name on the setup screen.")
  public let canLivestream = Field<Bool>(
    "permissions.can_livestream", required: true, effects: [.widens, .bills],
    "May start and stop a livestream.")
  public let canRecord = Field<Bool>(
    "permissions.can_record", required: true, effects: [.widens, .bills],
    "May start and stop a recording.")
  public let canSpotlight = Field<Bool>(
    "permissions.can_spotlight", required: true, effects: [.widens],
    "May put a participant in everyone's spotlight; the dashboard calls it \"Sync Tab Bar View\".")
  public let chat = Chat()
  public let connectedMeetings = ConnectedMeetings()
  public let disableParticipantAudio = Field<Bool>(
    "permissions.disable_participant_audio", required: true, effects: [.widens],
    "May turn off other participants' sound.")
  public let disableParticipantScreensharing = Field<Bool>(
    "permissions.disable_participant_screensharing", required: true, effects: [.widens],
    "May turn off other participants' screen shares.")
  public let disableParticipantVideo = Field<Bool>(
    "permissions.disable_participant_video", required: true, effects: [.widens],
    "May turn off other participants' video.")
  public let hiddenParticipant = Field<Bool>(
    "permissions.hidden_participant", required: true, effects: [.widens],
    "Whether the participant is hidden from the others.")
  public let kickParticipant = Field<Bool>(
    "permissions.kick_participant", required: true, effects: [.widens],
    "May remove others; the UI Kit then also offers to end the meeting for all.")
  public let media = Media()
  public let pinParticipant = Field<Bool>(
    "permissions.pin_participant", required: true, effects: [.widens], "May pin a participant.")
  public let plugins = Plugins()
  public let polls = Polls()
  public let recorderType = Field<RecorderType>(
    "permissions.recorder_type", required: true, suggested: RecorderType.none, effects: [.widens],
    "The kind of recording peer; for recorder bots only.")
  public let showParticipantList = Field<Bool>(
    "permissions.show_participant_list", required: true, effects: [.widens], "Sees the list of participants.")
  public let waitingRoomType = Field<WaitingRoom>(
    "permissions.waiting_room_type", required: true, effects: [.widens],
    "Whether the participant waits to be let in.")
  public let acceptStageRequests = Field<Bool>(
    "permissions.accept_stage_requests", effects: [.widens],
    "May accept requests to join the stage; the flag that the UI Kit looks at.")
  public let isRecorder = Field<Bool>(
    "permissions.is_recorder", suggested: false, effects: [.widens],
    "Whether the participant is a recorder bot, which hides its own tile.")
  public let stageAccess = Field<Access>(
    "permissions.stage_access", effects: [.widens], "How the participant reaches the stage.")
  public let stageEnabled = Field<Bool>(
    "permissions.stage_enabled", "Whether there is a stage, which participants join to be seen and heard.")
  public let transcriptionEnabled = Field<Bool>(
    "permissions.transcription_enabled", effects: [.bills],
    "Whether the participant's sound is transcribed live.")

  /// Messages.
  public struct Chat: Sendable {
    public let `private` = Private()
    public let `public` = Public()
  }

  /// Messages to one participant.
  public struct Private: Sendable {
    public let canReceive = Field<Bool>(
      "permissions.chat.private.can_receive", required: true, effects: [.widens], "May receive private messages.")
    public let canSend = Field<Bool>(
      "permissions.chat.private.can_send", required: true, effects: [.widens], "May send private messages.")
    public let files = Field<Bool>(
      "permissions.chat.private.files", required: true, effects: [.widens], "May send files in private messages.")
    public let text = Field<Bool>(
      "permissions.chat.private.text", required: true, effects: [.widens], "May send text in private messages.")
  }

  /// Messages to everyone.
  public struct Public: Sendable {
    public let canSend = Field<Bool>(
      "permissions.chat.public.can_send", required: true, effects: [.widens], "May send messages to everyone.")
    public let files = Field<Bool>(
      "permissions.chat.public.files", required: true, effects: [.widens], "May send files to everyone.")
    public let text = Field<Bool>(
      "permissions.chat.public.text", required: true, effects: [.widens], "May send text to everyone.")
  }

  /// Breakout rooms.
  public struct ConnectedMeetings: Sendable {
    public let canAlterConnectedMeetings = Field<Bool>(
      "permissions.connected_meetings.can_alter_connected_meetings", required: true, effects: [.widens],
      "May create, change and delete breakout rooms.")
    public let canSwitchConnectedMeetings = Field<Bool>(
      "permissions.connected_meetings.can_switch_connected_meetings", required: true, effects: [.widens],
      "May move between breakout rooms.")
    public let canSwitchToParentMeeting = Field<Bool>(
      "permissions.connected_meetings.can_switch_to_parent_meeting", required: true, effects: [.widens],
      "May return from a breakout room to the meeting.")
  }

  /// What the participant may publish.
  public struct Media: Sendable {
    public let audio = Audio()
    public let screenshare = Screenshare()
    public let video = Video()
  }

  /// Publishing sound.
  public struct Audio: Sendable {
    public let canProduce = Field<Access>(
      "permissions.media.audio.can_produce", required: true, effects: [.widens], "May publish sound.")
  }

  /// Publishing the screen.
  public struct Screenshare: Sendable {
    public let canProduce = Field<Access>(
      "permissions.media.screenshare.can_produce", required: true, effects: [.widens], "May share the screen.")
  }

  /// Publishing video.
  public struct Video: Sendable {
    public let canProduce = Field<Access>(
      "permissions.media.video.can_produce", required: true, effects: [.widens], "May publish video.")
  }

  /// Plugins.
  public struct Plugins: Sendable {
    public let canClose = Field<Bool>(
      "permissions.plugins.can_close", required: true, effects: [.widens], "May close open plugins.")
    public let canEditConfig = Field<Bool>(
      "permissions.plugins.can_edit_config", required: true, effects: [.widens], "May edit plugins' settings.")
    public let canStart = Field<Bool>(
      "permissions.plugins.can_start", required: true, effects: [.widens], "May start plugins.")
    public let config = Field<PluginMap>(
      "permissions.plugins.config", required: true, "What the participant may do in each plugin, by plugin id.")
  }

  /// Polls.
  public struct Polls: Sendable {
    public let canCreate = Field<Bool>(
      "permissions.polls.can_create", required: true, effects: [.widens], "May create polls.")
    public let canView = Field<Bool>(
      "permissions.polls.can_view", required: true, effects: [.widens], "Sees polls.")
    public let canVote = Field<Bool>(
      "permissions.polls.can_vote", required: true, effects: [.widens], "May vote in polls.")
  }
}
