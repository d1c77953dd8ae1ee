// What one preset needs and only another can provide.
extension LintRule {
  static let requests = [nobodyAdmits, nobodyAcceptsRequests, nobodyStartsLivestream]

  private static let nobodyAdmits = LintRule(
    "nobody-admits", "Where somebody waits, somebody may let them in.",
    about: ["permissions.waiting_room_type", "permissions.accept_waiting_requests"],
    reason: """
      With a waiting room other than `SKIP`, participants wait until they are let in by somebody who has \
      `accept_waiting_requests`. If no preset of the same kind of meeting has it and enters without waiting itself, they wait \
      for ever. All presets that are declared are looked at.
      """,
    bad: """
      name: guest
      permissions:
        waiting_room_type: SKIP_ON_ACCEPT
      """,
    good: """
      name: guest
      permissions:
        waiting_room_type: SKIP_ON_ACCEPT
      ---
      name: host
      permissions:
        waiting_room_type: SKIP
        accept_waiting_requests: true
      """,
    .together(
      needs: { preset in
        guard let room = preset[schema.permissions.waitingRoomType], room != .skip else { return [] }
        return preset.finding(
          at: schema.permissions.waitingRoomType,
          "participants wait to be let in, and nobody of this kind of meeting may let them in",
          hint: """
            write 'permissions.accept_waiting_requests: true' and 'waiting_room_type: SKIP' in a preset of the same \
            'config.view_type'
            """)
      },
      // Who waits outside lets nobody in.
      provides: {
        $0[schema.permissions.acceptWaitingRequests] == true
          && ($0[schema.permissions.waitingRoomType] ?? .skip) == .skip
      }))

  private static let nobodyAcceptsRequests = LintRule(
    "nobody-accepts-requests", "Where somebody may ask to publish, somebody may accept it.",
    about: [
      "permissions.media", "permissions.stage_access", "permissions.can_accept_production_requests",
      "permissions.accept_stage_requests",
    ],
    reason: """
      With `CAN_REQUEST` a participant may ask to publish, or to join the stage. Only somebody who has \
      `can_accept_production_requests` or `accept_stage_requests` can grant it. If no preset of the same kind of meeting has them, \
      asking is in vain. All presets that are declared are looked at.
      """,
    bad: """
      name: viewer
      permissions:
        media:
          audio: {can_produce: CAN_REQUEST}
      """,
    good: """
      name: viewer
      permissions:
        media:
          audio: {can_produce: CAN_REQUEST}
      ---
      name: host
      permissions:
        can_accept_production_requests: true
      """,
    .together(
      needs: { preset in
        let hint = "write 'permissions.can_accept_production_requests: true' in the preset of those who run the meeting"
        if preset[schema.permissions.stageAccess] == .canRequest {
          return preset.finding(
            at: schema.permissions.stageAccess,
            "participants may ask for the stage, and nobody of this kind of meeting may accept it",
            hint: hint + ", and 'permissions.accept_stage_requests: true'")
        }
        let media = preset.media { $0 == .canRequest }
        guard let first = media.first else { return [] }
        return preset.finding(
          at: first.access,
          "participants may ask to publish \(media.map(\.noun).words), and nobody of this kind of meeting may accept it",
          hint: hint, because: media.dropFirst().map(\.access))
      },
      provides: {
        $0[schema.permissions.canAcceptProductionRequests] == true || $0[schema.permissions.acceptStageRequests] == true
      }))

  private static let nobodyStartsLivestream = LintRule(
    "nobody-starts-livestream", "A livestream has somebody who may start it.",
    about: ["config.view_type", "permissions.can_livestream"],
    reason: """
      A meeting of the kind `LIVESTREAM` is streamed once somebody starts it, which takes `can_livestream`. If no preset of \
      this kind has it, nobody who joins with one of them can. All presets that are declared are looked at.
      """,
    bad: """
      config:
        view_type: LIVESTREAM
      permissions:
        can_livestream: false
      """,
    good: """
      config:
        view_type: LIVESTREAM
      permissions:
        can_livestream: true
      """,
    .together(
      needs: { preset in
        guard preset[schema.config.viewType] == .livestream else { return [] }
        return preset.finding(
          at: schema.config.viewType, "a livestream that nobody who joins it may start",
          hint: "write 'permissions.can_livestream: true' in the preset of those who run it",
          because: [schema.permissions.canLivestream])
      },
      provides: { $0[schema.permissions.canLivestream] == true }))
}
