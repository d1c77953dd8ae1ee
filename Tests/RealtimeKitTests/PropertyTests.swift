import Documents
import JSONValue
import Manifests
import OrderedCollections
import Planning
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

/// Properties that hold for every behavior that the API may have.
@Suite("Properties of planning and applying") struct PropertyTests {
  /// Each switch alone, and the least favorable switches together.
  static let behaviors: [Behavior] = {
    func with(_ change: (inout Behavior) -> Void) -> Behavior {
      var behavior = Behavior()
      change(&behavior)
      return behavior
    }
    let leastFavorable = with {
      $0.patch = .section
      $0.updateAnswersWithID = false
      $0.addsUnknownFields = true
      $0.reordersKeys = true
      $0.envelope = .result
      $0.errorEnvelope = .gateway
      $0.emptyListIsMissing = true
      $0.maximumPageSize = 2
    }
    return [
      Behavior(), leastFavorable, with { $0.patch = .shallow }, with { $0.patch = .section },
      with { $0.updateAnswersWithID = false }, with { $0.addsDefaults = false },
      with { $0.addsUnknownFields = true }, with { $0.reordersKeys = true }, with { $0.envelope = .result },
      with { $0.errorEnvelope = .gateway }, with { $0.emptyListIsMissing = true }, with { $0.maximumPageSize = 1 },
      with { $0.createStatus = .ok }, with { $0.createAnswersWithID = false },
      with {
        $0.createAnswersWithID = false
        $0.search = .ignored
        $0.maximumPageSize = 2
      },
      with { $0.search = .exact }, with { $0.putKeepsUnknownFields = false }, with { $0.readLag = 2 },
      with {
        $0.readLag = 3
        $0.freshPreset = .forbidden
        $0.createAnswersWithID = false
      },
      with {
        $0.shiftingLists = 2
        $0.maximumPageSize = 2
      },
      with {
        $0.shiftingLists = 1
        $0.listShift = .repeats
        $0.maximumPageSize = 1
      },
    ]
  }()

  private static func presets(_ seed: Int, count: Int = 3) -> [Preset] {
    var generator = PresetGenerator(seed: seed)
    return (0..<count).map { generator.preset(named: "preset-\($0)") }
  }

