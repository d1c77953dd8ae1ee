import Presets
import RealtimeKit
import RealtimeKitEmulator
import TestSupport
import Testing

/// Apply, export, plan: empty, whatever the API turns out to be.
@Suite("Exports from the API") struct ExportLawTests {
  @Test(
    "what was applied and exported leaves nothing to plan, and is not read twice", arguments: LawTests.behaviors,
    [1, 2])
  func law(behavior: Behavior, seed: Int) async throws {
    var generator = PresetGenerator(seed: seed)
    let bodies = (0..<3).map { generator.preset(named: "preset-\($0)") }
    let app = try RemoteApp(DefaultPresets.all, behavior)
    #expect(try await app.apply(DesiredState(bodies: bodies)).isComplete)
    let observed = try await PresetReader(try app.connection(), parallelism: 5).observe(Selection())
    let export = Export(of: observed)
    #expect(export.files.count == 10 && export.skipped.isEmpty && export.leftOut.isEmpty)
    #expect(try await app.plan(export.loaded().state).isEmpty)
    let factored = export.factored { _, _ in true }
    #expect(factored.files.contains { $0.manifest.isAbstract })
    #expect(try await app.plan(factored.loaded().state).isEmpty)
    // The manifests are whole: another app gets the same presets from them.
    guard !behavior.addsUnknownFields else { return }
    var plain = Behavior()
    plain.addsDefaults = behavior.addsDefaults
    let other = try RemoteApp([], plain)
    #expect(try await other.apply(export.loaded().state).isComplete)
    let copied = try await PresetReader(try other.connection(), parallelism: 5).observe(Selection())
    #expect(Export(of: copied).files.map(\.text) == export.files.map(\.text))
  }

  @Test("only what is selected is read")
  func selection() async throws {
    let app = try RemoteApp(DefaultPresets.all)
    let selection = Selection(only: [NamePattern("webinar_*")], except: [NamePattern("*_viewer")])
    let observed = try await PresetReader(try app.connection(), parallelism: 1).observe(selection)
    #expect(observed.documents.keys.map(\.text) == ["webinar_presenter"])
    #expect(await app.methods() == ["GET", "GET"])
  }
}
