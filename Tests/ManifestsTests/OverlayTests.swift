import Diagnostics
import JSONValue
import Manifests
import Schema
import TestSupport
import Testing

/// Overlays of an environment, merged over the manifests.
@Suite("Overlays") struct OverlayTests {
  private static let texts = [
    completeBase, "name: base\nextends: whole\nabstract: true\npermissions: {can_record: false}\n",
    "name: host\nextends: base\npermissions: {pin_participant: false}\n", "name: guest\nextends: base\n",
    "name: gone\nstate: absent\n",
  ]

  private func load(_ layers: [String]...) -> LoadedManifests {
    LoadedManifests(yaml: Self.texts, layers: layers)
  }

  private func field(_ path: FieldPath, of name: ExactString, _ manifests: LoadedManifests) -> DesiredField? {
    #expect(manifests.diagnostics.isEmpty, "\(manifests.text)")
    return manifests.state.presets.first { $0.name == name }?.fields.first { $0.path == path }
  }

  @Test("An overlay overrides a preset's own fields, has its own locations and changes no other preset")
  func preset() {
    let manifests = load(["name: host\npermissions: {pin_participant: true}\n"])
    let path: FieldPath = "permissions.pin_participant"
    let host = field(path, of: "host", manifests)
    #expect(host?.value == true)
    #expect(host?.location == Location(file: "layer-1/1.yaml", line: 2, column: 32))
    #expect(field(path, of: "guest", manifests) == field(path, of: "guest", load()))
  }

  @Test("An overlay of a base applies to all presets that extend it")
  func base() {
    let manifests = load(["name: base\npermissions: {can_record: true}\n"])
    for name: ExactString in ["host", "guest"] {
      #expect(field("permissions.can_record", of: name, manifests)?.value == true)
    }
    #expect(manifests.abstract == 2)
  }

  @Test("Later overlays override earlier ones field by field")
  func layers() {
    let manifests = load(
      ["name: host\npermissions: {can_record: true, pin_participant: true}\n"],
      ["name: host\npermissions: {can_record: false}\n"])
    #expect(field("permissions.can_record", of: "host", manifests)?.value == false)
    #expect(field("permissions.pin_participant", of: "host", manifests)?.value == true)
  }

  @Test("An overlay can unset a field")
  func unset() {
    let path: FieldPath = "config.media.video.simulcast"
    #expect(field(path, of: "host", load())?.value == true)
    let unsetField = field(path, of: "host", load(["name: host\nconfig: {media: {video: {simulcast: !unset }}}\n"]))
    #expect(unsetField != nil && unsetField?.value == nil)
  }

  @Test("An overlay can require that a preset does not exist")
  func absent() {
    let manifests = load(["name: guest\nstate: absent\n"])
    #expect(manifests.diagnostics.isEmpty, "\(manifests.text)")
    let guest = manifests.state.presets.first { $0.name == "guest" }
    #expect(guest?.isAbsent == true && guest?.location.file == "layer-1/1.yaml")
  }

  @Test("An empty overlay and an overlay that repeats the current values change nothing")
  func identity() {
    let plain = load()
    #expect(load([]) == plain)
    let repeated = load(["name: host\npermissions: {pin_participant: false}\n"])
    for (left, right) in zip(plain.state.presets, repeated.state.presets) {
      #expect(left.name == right.name && left.fields.map(\.value) == right.fields.map(\.value))
    }
  }

  @Test("Every problem in an overlay is reported with its location")
  func diagnostics() throws {
    let manifests = load(
      [
        "name: hots\npermissions: {can_recod: true}\n", "name: gone\npermissions: {can_record: true}\n",
        "name: base\nstate: absent\n",
        "name: host\nextends: base\nabstract: true\npreviously: x\nignore_changes: [ui.*]\n", "permissions: {}\n",
        "name: host\npermissions: {can_record: yes, can_wave: true}\n",
      ],
      ["name: guest\nstate: present\n", "name: host\nstate: absent\nui: {}\n", "- a\n", "# nothing\n"])
    try expectSnapshot(manifests.text, "overlays/diagnostics")
  }

  @Test("A preset is not reported as unknown while a manifest that may declare it is invalid")
  func brokenManifest() {
    let manifests = LoadedManifests(yaml: ["name: [\n"], layers: [["name: host\npermissions: {can_record: true}\n"]])
    #expect(manifests.diagnostics.map(\.problem.rule) == ["yaml-syntax"])
  }
}
