/// The fields below `permissions`: the permissions of a participant.
package struct PermissionFields: Sendable {
  package let acceptWaitingRequests = Field<Bool>(
    "permissions.accept_waiting_requests", required: true, effects: [.widens],
    "May admit participants from the waiting room.")
  package let canAcceptProductionRequests = Field<Bool>(
    "permissions.can_accept_production_requests", required: true, effects: [.widens],
    "May accept requests to publish or to join the stage.")
  package let canChangeParticipantPermissions = Field<Bool>(
    "permissions.can_change_participant_permissions", required: true, effects: [.widens],
    "May change the permissions of other participants during the meeting.")
  package let canEditDisplayName = Field<Bool>(
    "permissions.can_edit_display_name", required: true, effects: [.widens],
    "May edit their own name on the setup screen.")
  package let canLivestream = Field<Bool>(
    "permissions.can_livestream", required: true, effects: [.widens, .bills],
    "May livestream the meeting.")
  package let canRecord = Field<Bool>(
    "permissions.can_record", required: true, effects: [.widens, .bills],
    "May record the meeting.")
  package let canSpotlight = Field<Bool>(
    "permissions.can_spotlight", required: true, effects: [.widens],
    "May spotlight a participant for everyone. The dashboard calls this \"Sync Tab Bar View\".")
  package let chat = Chat()
  package let connectedMeetings = ConnectedMeetings()
  package let disableParticipantAudio = Field<Bool>(
    "permissions.disable_participant_audio", required: true, effects: [.widens],
    "May turn off the audio of other participants.")
  package let disableParticipantScreensharing = Field<Bool>(
    "permissions.disable_participant_screensharing", required: true, effects: [.widens],
    "May turn off the screen shares of other participants.")
  package let disableParticipantVideo = Field<Bool>(
    "permissions.disable_participant_video", required: true, effects: [.widens],
    "May turn off the video of other participants.")
  package let hiddenParticipant = Field<Bool>(
    "permissions.hidden_participant", required: true, effects: [.widens],
    "Whether the participant is hidden from others.")
  package let kickParticipant = Field<Bool>(
    "permissions.kick_participant", required: true, effects: [.widens],
    "May remove other participants and, in the UI Kit, end the meeting for all.")
  package let media = Media()
  package let pinParticipant = Field<Bool>(
    "permissions.pin_participant", required: true, effects: [.widens], "May pin participants.")
  package let plugins = Plugins()
  package let polls = Polls()
  package let recorderType = Field<RecorderType>(
    "permissions.recorder_type", required: true, suggested: RecorderType.none, effects: [.widens],
    "The type of recording peer. Only recorder bots need a value other than NONE.")
  package let showParticipantList = Field<Bool>(
    "permissions.show_participant_list", required: true, effects: [.widens], "May see the participant list.")
  package let waitingRoomType = Field<WaitingRoom>(
    "permissions.waiting_room_type", required: true, effects: [.widens],
    "Whether the participant waits to be admitted.")
  package let acceptStageRequests = Field<Bool>(
    "permissions.accept_stage_requests", effects: [.widens],
    "May accept requests to join the stage. The UI Kit checks this field.")
  package let isRecorder = Field<Bool>(
    "permissions.is_recorder", suggested: false, effects: [.widens],
    "Whether the participant is a recorder bot, whose own tile is hidden.")
  package let stageAccess = Field<Access>(
    "permissions.stage_access", effects: [.widens], "Whether the participant may join the stage.")
  package let stageEnabled = Field<Bool>(
    "permissions.stage_enabled", "Whether the meeting has a stage, where participants publish media.")
  package let transcriptionEnabled = Field<Bool>(
    "permissions.transcription_enabled", effects: [.bills],
    "Whether the participant's audio is transcribed live.")

  package struct Chat: Sendable {
    package let `private` = Private()
    package let `public` = Public()
  }

  /// Chat with a single participant.
  package struct Private: Sendable {
    package let canReceive = Field<Bool>(
      "permissions.chat.private.can_receive", required: true, effects: [.widens], "May receive private messages.")
    package let canSend = Field<Bool>(
      "permissions.chat.private.can_send", required: true, effects: [.widens], "May send private messages.")
    package let files = Field<Bool>(
      "permissions.chat.private.files", required: true, effects: [.widens], "May send files in private messages.")
    package let text = Field<Bool>(
      "permissions.chat.private.text", required: true, effects: [.widens], "May send text in private messages.")
  }

  /// Chat with all participants.
  package struct Public: Sendable {
    package let canSend = Field<Bool>(
      "permissions.chat.public.can_send", required: true, effects: [.widens], "May send public messages.")
    package let files = Field<Bool>(
      "permissions.chat.public.files", required: true, effects: [.widens], "May send files in public messages.")
    package let text = Field<Bool>(
      "permissions.chat.public.text", required: true, effects: [.widens], "May send text in public messages.")
  }

  /// Breakout rooms.
  package struct ConnectedMeetings: Sendable {
    package let canAlterConnectedMeetings = Field<Bool>(
      "permissions.connected_meetings.can_alter_connected_meetings", required: true, effects: [.widens],
      "May create, change, and delete breakout rooms.")
    package let canSwitchConnectedMeetings = Field<Bool>(
      "permissions.connected_meetings.can_switch_connected_meetings", required: true, effects: [.widens],
      "May move between breakout rooms.")
    package let canSwitchToParentMeeting = Field<Bool>(
      "permissions.connected_meetings.can_switch_to_parent_meeting", required: true, effects: [.widens],
      "May return from a breakout room to the main meeting.")
  }

  /// The media that the participant may publish.
  package struct Media: Sendable {
    package let audio = Audio()
    package let screenshare = Screenshare()
    package let video = Video()
  }

  package struct Audio: Sendable {
    package let canProduce = Field<Access>(
      "permissions.media.audio.can_produce", required: true, effects: [.widens], "May publish audio.")
  }

  package struct Screenshare: Sendable {
    package let canProduce = Field<Access>(
      "permissions.media.screenshare.can_produce", required: true, effects: [.widens], "May share their screen.")
  }

  package struct Video: Sendable {
    package let canProduce = Field<Access>(
      "permissions.media.video.can_produce", required: true, effects: [.widens], "May publish video.")
  }

  package struct Plugins: Sendable {
    package let canClose = Field<Bool>(
      "permissions.plugins.can_close", required: true, effects: [.widens], "May close open plugins.")
    package let canEditConfig = Field<Bool>(
      "permissions.plugins.can_edit_config", required: true, effects: [.widens], "May edit the settings of plugins.")
    package let canStart = Field<Bool>(
      "permissions.plugins.can_start", required: true, effects: [.widens], "May start plugins.")
    package let config = Field<PluginMap>(
      "permissions.plugins.config", required: true, "The permissions in each plugin, by plugin id.")
  }

  package struct Polls: Sendable {
    package let canCreate = Field<Bool>(
      "permissions.polls.can_create", required: true, effects: [.widens], "May create polls.")
    package let canView = Field<Bool>(
      "permissions.polls.can_view", required: true, effects: [.widens], "May see polls.")
    package let canVote = Field<Bool>(
      "permissions.polls.can_vote", required: true, effects: [.widens], "May vote in polls.")
  }
}
