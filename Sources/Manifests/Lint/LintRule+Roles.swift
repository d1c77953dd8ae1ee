import Diagnostics
import Schema

// Rules about roles and their permissions.
extension LintRule {
  static let roles = [hiddenPublisher, recorderForPeople, kickEndsMeeting, billedPermission]

  private static let hiddenPublisher = LintRule(
    "hidden-publisher", "A hidden participant must not publish media.",
    fields: ["permissions.hidden_participant", "permissions.media"],
    checks: """
      Presets with `hidden_participant: true` that can publish audio, video, or screen shares, or ask to.
      """,
    reason: """
      A hidden participant is not in the participant list and has no tile. If they publish media, others hear or see a \
      participant whom they cannot identify.
      """,
    failingExample: """
      permissions:
        hidden_participant: true
        media:
          audio: {can_produce: ALLOWED}
      """,
    passingExample: """
      permissions:
        hidden_participant: true
        media:
          audio: {can_produce: NOT_ALLOWED}
      """,
    .perPreset { preset in
      let media = preset.publishable
      guard preset[schema.permissions.hiddenParticipant] == true, !media.isEmpty else { return [] }
      return preset.finding(
        at: schema.permissions.hiddenParticipant,
        "a hidden participant can publish \(media.map(\.noun).list)",
        hint: "set 'permissions.hidden_participant: false', or 'can_produce: NOT_ALLOWED' for the media",
        explainedBy: media.map(\.access))
    })

  private static let recorderForPeople = LintRule(
    "publishing-recorder", "A recorder bot must not publish media or send messages.",
    fields: [
      "permissions.recorder_type", "permissions.is_recorder", "permissions.media", "permissions.chat.public.can_send",
    ],
    checks: """
      Presets with `is_recorder: true` or a `recorder_type` other than `NONE` that can publish media or send public \
      messages.
      """,
    reason: """
      `is_recorder` and `recorder_type` are for the bots that record or stream a meeting. They only watch, and their \
      own tile is hidden. A preset that can also publish or send messages is probably meant for people, who would not \
      see themselves.
      """,
    failingExample: """
      permissions:
        recorder_type: RECORDER
        media:
          video: {can_produce: ALLOWED}
      config:
        max_video_streams: {desktop: 9, mobile: 9}
      """,
    passingExample: """
      permissions:
        recorder_type: NONE
        media:
          video: {can_produce: ALLOWED}
      config:
        max_video_streams: {desktop: 9, mobile: 9}
      """,
    .perPreset { preset in
      let isTyped = preset[schema.permissions.recorderType].map { $0 != .none } ?? false
      guard isTyped || preset[schema.permissions.isRecorder] == true else { return [] }
      let media = preset.publishable
      guard !media.isEmpty || preset[schema.permissions.chat.public.canSend] == true else { return [] }
      let ability = media.isEmpty ? "send messages" : "publish \(media.map(\.noun).list)"
      let others: [any AnyField] = media.isEmpty ? [schema.permissions.chat.public.canSend] : media.map(\.access)
      let (field, value): (any AnyField, String) =
        isTyped ? (schema.permissions.recorderType, "NONE") : (schema.permissions.isRecorder, "false")
      return preset.finding(
        at: field, "a recorder bot can \(ability)",
        hint: "set \(preset.setting(field, value)), or remove the permission", explainedBy: others)
    })

  private static let kickEndsMeeting = LintRule(
    "kick-ends-meeting", "'kick_participant' also allows ending the meeting for all.", level: .off,
    fields: ["permissions.kick_participant"],
    checks: """
      Presets with `kick_participant: true`.
      """,
    reason: """
      The UI Kit shows "End meeting for all" to every participant with `kick_participant`. The rule is off by default, \
      because hosts usually need both. Turn it on to review which presets have the permission.
      """,
    failingExample: """
      permissions:
        kick_participant: true
      """,
    passingExample: """
      permissions:
        kick_participant: false
      """,
    .perPreset { preset in
      guard preset[schema.permissions.kickParticipant] == true else { return [] }
      return preset.finding(
        at: schema.permissions.kickParticipant, "can remove other participants, and so end the meeting for all",
        hint: "set it to false for participants who do not run the meeting")
    })

  private static let billedPermission = LintRule(
    "billed-permission", "Recording, livestreaming, and transcription are billed.", level: .off,
    fields: ["permissions.can_record", "permissions.can_livestream", "permissions.transcription_enabled"],
    checks: """
      Presets with `can_record: true`, `can_livestream: true`, or `transcription_enabled: true`.
      """,
    reason: """
      A participant with `can_record` or `can_livestream` can start a service that Cloudflare bills by the minute. \
      With `transcription_enabled`, the participant's audio is transcribed, and billed, from the start. The rule is \
      off by default. Turn it on to review which presets have these permissions. Plans label such changes `bills` even \
      if the rule is off.
      """,
    failingExample: """
      permissions:
        can_record: true
      """,
    passingExample: """
      permissions:
        can_record: false
      """,
    .perPreset { preset in
      let fields: [(String, Field<Bool>)] = [
        ("recording", schema.permissions.canRecord), ("livestreaming", schema.permissions.canLivestream),
        ("transcription", schema.permissions.transcriptionEnabled),
      ]
      return fields.filter { preset[$0.1] == true }.flatMap { noun, field in
        preset.finding(at: field, "\(noun) is billed by the minute", hint: "set it to false unless this is intended")
      }
    })
}
