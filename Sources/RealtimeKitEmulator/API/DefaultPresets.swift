import JSONValue
import OrderedCollections
package import Schema

/// The seven permissive presets of an app that was created in the dashboard.
package enum DefaultPresets {
  /// All seven presets, in the order of the dashboard.
  package static let all: [Preset] = [
    groupCall("group_call_host", isHost: true),
    groupCall("group_call_participant", isHost: false),
    groupCallGuest,
    webinar("webinar_presenter", .allowed),
    webinar("webinar_viewer", .notAllowed),
    livestream("livestream_host", .allowed),
    livestream("livestream_viewer", .notAllowed),
  ]

  private static func groupCall(_ name: String, isHost: Bool) -> Preset {
    preset(name, .groupCall, .allowed, isHost: isHost)
  }

  private static var groupCallGuest: Preset {
    var preset = groupCall("group_call_guest", isHost: false)
    preset[\.permissions.waitingRoomType] = .skipOnAccept
    return preset
  }

  private static func webinar(_ name: String, _ access: Access) -> Preset {
    var preset = preset(name, .webinar, access, isHost: access == .allowed)
    preset[\.permissions.stageEnabled] = true
    preset[\.permissions.stageAccess] = access
    return preset
  }

  private static func livestream(_ name: String, _ access: Access) -> Preset {
    var preset = preset(name, .livestream, access, isHost: access == .allowed)
    preset[\.permissions.canLivestream] = access == .allowed
    return preset
  }

  /// Returns a complete preset. It allows everything, except that host permissions need `isHost`.
  private static func preset(_ name: String, _ type: ViewType, _ access: Access, isHost: Bool) -> Preset {
    var preset = Preset(["name": .string(name)])
    for field in PresetSchema.current.fields where field.isRequired && field.path != "name" {
      preset[field.path] = field.suggested ?? value(of: field, isHost: isHost)
    }
    preset[\.config.viewType] = type
    preset[\.config.maxVideoStreams.desktop] = 9
    preset[\.config.maxVideoStreams.mobile] = 6
    preset[\.config.maxScreenshareCount] = 1
    preset[\.config.media.video.frameRate] = 30
    preset[\.config.media.screenshare.frameRate] = 15
    preset[\.permissions.media.audio.canProduce] = access
    preset[\.permissions.media.video.canProduce] = access
    preset[\.permissions.media.screenshare.canProduce] = access
    preset[\.permissions.hiddenParticipant] = false
    preset[\.permissions.canLivestream] = false
    preset[\.ui.designTokens.borderRadius] = .rounded
    preset[\.ui.designTokens.borderWidth] = .thin
    preset[\.ui.designTokens.theme] = .dark
    return preset
  }

  private static let hostPermissions: Set<FieldPath> = [
    "permissions.accept_waiting_requests", "permissions.can_accept_production_requests",
    "permissions.can_change_participant_permissions", "permissions.can_record", "permissions.can_spotlight",
    "permissions.connected_meetings.can_alter_connected_meetings", "permissions.disable_participant_audio",
    "permissions.disable_participant_screensharing", "permissions.disable_participant_video",
    "permissions.kick_participant", "permissions.pin_participant",
  ]

  private static func value(of field: FieldDeclaration, isHost: Bool) -> JSON {
    field.type.shape == .boolean ? .bool(isHost || !hostPermissions.contains(field.path)) : field.type.sample
  }
}
