import Authoring
import JSONValue
import Manifests
import Planning
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

@Suite("A shared base") struct SharedBaseTests {
  private static func export(_ presets: [Preset]) -> (flat: Export, withSharedBase: Export) {
    let flat = Export(of: ObservedState(presets))
    return (flat, flat.withSharedBase { _, _ in true })
  }

  /// Returns presets that each differ from the first one in some fields.
  private static func similarPresets(_ seed: Int) -> [Preset] {
    var generator = PresetGenerator(seed: seed)
    let first = generator.preset(named: "preset-0")
    return [first]
      + (1...6).map { number in
        var preset = first.named("preset-\(number)")
        for (index, field) in PresetSchema.current.fields.enumerated().dropFirst()
        where (index + seed) % (number + 4) == 0 {
          preset[field.path] = field.isRequired || index % 2 == 0 ? generator.value(of: field.type) : nil
        }
        return preset
      }
  }

  @Test("The default presets share a base and keep only their differences")
  func defaults() throws {
    let text = Self.export(DefaultPresets.all).withSharedBase.files.map { "=== \($0.name)\n\($0.text)" }.joined()
    try expectSnapshot(text, "export/defaults")
  }

  @Test("Presets with a shared base equal the presets without it, and no manifest unsets a field", arguments: 0..<60)
  func sharedBase(seed: Int) {
    let presets = Self.similarPresets(seed)
    let (flat, withSharedBase) = Self.export(presets)
    #expect(withSharedBase.files.count == flat.files.count + 1)
    #expect(withSharedBase.plan(against: ObservedState(presets)).isEmpty)
    func fields(_ export: Export) -> [[FieldPath: JSON]] {
      export.loaded().state.presets.map { preset in
        Dictionary(uniqueKeysWithValues: preset.fields.compactMap { field in field.value.map { (field.path, $0) } })
      }
    }
    #expect(fields(withSharedBase) == fields(flat))
    #expect(withSharedBase.files.allSatisfy { !$0.text.contains("!unset") })
    let lengths = [withSharedBase, flat].map { $0.files.reduce(0) { $0 + $1.text.utf8.count } }
    #expect(lengths[0] < lengths[1])
  }

  @Test("Presets that have little in common get no shared base", arguments: 0..<10)
  func unrelatedPresets(seed: Int) {
    var generator = PresetGenerator(seed: seed)
    let (flat, withSharedBase) = Self.export((0..<3).map { generator.preset(named: "preset-\($0)") })
    #expect(withSharedBase == flat)
  }

  @Test("A preset that contradicts the others does not affect their shared base")
  func outlier() throws {
    var generator = PresetGenerator(seed: 1)
    let similarPresets = Array(DefaultPresets.all.prefix(3))
    let all = Self.export(similarPresets + [generator.preset(named: "zebra")]).withSharedBase.files
    #expect(Array(all.dropLast()) == Self.export(similarPresets).withSharedBase.files)
    #expect(try #require(all.last).manifest.base == nil)
  }

  @Test("A single preset gets no base")
  func single() {
    #expect(Self.export([DefaultPresets.all[0]]).withSharedBase.files.count == 1)
  }

  @Test("The base contains no plugin that some preset lacks, because plugins merge")
  func plugins() {
    var presets = Array(DefaultPresets.all.prefix(3))
    for index in [0, 1] { presets[index]["permissions.plugins.config.board"] = ["access_control": "FULL_ACCESS"] }
    for presets in [presets, Array(presets.prefix(2))] {
      let withSharedBase = Self.export(presets).withSharedBase
      #expect(withSharedBase.files.count == presets.count + 1)
      #expect(withSharedBase.plan(against: ObservedState(presets)).isEmpty)
      #expect(withSharedBase.files[0].text.contains("board") == (presets.count == 2))
    }
    presets[2]["permissions.plugins.config.other"] = [:]
    let withSharedBase = Self.export(presets).withSharedBase
    #expect(!withSharedBase.files[0].text.contains("board") && !withSharedBase.files[0].text.contains("other"))
    #expect(withSharedBase.plan(against: ObservedState(presets)).isEmpty)
  }

  @Test("If values are tied, the base gets the value with fewer permissions")
  func ties() {
    let presets = [0, 0, 2, 2].enumerated().map { DefaultPresets.all[$1].named("preset-\($0)") }
    let text = Self.export(presets).withSharedBase.files[0].text
    #expect(text.contains("  kick_participant: false\n") && text.contains("  waiting_room_type: SKIP_ON_ACCEPT\n"))
  }

  @Test("The base gets an unused name and an unused file name")
  func names() {
    let presets = ["Base", "base/2", "x"].map { DefaultPresets.all[0].named($0) }
    let base = Self.export(presets).withSharedBase.files[0]
    #expect(base.manifest.name == "base-2" && base.name == "base-2-2.yaml")
    let renamed = Export(of: ObservedState(DefaultPresets.all)).withSharedBase { name, file in
      name != "base" && file != "base-2.yaml"
    }
    #expect(renamed.files[0].manifest.name == "base-3")
  }
}
