import Presets
import RealtimeKitEmulator
import TestSupport
import Testing

@Suite("A shared base") struct SharedBaseTests {
  private static func export(_ presets: [Preset]) -> (flat: Export, factored: Export) {
    let flat = Export(of: ObservedState(presets))
    return (flat, flat.factored { _, _ in true })
  }

  /// Presets that differ from the first in some fields each.
  private static func relatives(_ seed: Int) -> [Preset] {
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

  @Test("the presets of a new app are what is special about each")
  func defaults() throws {
    let text = Self.export(DefaultPresets.all).factored.files.map { "=== \($0.name)\n\($0.text)" }.joined()
    try expectSnapshot(text, "export/defaults")
  }

  @Test("presets that share a base are the same as without it, and none drops anything", arguments: 0..<60)
  func law(seed: Int) {
    let presets = Self.relatives(seed)
    let (flat, factored) = Self.export(presets)
    #expect(factored.files.count == flat.files.count + 1)
    #expect(factored.plan(against: ObservedState(presets)).isEmpty)
    func fields(_ export: Export) -> [[FieldPath: JSON]] {
      export.loaded().state.presets.map { preset in
        Dictionary(uniqueKeysWithValues: preset.fields.compactMap { field in field.value.map { (field.path, $0) } })
      }
    }
    #expect(fields(factored) == fields(flat))
    #expect(factored.files.allSatisfy { !$0.text.contains("!unset") })
    let lengths = [factored, flat].map { $0.files.reduce(0) { $0 + $1.text.utf8.count } }
    #expect(lengths[0] < lengths[1])
  }

  @Test("presets that have little in common stand alone", arguments: 0..<10)
  func strangers(seed: Int) {
    var generator = PresetGenerator(seed: seed)
    let (flat, factored) = Self.export((0..<3).map { generator.preset(named: "preset-\($0)") })
    #expect(factored == flat)
  }

  @Test("one that contradicts the others stands alone, and they share what they would share without it")
  func outlier() throws {
    var generator = PresetGenerator(seed: 1)
    let relatives = Array(DefaultPresets.all.prefix(3))
    let all = Self.export(relatives + [generator.preset(named: "zebra")]).factored.files
    #expect(Array(all.dropLast()) == Self.export(relatives).factored.files)
    #expect(try #require(all.last).manifest.base == nil)
  }

  @Test("one preset has no base")
  func single() {
    #expect(Self.export([DefaultPresets.all[0]]).factored.files.count == 1)
  }

  @Test("plugins that not all have are no part of the base, since maps merge")
  func plugins() {
    var presets = Array(DefaultPresets.all.prefix(3))
    for index in [0, 1] { presets[index]["permissions.plugins.config.board"] = ["access_control": "FULL_ACCESS"] }
    for presets in [presets, Array(presets.prefix(2))] {
      let factored = Self.export(presets).factored
      #expect(factored.files.count == presets.count + 1)
      #expect(factored.plan(against: ObservedState(presets)).isEmpty)
      #expect(factored.files[0].text.contains("board") == (presets.count == 2))
    }
    presets[2]["permissions.plugins.config.other"] = [:]
    let factored = Self.export(presets).factored
    #expect(!factored.files[0].text.contains("board") && !factored.files[0].text.contains("other"))
    #expect(factored.plan(against: ObservedState(presets)).isEmpty)
  }

  @Test("between two halves the base takes the value of less power")
  func ties() {
    let presets = [0, 0, 2, 2].enumerated().map { DefaultPresets.all[$1].named("preset-\($0)") }
    let text = Self.export(presets).factored.files[0].text
    #expect(text.contains("  kick_participant: false\n") && text.contains("  waiting_room_type: SKIP_ON_ACCEPT\n"))
  }

  @Test("the base takes a name and a file that nothing else has")
  func names() {
    let presets = ["Base", "base/2", "x"].map { DefaultPresets.all[0].named($0) }
    let base = Self.export(presets).factored.files[0]
    #expect(base.manifest.name == "base-2" && base.name == "base-2-2.yaml")
    let taken = Export(of: ObservedState(DefaultPresets.all)).factored { name, file in
      name != "base" && file != "base-2.yaml"
    }
    #expect(taken.files[0].manifest.name == "base-3")
  }
}
