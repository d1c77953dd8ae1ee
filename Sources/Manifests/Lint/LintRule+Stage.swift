import Diagnostics
import Schema

// Rules from Cloudflare's webinar guide.
extension LintRule {
  static let stage = [webinarWithoutStage, stageAccessMismatch, stageRequestsWithoutStage, stageAcceptanceMismatch]

  private static let webinarWithoutStage = LintRule(
    "webinar-without-stage", "A webinar must enable the stage.",
    fields: ["config.view_type", "permissions.stage_enabled"],
    checks: """
      Presets with `view_type: WEBINAR` in which `stage_enabled` is not `true`.
      """,
    reason: """
      In a webinar, presenters are on the stage and everyone else watches. Cloudflare's webinar guide sets \
      `stage_enabled: true` in the presets of all roles, so that each participant can be on the stage, or ask to join \
      it.
      """,
    failingExample: """
      config:
        view_type: WEBINAR
      permissions:
        stage_enabled: false
      """,
    passingExample: """
      config:
        view_type: WEBINAR
      permissions:
        stage_enabled: true
      """,
    .perPreset { preset in
      guard preset[schema.config.viewType] == .webinar, preset[schema.permissions.stageEnabled] != true else {
        return []
      }
      let hint = "set 'permissions.stage_enabled: true' in the presets of all roles"
      guard preset[schema.permissions.stageEnabled] == false else {
        return preset.finding(at: schema.config.viewType, "the webinar does not enable the stage", hint: hint)
      }
      return preset.finding(
        at: schema.permissions.stageEnabled, "the webinar does not enable the stage", hint: hint,
        explainedBy: [schema.config.viewType])
    })

  private static let stageAccessMismatch = LintRule(
    "stage-access-mismatch", "In a webinar, 'stage_access' must match the media permissions.",
    fields: ["config.view_type", "permissions.stage_access", "permissions.media"],
    checks: """
      Presets with `view_type: WEBINAR` in which `stage_access` differs from any of the three `media.*.can_produce` \
      fields.
      """,
    reason: """
      Participants on the stage of a webinar publish media, and the audience does not. Cloudflare's webinar guide \
      therefore sets `stage_access` and the three `media.*.can_produce` fields to the same value: `ALLOWED` for \
      presenters, `CAN_REQUEST` for participants who can ask, and `NOT_ALLOWED` for viewers. If they differ, a \
      participant can be on the stage without being able to publish everything, or can publish from the audience. If \
      your presenters must not share their screens, turn the rule off.
      """,
    failingExample: """
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
    passingExample: """
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
    .perPreset { preset in
      guard preset[schema.config.viewType] == .webinar, let access = preset[schema.permissions.stageAccess] else {
        return []
      }
      let others = preset.media { $0 != access }
      guard !others.isEmpty else { return [] }
      return preset.finding(
        at: schema.permissions.stageAccess,
        "'stage_access' is \(access.rawValue), but "
          + others.map { "'\($0.shortPath)' is \(preset[$0.access]?.rawValue ?? "")" }.list,
        hint: "set 'stage_access' and the three 'media.*.can_produce' fields to the same value",
        explainedBy: others.map(\.access))
    })

  private static let stageRequestsWithoutStage = LintRule(
    "stage-requests-without-stage", "A preset that can request the stage must enable it.",
    fields: ["config.view_type", "permissions.stage_access", "permissions.stage_enabled"],
    checks: """
      Presets with `stage_access: CAN_REQUEST` in which `stage_enabled` is not `true`. In webinars, \
      `webinar-without-stage` checks this.
      """,
    reason: """
      With `stage_access: CAN_REQUEST`, a participant can ask to join the stage. Without `stage_enabled: true`, there \
      is no stage to join.
      """,
    failingExample: """
      permissions:
        stage_access: CAN_REQUEST
        stage_enabled: false
        accept_stage_requests: true
      """,
    passingExample: """
      permissions:
        stage_access: NOT_ALLOWED
        stage_enabled: false
      """,
    .perPreset { preset in
      guard preset[schema.permissions.stageAccess] == .canRequest, preset[schema.permissions.stageEnabled] != true,
        preset[schema.config.viewType] != .webinar
      else { return [] }
      return preset.finding(
        at: schema.permissions.stageAccess, "participants can ask to join a stage that is not enabled",
        hint: "set 'permissions.stage_enabled: true', or change 'stage_access'",
        explainedBy: [schema.permissions.stageEnabled])
    })

  private static let stageAcceptanceMismatch = LintRule(
    "stage-acceptance-mismatch", "A moderator of the stage must have both permissions to accept requests.",
    fields: [
      "permissions.stage_enabled", "permissions.can_accept_production_requests", "permissions.accept_stage_requests",
    ],
    checks: """
      Presets with `stage_enabled: true` in which only one of `can_accept_production_requests` and \
      `accept_stage_requests` is `true`.
      """,
    reason: """
      Both permissions let a moderator bring participants to the stage. Clients differ in the one that they check: the \
      SDK accepts either, the UI Kit checks `accept_stage_requests`. With both, requests can be accepted in every \
      client.
      """,
    failingExample: """
      permissions:
        stage_enabled: true
        can_accept_production_requests: true
        accept_stage_requests: false
      """,
    passingExample: """
      permissions:
        stage_enabled: true
        can_accept_production_requests: true
        accept_stage_requests: true
      """,
    .perPreset { preset in
      guard preset[schema.permissions.stageEnabled] == true else { return [] }
      switch (
        preset[schema.permissions.canAcceptProductionRequests] == true,
        preset[schema.permissions.acceptStageRequests] == true
      ) {
      case (true, false):
        return preset.finding(
          at: schema.permissions.canAcceptProductionRequests,
          "can accept requests to publish, but not requests to join the stage",
          hint: "also set 'permissions.accept_stage_requests: true', which the UI Kit checks",
          explainedBy: [schema.permissions.acceptStageRequests])
      case (false, true):
        return preset.finding(
          at: schema.permissions.acceptStageRequests,
          "can accept requests to join the stage, but not requests to publish",
          hint: "also set 'permissions.can_accept_production_requests: true'",
          explainedBy: [schema.permissions.canAcceptProductionRequests])
      default: return []
      }
    })
}
