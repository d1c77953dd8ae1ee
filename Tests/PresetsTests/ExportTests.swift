import OrderedCollections
import Presets
import RealtimeKitEmulator
import TestSupport
import Testing

@Suite("Exporting") struct ExportTests {
  @Test(
    "a file is called after its preset, and is a plain file name on every system",
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

  @Test("names that fall together are numbered, in whatever order they come")
  func collisions() {
    let presets = ["a b", "a-b", "a/b", "a-b-2"].map { DefaultPresets.all[0].named($0) }
    for order in [presets, presets.reversed()] {
      let files = Export(of: ObservedState(order)).files.map { "\($0.manifest.name) \($0.name)" }
      #expect(files == ["a b a-b.yaml", "a-b a-b-2.yaml", "a-b-2 a-b-2-2.yaml", "a/b a-b-3.yaml"])
    }
  }

  @Test("a name keeps its file when others are left out")
  func partial() {
    let presets = ["a b", "a-b"].map { DefaultPresets.all[0].named($0) }
    let all = ObservedState(presets)
    let one = ObservedState(listed: all.listed, documents: all.documents.values.filter { $0.name == "a-b" })
    #expect(Export(of: one).files.map(\.name) == ["a-b-2.yaml"])
  }

  @Test(
    "presets whose names no manifest may have are skipped, and told why",
    arguments: [
      (["a\u{7}"], ["a\u{7}: a name cannot have control characters"]),
      ([" a"], [" a: a name cannot begin or end with a space"]),
      (["Host", "host"], ["host: the name 'host' differs from 'Host' only in case or Unicode form"]),
    ])
  func names(names: [String], reasons: [String]) {
    let export = Export(of: ObservedState(names.map { DefaultPresets.all[0].named($0) }))
    #expect(export.skipped.map { "\($0.name): \($0.reasons.joined(separator: "; "))" } == reasons)
    #expect(export.files.count == names.count - 1)
  }

  @Test("a preset without a required field, or with a value that none may have, is skipped")
  func incomplete() {
    var missing = DefaultPresets.all[0].named("a")
    missing["permissions.chat"] = nil
    var unreal = DefaultPresets.all[0].named("b")
    unreal["config.media.video.quality"] = "8k"
    let export = Export(of: ObservedState([missing, unreal]))
    #expect(export.files.isEmpty)
    #expect(export.skipped.map(\.reasons.count) == [1, 1])
  }

  @Test("what no manifest may say of an optional field is left out and told, and null is nothing")
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
    for word in ["stage_access", "livestream_viewer", "track_recording", "audio:\n      enable"] {
      #expect(!text.contains(word))
    }
    #expect(export.plan(against: observed).isEmpty)
  }

  @Test("fields that this version does not know are kept, last in their group, and the file says what it takes")
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

  @Test("the text of a whole preset is in the API's order, and reads well")
  func text() throws {
    var generator = PresetGenerator(seed: 3)
    let preset = generator.preset(named: "class: host")
    let export = Export(of: ObservedState([preset]))
    try expectSnapshot(try #require(export.files.first?.text), "export/generated")
  }

  @Test("the order of the server's keys does not matter")
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

  @Test("a plan of what was exported is empty, whatever the presets", arguments: 0..<40)
  func law(seed: Int) throws {
    var generator = PresetGenerator(seed: seed)
    let observed = ObservedState((0..<5).map { generator.preset(named: "preset-\($0)") } + DefaultPresets.all)
    let export = Export(of: observed)
    #expect(export.skipped.isEmpty && export.leftOut.isEmpty)
    #expect(export.plan(against: observed).isEmpty)
    // Not only what a plan looks at is the same, but all of it.
    for preset in export.loaded().state.presets {
      let remote = try #require(observed.documents[preset.name]?.preset)
      var read = Preset(["name": .string(preset.name.text)])
      for field in preset.fields { read[field.path] = field.value }
      #expect(JSON.object(read.document) == .object(remote.document.withoutNull))
    }
  }
}

extension JSON.Object {
  /// The members without the fields that are null, which are as good as absent.
  fileprivate var withoutNull: JSON.Object {
    var preset = Preset(self)
    for field in PresetSchema.current.fields where preset[field.path] == .null { preset[field.path] = nil }
    return preset.document
  }
}
