// What the official guide on webinars asks for.
extension LintRule {
  static let stage = [webinarWithoutStage, stageAccessMismatch, stageRequestsWithoutStage, stageAcceptanceMismatch]

  private static let webinarWithoutStage = LintRule(
    "webinar-without-stage", "A webinar has a stage.",
    about: ["config.view_type", "permissions.stage_enabled"],
    reason: """
      In a webinar those who present stand on a stage, and everyone else watches. The stage has to be enabled in the presets \
      of all roles of the meeting: a participant whose preset lacks it neither reaches the stage nor can ask for it.
      """,
    bad: """
      config:
        view_type: WEBINAR
      permissions:
        stage_enabled: false
      """,
    good: """
      config:
        view_type: WEBINAR
      permissions:
        stage_enabled: true
      """,
    .each { preset in
      guard preset[schema.config.viewType] == .webinar, preset[schema.permissions.stageEnabled] != true else {
        return []
      }
      let hint = "write 'permissions.stage_enabled: true' in the presets of all roles of the meeting"
      guard preset[schema.permissions.stageEnabled] == false else {
        return preset.finding(at: schema.config.viewType, "a webinar whose stage is not enabled", hint: hint)
      }
      return preset.finding(
        at: schema.permissions.stageEnabled, "the stage of a webinar is not enabled", hint: hint,
        because: [schema.config.viewType])
    })

  private static let stageAccessMismatch = LintRule(
    "stage-access-mismatch", "In a webinar, access to the stage and to the media agree.",
    about: ["config.view_type", "permissions.stage_access", "permissions.media"],
    reason: """
      Whoever is on the stage of a webinar publishes, and whoever is not does not. So the official guide on webinars lets \
      `stage_access` and the three `media.*.can_produce` say the same: `ALLOWED` for those who present, `CAN_REQUEST` for those \
      who may ask, `NOT_ALLOWED` for those who only watch. Where they differ, somebody reaches the stage and cannot publish \
      everything there, or publishes from the audience. If speakers shall not share their screens, turn the rule off.
      """,
    bad: """
      config:
        view_type: WEBINAR
      permissions:
        stage_enabled: true
        stage_access: NOT_ALLOWED
        media:
          audio: {can_produce: ALLOWED}
          screenshare: {can_produce: NOT_ALLOWED}
          video: {can_produce: NOT_ALLOWED}
      """,
    good: """
      config:
        view_type: WEBINAR
      permissions:
        stage_enabled: true
        stage_access: ALLOWED
        media:
          audio: {can_produce: ALLOWED}
          screenshare: {can_produce: ALLOWED}
          video: {can_produce: ALLOWED}
      """,
    .each { preset in
      guard preset[schema.config.viewType] == .webinar, let access = preset[schema.permissions.stageAccess] else {
        return []
      }
      let others = preset.media { $0 != access }
      guard !others.isEmpty else { return [] }
      return preset.finding(
        at: schema.permissions.stageAccess,
        "the stage is \(access.rawValue), but "
          + others.map { "\($0.noun) is \(preset[$0.access]?.rawValue ?? "")" }.words,
        hint: "the guide on webinars lets 'stage_access' and the three 'media.*.can_produce' say the same",
        because: others.map(\.access))
    })

  private static let stageRequestsWithoutStage = LintRule(
    "stage-requests-without-stage", "Who may ask for the stage finds one.",
    about: ["config.view_type", "permissions.stage_access", "permissions.stage_enabled"],
    reason: """
      With `stage_access: CAN_REQUEST` a participant may ask to join the stage. As long as `stage_enabled` is not `true`, there \
      is none, and nothing to ask for.
      """,
    bad: """
      permissions:
        stage_access: CAN_REQUEST
        stage_enabled: false
        accept_stage_requests: true
      """,
    good: """
      permissions:
        stage_access: NOT_ALLOWED
        stage_enabled: false
      """,
    .each { preset in
      guard preset[schema.permissions.stageAccess] == .canRequest, preset[schema.permissions.stageEnabled] != true,
        preset[schema.config.viewType] != .webinar
      else { return [] }
      return preset.finding(
        at: schema.permissions.stageAccess, "participants may ask for a stage that is not enabled",
        hint: "write 'permissions.stage_enabled: true', or another 'stage_access'",
        because: [schema.permissions.stageEnabled])
    })

  private static let stageAcceptanceMismatch = LintRule(
    "stage-acceptance-mismatch", "Who accepts requests for the stage has both permissions for it.",
    about: [
      "permissions.stage_enabled", "permissions.can_accept_production_requests", "permissions.accept_stage_requests",
    ],
    reason: """
      Two permissions let a moderator bring others to the stage: `can_accept_production_requests`, and \
      `accept_stage_requests`, which is the one that the UI Kit looks at. With only one of them the moderator sees no request, \
      or cannot grant it.
      """,
    bad: """
      permissions:
        stage_enabled: true
        can_accept_production_requests: true
        accept_stage_requests: false
      """,
    good: """
      permissions:
        stage_enabled: true
        can_accept_production_requests: true
        accept_stage_requests: true
      """,
    .each { preset in
      guard preset[schema.permissions.stageEnabled] == true else { return [] }
      switch (
        preset[schema.permissions.canAcceptProductionRequests] == true,
        preset[schema.permissions.acceptStageRequests] == true
      ) {
      case (true, false):
        return preset.finding(
          at: schema.permissions.canAcceptProductionRequests,
          "may accept requests to publish, but not requests to join the stage",
          hint: "write 'permissions.accept_stage_requests: true' as well, which the UI Kit looks at",
          because: [schema.permissions.acceptStageRequests])
      case (false, true):
        return preset.finding(
          at: schema.permissions.acceptStageRequests,
          "may accept requests to join the stage, but not requests to publish",
          hint: "write 'permissions.can_accept_production_requests: true' as well",
          because: [schema.permissions.canAcceptProductionRequests])
      default: return []
      }
    })
}
