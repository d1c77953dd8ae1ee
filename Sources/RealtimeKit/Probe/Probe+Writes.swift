import HTTPTypes
import JSONValue
import OrderedCollections
import Planning
import Schema

// The steps that write: how PATCH merges, what PUT keeps, and the effects of a rename and a delete.
extension Probe {
  private static let maximumReads = 10

  mutating func probePatch(_ id: String) async throws(APIError) {
    let before = try await held(id)
    // All required keys are sent, so only optional ones can get lost.
    var config = before.document["config"] ?? [:]
    config = Preset(["config": config]).without("config.livestream_viewer_qualities").document["config"] ?? config
    let (answer, afterSection) = try await patch(
      id, ["config": config.with("config.max_screenshare_count", 7)], from: before)
    note(switch: "update-answers-with-id", "\(answer.data?["id"] != nil)", "nothing; the id is already known")
    let keepsSection = afterSection["config.livestream_viewer_qualities"]?.array?.isEmpty == false
    var media = Preset(["config": before.document["config"] ?? [:]]).without("config.media.video.simulcast")
    media["config.media.video.frame_rate"] = 7
    let sent: JSON.Object = ["config": ["media": media["config.media"] ?? [:]]]
    let (_, afterGroup) = keepsSection ? try await patch(id, sent, from: afterSection) : (answer, afterSection)
    let keepsGroup = afterGroup["config.media.video.simulcast"] == true
    note(
      switch: "patch", !keepsSection ? "section" : keepsGroup ? "deep" : "shallow",
      "nothing; changed sections are sent complete, and removals use PUT")
    try await probeMaps(id, afterGroup)
  }

  private mutating func probeMaps(_ id: String, _ before: Preset) async throws(APIError) {
    var section = Preset(["permissions": before.document["permissions"] ?? [:]])
    section["permissions.plugins.config"] = ["probe-b": ["access_control": "VIEW_ONLY"]]
    let (_, after) = try await patch(id, section.document, from: before)
    let keeps = after["permissions.plugins.config.probe-a"] != nil
    note("map entries that PATCH omits", keeps ? "kept" : "dropped", "nothing; maps are sent complete")
    var config = Preset(["config": after.document["config"] ?? [:]])
    config["config.livestream_viewer_qualities"] = [480]
    let (_, listed) = try await patch(id, config.document, from: after)
    let list = listed["config.livestream_viewer_qualities"]
    note("lists in PATCH", list == [480] ? "replaced" : "not replaced", "replaced; verified after every write")
    config["config.livestream_viewer_qualities"] = .null
    let null = try await ask(.patch, connection.presetsPath(id), .object(config.document))
    note("null in PATCH", "\(null.status)", "sent only for fields that can be null")
    config["config.livestream_viewer_qualities"] = [480]
    config["config.presetctl_probe"] = true
    let unknown = try await ask(.patch, connection.presetsPath(id), .object(config.document))
    note("unknown key on update", "\(unknown.status)", "rejected, unless the server returned the key before")
  }

  mutating func probePut(_ id: String, unknown: Preset) async throws(APIError) {
    let before = try await held(id)
    var body = before.body
    body["config.media.video.frame_rate"] = 9
    let answer = try await ask(.put, connection.presetsPath(id), .object(body.document))
    let hasPut = ![404, 405].contains(answer.status)
    note(switch: "has-put", "\(hasPut)", "required to remove a field; without it, `!unset` fails")
    guard hasPut else { return }
    if findings.contains(where: { $0.name == "adds-unknown-fields" && $0.found == "true" }) {
      note(
        switch: "put-keeps-unknown-fields", "\(answer.isSuccess)",
        "unknown fields that the server returned are sent back")
    }
    guard answer.isSuccess else { return }
    let now = try await held(id) {
      !Diff.areEqual(
        $0["config.media.video.frame_rate"], before["config.media.video.frame_rate"],
        at: "config.media.video.frame_rate")
    }
    var without = now.body.without("permissions.stage_access").without("config.media.audio")
    without["config.media.video.frame_rate"] = 11
    without = without.without("config.media.video.simulcast")
    let removal = try await ask(.put, connection.presetsPath(id), .object(without.document))
    let after = try await held(id) { $0["config.media.video.frame_rate"] == 11 }
    let isGone = after["config.media.video.simulcast"] != true || now["config.media.video.simulcast"] != true
    note(
      "optional field that PUT omits", !removal.isSuccess ? "\(removal.status)" : isGone ? "dropped" : "kept",
      "dropped; verified after every write")
  }

  mutating func probeRename(_ id: String) async throws(APIError) {
    let other = name + "-renamed"
    created[other] = id
    let answer = try await ask(.patch, connection.presetsPath(id), ["name": .string(other)])
    if answer.isSuccess { created[name] = nil } else { created[other] = nil }
    note("rename with PATCH", answer.isSuccess ? "works" : "\(answer.status)", "the id does not change")
  }

  mutating func probeDelete(_ id: String) async throws(APIError) {
    let answer = try await ask(.delete, connection.presetsPath(id))
    note("delete", "\(answer.status)", "any 2xx is a success")
    let again = try await ask(.delete, connection.presetsPath(id))
    note("second delete", "\(again.status)", "404 means that the preset is already deleted")
  }

  // MARK: Details

  /// Reads the preset until a condition holds, since reads can lag behind writes.
  private func held(
    _ id: String, until condition: (Preset) -> Bool = { _ in true }
  ) async throws(APIError) -> Preset {
    var held = Preset()
    for _ in 0..<Self.maximumReads {
      guard let document = try await reader.document(id: id) else { continue }
      held = document
      if condition(held) { return held }
    }
    return held
  }

  private func patch(
    _ id: String, _ body: JSON.Object, from before: Preset
  ) async throws(APIError) -> (Response, Preset) {
    let answer = try await ask(.patch, connection.presetsPath(id), .object(body))
    guard answer.isSuccess else { return (answer, before) }
    return (answer, try await held(id) { $0.body != before.body })
  }
}

extension Preset {
  fileprivate func without(_ path: FieldPath) -> Preset {
    var preset = self
    preset[path] = nil
    return preset
  }
}

extension JSON {
  /// Returns a section with one of its fields set.
  fileprivate func with(_ path: FieldPath, _ value: JSON) -> JSON {
    var preset = Preset([path.section: self])
    preset[path] = value
    return preset.document[path.section] ?? self
  }
}