  @Test("After an apply the plan is empty and the server has the declared presets", arguments: behaviors, [1, 2, 3])
  func convergence(behavior: Behavior, seed: Int) async throws {
    let app = try RemoteApp([], behavior)
    let presets = Self.presets(seed)
    let desired = DesiredState(presets: presets)
    let report = try await app.apply(desired)
    #expect(report.isComplete, "\(report.entries.compactMap(\.failure))")
    #expect(try await app.plan(desired).isEmpty)
    for preset in presets {
      let current = try #require(await app.document(preset.name))
      #expect(DocumentDiff.unsavedFields(preset.document, in: current).isEmpty)
      if !behavior.addsUnknownFields { #expect(JSON.object(current.document) == .object(preset.document)) }
    }
  }

  @Test(
    "An update makes existing presets equal to the manifests and leaves an empty plan",
    arguments: behaviors, [11, 12, 13])
  func update(behavior: Behavior, seed: Int) async throws {
    let app = try RemoteApp(Self.presets(seed), behavior)
    let desired = DesiredState(presets: Self.presets(seed + 100))
    let plan = try await app.plan(desired)
    #expect(plan.summary.update == 3)
    let report = try await app.apply(plan)
    #expect(report.isComplete, "\(report.entries.compactMap(\.failure))")
    #expect(try await app.plan(desired).isEmpty)
  }

  @Test(
    "A change of one remote field appears as exactly one change in the plan", arguments: PresetSchema.current.fields)
  func singleFieldChange(field: FieldDeclaration) async throws {
    guard field.path != "name", field.type.shape != .plugins else { return }
    var generator = PresetGenerator(seed: 5)
    var preset = generator.preset(named: "x")
    if preset[field.path] == nil { preset[field.path] = generator.value(of: field.type, otherThan: nil) }
    let other = generator.value(of: field.type, otherThan: preset[field.path])
    let app = try RemoteApp([preset, preset.named("y")])
    await app.emulator.edit("x") { $0[field.path] = other }
    let plan = try await app.plan(DesiredState(presets: [preset, preset.named("y")]))
    let change = try #require(plan.operations.first?.changes.first)
    #expect(plan.operations.map(\.name) == ["x"])
    #expect(plan.operations.flatMap(\.changes).map(\.field) == [field.path])
    #expect((change.before, change.after) == (other, preset[field.path]))
    #expect(try await app.apply(plan).isComplete)
    #expect(try await app.plan(DesiredState(presets: [preset, preset.named("y")])).isEmpty)
  }

  @Test("A renamed remote preset appears as a create and an unmanaged preset")
  func changedName() async throws {
    let preset = Self.presets(5)[0]
    let app = try RemoteApp([preset])
    await app.emulator.edit(preset.name) { $0.document["name"] = "other" }
    let plan = try await app.plan(DesiredState(presets: [preset]))
    #expect(plan.operations.map(\.action) == [.create])
    #expect(plan.unmanaged == ["other"])
  }

  @Test("A change of one value in a plugin entry appears as exactly one change")
  func pluginFieldChange() async throws {
    var preset = Self.presets(5)[0]
    let path: FieldPath = "permissions.plugins.config.board.access_control"
    preset[path] = "VIEW_ONLY"
    let app = try RemoteApp([preset])
    await app.emulator.edit(preset.name) {
      $0[path] = "FULL_ACCESS"
      $0["permissions.plugins.config.unmanaged"] = ["handles_view_only": true]
    }
    let plan = try await app.plan(DesiredState(presets: [preset]))
    #expect(plan.operations.flatMap(\.changes).map(\.field) == [path])
    #expect(plan.operations.flatMap(\.changes).map(\.effects) == [[.narrows]])
    _ = try await app.apply(plan)
    #expect(await app.document(preset.name)?["permissions.plugins.config.unmanaged.handles_view_only"] == true)
  }

  @Test("Unmanaged fields never appear in a plan and survive an update", arguments: behaviors)
  func unmanagedFields(behavior: Behavior) async throws {
    var generator = PresetGenerator(seed: 9)
    var remote = generator.preset(named: "x")
    let preset = remote
    for field in PresetSchema.current.fields where remote[field.path] == nil {
      remote[field.path] = generator.value(of: field.type)
    }
    let app = try RemoteApp([remote], behavior)
    let desired = DesiredState(presets: [preset])
    #expect(try await app.plan(desired).isEmpty)
    let before = try #require(await app.document("x"))
    await app.emulator.edit("x") { preset in
      preset[\.permissions.canRecord] = !(preset[\.permissions.canRecord] ?? false)
      preset[\.config.viewType] = .audioRoom
      preset["ui.design_tokens.colors.text"] = "#123456"
    }
    #expect(try await app.apply(desired).isComplete)
    let after = try #require(await app.document("x"))
    for field in PresetSchema.current.fields where preset[field.path] == nil {
      #expect(after[field.path] == before[field.path], "\(field.path)")
    }
  }

  @Test("Unknown remote fields survive an update byte for byte", arguments: Behavior.Merging.allCases)
  func unknownFields(merging: Behavior.Merging) async throws {
    var behavior = Behavior()
    behavior.addsUnknownFields = true
    behavior.patch = merging
    let presets = Self.presets(21, count: 1)
    let app = try RemoteApp(presets, behavior)
    let before = try #require(await app.document(presets[0].name))
    let desired = DesiredState(presets: Self.presets(22, count: 1))
    #expect(try await app.apply(desired).isComplete)
    let after = try #require(await app.document(presets[0].name))
    let unknown: [FieldPath] = [
      "config.layout_beta", "permissions.can_wave", "permissions.chat.reactions", "ui.design_tokens.shadow",
      "organization_id",
    ]
    for path in unknown { #expect(try #require(before[path]).text() == after[path]?.text(), "\(path)") }
  }

  @Test("The plan is byte for byte the same for any file order and parallelism", arguments: [1, 2, 5, 20])
  func determinism(parallelism: Int) async throws {
    let remote = Self.presets(31, count: 6)
    var behavior = Behavior()
    behavior.maximumPageSize = 2
    let desiredPresets = Self.presets(32, count: 8)
    var random = SeededGenerator(seed: parallelism)
    func plan(_ presets: [Preset], _ parallelism: Int) async throws -> String {
      // Each file keeps its name, whatever the order.
      let texts = presets.map {
        ManifestText(Array(JSON.object($0.document).text().utf8), file: "\($0.name).json", format: .json)
      }
      let desired = ManifestLoader(in: Repository.find(around: ".")).load(texts).state
      return try await RemoteApp(remote, behavior, parallelism: parallelism).plan(desired).json.text(.pretty)
    }
    let first = try await plan(desiredPresets, 1)
    #expect(try await plan(desiredPresets.shuffled(using: &random), parallelism) == first)
  }

  @Test("Differences in spelling alone are no change")
  func spelling() async throws {
    var preset = Self.presets(41)[0]
    preset[\.ui.designTokens.colors.text] = "#ABCDEF"
    preset[\.config.media.video.frameRate] = 30
    let app = try RemoteApp([preset])
    await app.emulator.edit(preset.name) {
      $0["ui.design_tokens.colors.text"] = "#abcdef"
      $0["config.media.video.frame_rate"] = JSON.Number("3.00e1").map(JSON.number)
    }
    #expect(try await app.plan(DesiredState(presets: [preset])).isEmpty)
  }
}
