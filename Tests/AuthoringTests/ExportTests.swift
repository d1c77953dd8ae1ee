import Authoring
import JSONValue
import Manifests
import OrderedCollections
import Planning
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

@Suite("Exporting presets") struct ExportTests {
  @Test(
    "A file is named after its preset with characters that every system accepts",
    arguments: [
      ("class-host", "class-host.yaml"), ("group_call_host", "group_call_host.yaml"), ("été", "été.yaml"),
      ("日本", "日本.yaml"),
      ("a/b\\c:d", "a-b-c-d.yaml"), ("../../etc/passwd", "etc-passwd.yaml"), (".hidden", "hidden.yaml"),
      ("a.", "a.yaml"),
      ("CON", "preset-CON.yaml"), ("nul.txt", "preset-nul.txt.yaml"), ("👩‍🏫", "preset.yaml"), ("a b", "a-b.yaml"),
      ("v1.2", "v1.2.yaml"), ("-rf", "rf.yaml"),
      (String(repeating: "x", count: 300), String(repeating: "x", count: 100) + ".yaml"),
    ])
  func fileName(preset: String, file: String) {
    #expect(Export(of: ObservedState([DefaultPresets.all[0].named(preset)])).files.map(\.name) == [file])
  }

  @Test("Equal file names get numbers that do not depend on the order of the presets")
  func collisions() {
    let presets = ["a b", "a-b", "a/b", "a-b-2"].map { DefaultPresets.all[0].named($0) }
    for order in [presets, presets.reversed()] {
      let files = Export(of: ObservedState(order)).files.map { "\($0.manifest.name) \($0.name)" }
      #expect(files == ["a b a-b.yaml", "a-b a-b-2.yaml", "a-b-2 a-b-2-2.yaml", "a/b a-b-3.yaml"])
    }
  }

  @Test("A preset keeps its file name when other presets are not exported")
  func stableNames() {
    let presets = ["a b", "a-b"].map { DefaultPresets.all[0].named($0) }
    let all = ObservedState(presets)
    let partial = ObservedState(listed: all.listed, documents: all.documents.values.filter { $0.name == "a-b" })
    #expect(Export(of: partial).files.map(\.name) == ["a-b-2.yaml"])
  }

  @Test(
    "A preset whose name no manifest can have is skipped with a reason",
    arguments: [
      (["a\u{7}"], ["a\u{7}: a name cannot contain control characters"]),
      ([" a"], [" a: a name cannot start or end with a space"]),
      (["Host", "host"], ["host: the name 'host' differs from 'Host' only in case or Unicode form"]),
    ])
  func names(names: [String], reasons: [String]) {
    let export = Export(of: ObservedState(names.map { DefaultPresets.all[0].named($0) }))
    #expect(export.skipped.map { "\($0.name): \($0.reasons.joined(separator: "; "))" } == reasons)
    #expect(export.files.count == names.count - 1)
  }

  @Test("A preset with a missing required field or an invalid value is skipped")
  func incomplete() {
    var missing = DefaultPresets.all[0].named("a")
    missing["permissions.chat"] = nil
    var invalid = DefaultPresets.all[0].named("b")
    invalid["config.media.video.quality"] = "8k"
    let export = Export(of: ObservedState([missing, invalid]))
    #expect(export.files.isEmpty)
    #expect(export.skipped.map(\.reasons.count) == [1, 1])
  }

  @Test("An invalid value of an optional field is omitted and reported, and null counts as missing")
  func leftOut() throws {
    var preset = DefaultPresets.all[0].named("x")
    preset["ui.design_tokens.font_family"] = ""
    preset["permissions.stage_access"] = .null
    preset["config.livestream_viewer_qualities"] = .null
    preset["config.track_recording"] = .null
    preset["config.media.audio"] = [:]
    preset["permissions.plugins.config.a"] = ["access_control": "EVERYTHING", "board": .null, "size": 3]
    preset["permissions.plugins.config.b"] = 5
    let observed = ObservedState([preset])
    let export = Export(of: observed)
    #expect(
      export.leftOut.map { "\($0.name) \($0.field)" } == [
        "x permissions.plugins.config.a.access_control", "x permissions.plugins.config.a.board",
        "x permissions.plugins.config.b", "x ui.design_tokens.font_family",
      ])
    let text = try #require(export.files.first?.text)
    #expect(text.contains("    config:\n      a:\n        size: 3\n"))
    for field in ["stage_access", "livestream_viewer", "track_recording", "audio:\n      enable"] {
      #expect(!text.contains(field))
    }
    #expect(export.plan(against: observed).isEmpty)
  }

  @Test("Unknown fields are exported last in their group, with a note about the flag they need")
  func unknownFields() throws {
    var preset = DefaultPresets.all[0].named("x")
    preset["permissions.can_wave"] = ["b": [1, "no"], "a": .null]
    preset["config.a\nb"] = "x"
    preset["organization_id"] = "never written"
    preset["id"] = "never written"
    let observed = ObservedState([preset])
    let export = Export(of: observed)
    #expect(export.needsUnknownFields)
    let text = try #require(export.files.first?.text)
    try expectSnapshot(text, "export/unknown-fields")
    #expect(export.plan(against: observed).isEmpty)
  }

  @Test("A complete preset is written in the order of the API")
  func text() throws {
    var generator = PresetGenerator(seed: 3)
    let preset = generator.preset(named: "class: host")
    let export = Export(of: ObservedState([preset]))
    try expectSnapshot(try #require(export.files.first?.text), "export/generated")
  }

  @Test("The order of the server's keys does not affect the export")
  func order() {
    var generator = PresetGenerator(seed: 4)
    let preset = generator.preset(named: "x")
    func reversed(_ json: JSON) -> JSON {
      guard case .object(let members) = json else { return json }
      return .object(.init(uniqueKeysWithValues: members.reversed().map { ($0.key, reversed($0.value)) }))
    }
    let other = Preset(reversed(.object(preset.document)).object ?? [:])
    #expect(
      Export(of: ObservedState([preset])).files.map(\.text) == Export(of: ObservedState([other])).files.map(\.text))
  }

  @Test("Exported presets leave an empty plan", arguments: 0..<40)
  func roundTrip(seed: Int) throws {
    var generator = PresetGenerator(seed: seed)
    let observed = ObservedState((0..<5).map { generator.preset(named: "preset-\($0)") } + DefaultPresets.all)
    let export = Export(of: observed)
    #expect(export.skipped.isEmpty && export.leftOut.isEmpty)
    #expect(export.plan(against: observed).isEmpty)
    // All values are equal, not only those that a plan compares.
    for preset in export.loaded().state.presets {
      let remote = try #require(observed.documents[preset.name]?.preset)
      var read = Preset(["name": .string(preset.name.text)])
      for field in preset.fields { read[field.path] = field.value }
      #expect(JSON.object(read.document) == .object(remote.document.withoutNull))
    }
  }
}

extension JSON.Object {
  /// The members without null fields, which count as missing.
  fileprivate var withoutNull: JSON.Object {
    var preset = Preset(self)
    for field in PresetSchema.current.fields where preset[field.path] == .null { preset[field.path] = nil }
    return preset.document
  }
}
