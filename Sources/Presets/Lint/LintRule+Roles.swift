// What a participant is, and may do to others.
extension LintRule {
  static let roles = [hiddenPublisher, recorderForPeople, kickEndsMeeting, billedPermission]

  private static let hiddenPublisher = LintRule(
    "hidden-publisher", "Who is hidden publishes nothing.",
    about: ["permissions.hidden_participant", "permissions.media"],
    reason: """
      A hidden participant stands in no list and has no tile. If they may publish, the others hear or see somebody and cannot \
      find out who it is.
      """,
    bad: """
      permissions:
        hidden_participant: true
        media:
          audio: {can_produce: ALLOWED}
      """,
    good: """
      permissions:
        hidden_participant: true
        media:
          audio: {can_produce: NOT_ALLOWED}
      """,
    .each { preset in
      let media = preset.publishable
      guard preset[schema.permissions.hiddenParticipant] == true, !media.isEmpty else { return [] }
      return preset.finding(
        at: schema.permissions.hiddenParticipant,
        "a participant who is hidden may publish \(media.map(\.noun).words)",
        hint: "write 'permissions.hidden_participant: false', or NOT_ALLOWED for what may be published",
        because: media.map(\.access))
    })

  private static let recorderForPeople = LintRule(
    "recorder-for-people", "Recording peers are bots.",
    about: [
      "permissions.recorder_type", "permissions.is_recorder", "permissions.media", "permissions.chat.public.can_send",
    ],
    reason: """
      `is_recorder`, and a `recorder_type` other than `NONE`, are for the bots that record or stream a meeting: they watch, and \
      their own tile is hidden. A preset that may also publish or write is one that people join with; they would not see \
      themselves.
      """,
    bad: """
      permissions:
        recorder_type: RECORDER
        media:
          video: {can_produce: ALLOWED}
      config:
        max_video_streams: {desktop: 9, mobile: 9}
      """,
    good: """
      permissions:
        recorder_type: NONE
        media:
          video: {can_produce: ALLOWED}
      config:
        max_video_streams: {desktop: 9, mobile: 9}
      """,
    .each { preset in
      let isTyped = preset[schema.permissions.recorderType].map { $0 != .none } ?? false
      guard isTyped || preset[schema.permissions.isRecorder] == true else { return [] }
      let media = preset.publishable
      guard !media.isEmpty || preset[schema.permissions.chat.public.canSend] == true else { return [] }
      let ability = media.isEmpty ? "write messages" : "publish \(media.map(\.noun).words)"
      let others: [any AnyField] = media.isEmpty ? [schema.permissions.chat.public.canSend] : media.map(\.access)
      let (field, value): (any AnyField, String) =
        isTyped ? (schema.permissions.recorderType, "NONE") : (schema.permissions.isRecorder, "false")
      return preset.finding(
        at: field, "a recording peer that may \(ability), as people do",
        hint: "write \(preset.words(field, value)), or take that away", because: others)
    })

  private static let kickEndsMeeting = LintRule(
    "kick-ends-meeting", "Who may remove others may end the meeting.", level: .off,
    about: ["permissions.kick_participant"],
    reason: """
      The UI Kit offers "end meeting for all" to everyone who has `kick_participant`. It is off unless the project file turns \
      it on, since hosts are meant to have both; turned on, it tells where the permission is given.
      """,
    bad: """
      permissions:
        kick_participant: true
      """,
    good: """
      permissions:
        kick_participant: false
      """,
    .each { preset in
      guard preset[schema.permissions.kickParticipant] == true else { return [] }
      return preset.finding(
        at: schema.permissions.kickParticipant, "may remove others, and so may end the meeting for all",
        hint: "write false for everyone who does not run the meeting")
    })

  private static let billedPermission = LintRule(
    "billed-permission", "Recording, streaming and transcribing cost money.", level: .off,
    about: ["permissions.can_record", "permissions.can_livestream", "permissions.transcription_enabled"],
    reason: """
      Whoever has `can_record` or `can_livestream` can start what Cloudflare charges by the minute, and with \
      `transcription_enabled` a participant's sound is transcribed, for money, from the start. It is off unless the project file \
      turns it on; turned on, it tells where each of them is given. A plan says `bills` of such changes whatever this rule says.
      """,
    bad: """
      permissions:
        can_record: true
      """,
    good: """
      permissions:
        can_record: false
      """,
    .each { preset in
      let fields: [(String, Field<Bool>)] = [
        ("recording", schema.permissions.canRecord), ("a livestream", schema.permissions.canLivestream),
        ("transcription", schema.permissions.transcriptionEnabled),
      ]
      return fields.filter { preset[$0.1] == true }.flatMap { noun, field in
        preset.finding(at: field, "\(noun) is charged by the minute", hint: "write false where it is not meant")
      }
    })
}
