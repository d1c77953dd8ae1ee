import Authoring
import JSONValue
import Manifests
import Planning
import RealtimeKit
import RealtimeKitEmulator
import TestSupport
import Testing

/// An export of an applied state plans no changes with every behavior that the API may have.
@Suite("Exporting from the API") struct ExportRoundTripTests {
  @Test(
    "Applied and exported presets leave an empty plan", arguments: PropertyTests.behaviors,
    [1, 2])
  func roundTrip(behavior: Behavior, seed: Int) async throws {
    var generator = PresetGenerator(seed: seed)
    let presets = (0..<3).map { generator.preset(named: "preset-\($0)") }
    let app = try RemoteApp(DefaultPresets.all, behavior)
    #expect(try await app.apply(DesiredState(presets: presets)).isComplete)
    let observed = try await PresetReader(try app.connection(), parallelism: 5).observe(Selection())
    let export = Export(of: observed)
    #expect(export.files.count == 10 && export.skipped.isEmpty && export.leftOut.isEmpty)
    #expect(try await app.plan(export.loaded().state).isEmpty)
    let withSharedBase = export.withSharedBase { _, _ in true }
    #expect(withSharedBase.files.contains { $0.manifest.isAbstract })
    #expect(try await app.plan(withSharedBase.loaded().state).isEmpty)
    // The manifests are complete: applied to another app, they create the same presets.
    guard !behavior.addsUnknownFields else { return }
    var plain = Behavior()
    plain.addsDefaults = behavior.addsDefaults
    let other = try RemoteApp([], plain)
    #expect(try await other.apply(export.loaded().state).isComplete)
    let copied = try await PresetReader(try other.connection(), parallelism: 5).observe(Selection())
    #expect(Export(of: copied).files.map(\.text) == export.files.map(\.text))
  }

  @Test("An export reads only the selected presets")
  func selection() async throws {
    let app = try RemoteApp(DefaultPresets.all)
    let selection = Selection(only: [NamePattern("webinar_*")], except: [NamePattern("*_viewer")])
    let observed = try await PresetReader(try app.connection(), parallelism: 1).observe(selection)
    #expect(observed.documents.keys.map(\.text) == ["webinar_presenter"])
    #expect(await app.methods() == ["GET", "GET"])
  }
}
