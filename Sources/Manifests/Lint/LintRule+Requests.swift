import Diagnostics
import Schema

// Rules about presets that depend on another preset.
extension LintRule {
  static let requests = [waitingRoomWithoutHost, requestsWithoutModerator, livestreamWithoutHost]

  private static let waitingRoomWithoutHost = LintRule(
    "waiting-room-without-host", "A waiting room requires a preset that can admit participants.",
    fields: ["permissions.waiting_room_type", "permissions.accept_waiting_requests"],
    checks: """
      Presets with a `waiting_room_type` other than `SKIP`, if no preset of the same `view_type` has both \
      `accept_waiting_requests: true` and `waiting_room_type: SKIP`. All declared presets are considered.
      """,
    reason: """
      Participants in the waiting room wait until a participant with `accept_waiting_requests` admits them. If no \
      preset has this permission, or if its participants have to wait themselves, no participant can be admitted.
      """,
    failingExample: """
      name: guest
      permissions:
        waiting_room_type: SKIP_ON_ACCEPT
      """,
    passingExample: """
      name: guest
      permissions:
        waiting_room_type: SKIP_ON_ACCEPT
      ---
      name: host
      permissions:
        waiting_room_type: SKIP
        accept_waiting_requests: true
      """,
    .acrossPresets(
      needs: { preset in
        guard let room = preset[schema.permissions.waitingRoomType], room != .skip else { return [] }
        return preset.finding(
          at: schema.permissions.waitingRoomType,
          "participants wait to be admitted, but no preset of this meeting type can admit them",
          hint: """
            set 'permissions.accept_waiting_requests: true' and 'waiting_room_type: SKIP' in a preset with the same \
            'config.view_type'
            """)
      },
      // A participant in the waiting room cannot admit others.
      provides: {
        $0[schema.permissions.acceptWaitingRequests] == true
          && ($0[schema.permissions.waitingRoomType] ?? .skip) == .skip
      }))

  private static let requestsWithoutModerator = LintRule(
    "requests-without-moderator", "Requests require a preset that can accept them.",
    fields: [
      "permissions.media", "permissions.stage_access", "permissions.can_accept_production_requests",
      "permissions.accept_stage_requests",
    ],
    checks: """
      Presets with `CAN_REQUEST` for media or for the stage, if no preset of the same `view_type` has \
      `can_accept_production_requests` or `accept_stage_requests`. All declared presets are considered.
      """,
    reason: """
      With `CAN_REQUEST`, a participant can ask to publish or to join the stage. Only a participant with \
      `can_accept_production_requests` or `accept_stage_requests` can grant the request.
      """,
    failingExample: """
      name: viewer
      permissions:
        media:
          audio: {can_produce: CAN_REQUEST}
      """,
    passingExample: """
      name: viewer
      permissions:
        media:
          audio: {can_produce: CAN_REQUEST}
      ---
      name: host
      permissions:
        can_accept_production_requests: true
      """,
    .acrossPresets(
      needs: { preset in
        let field = "'permissions.can_accept_production_requests: true'"
        if preset[schema.permissions.stageAccess] == .canRequest {
          return preset.finding(
            at: schema.permissions.stageAccess,
            "participants can ask to join the stage, but no preset of this meeting type can accept requests",
            hint: "set \(field) and 'permissions.accept_stage_requests: true' in the moderators' preset")
        }
        let media = preset.media { $0 == .canRequest }
        guard let first = media.first else { return [] }
        return preset.finding(
          at: first.access,
          "participants can ask to publish \(media.map(\.noun).list), "
            + "but no preset of this meeting type can accept requests",
          hint: "set \(field) in the moderators' preset", explainedBy: media.dropFirst().map(\.access))
      },
      provides: {
        $0[schema.permissions.canAcceptProductionRequests] == true || $0[schema.permissions.acceptStageRequests] == true
      }))

  private static let livestreamWithoutHost = LintRule(
    "livestream-without-host", "A livestream requires a preset that can start it.",
    fields: ["config.view_type", "permissions.can_livestream"],
    checks: """
      Presets with `view_type: LIVESTREAM`, if no preset of this type has `can_livestream: true`. All declared presets \
      are considered.
      """,
    reason: """
      A meeting of type `LIVESTREAM` is only streamed after a participant with `can_livestream` starts the stream.
      """,
    failingExample: """
      config:
        view_type: LIVESTREAM
      permissions:
        can_livestream: false
      """,
    passingExample: """
      config:
        view_type: LIVESTREAM
      permissions:
        can_livestream: true
      """,
    .acrossPresets(
      needs: { preset in
        guard preset[schema.config.viewType] == .livestream else { return [] }
        return preset.finding(
          at: schema.config.viewType, "no preset of this meeting type can start the livestream",
          hint: "set 'permissions.can_livestream: true' in the hosts' preset",
          explainedBy: [schema.permissions.canLivestream])
      },
      provides: { $0[schema.permissions.canLivestream] == true }))
}
