import OrderedCollections
import Presets
import RealtimeKit
import RealtimeKitEmulator
import TestSupport
import Testing

/// What must be true whatever the API turns out to be.
@Suite("Laws") struct LawTests {
  /// Each switch on its own, and the worst of them together.
  static let behaviors: [Behavior] = {
    func with(_ change: (inout Behavior) -> Void) -> Behavior {
      var behavior = Behavior()
      change(&behavior)
      return behavior
    }
    let worst = with {
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
      Behavior(), worst, with { $0.patch = .shallow }, with { $0.patch = .section },
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

  private static func bodies(_ seed: Int, count: Int = 3) -> [Preset] {
    var generator = PresetGenerator(seed: seed)
    return (0..<count).map { generator.preset(named: "preset-\($0)") }
  }

  @Test("after an apply the plan is empty, and the server holds what was declared", arguments: behaviors, [1, 2, 3])
  func convergence(behavior: Behavior, seed: Int) async throws {
    let app = try RemoteApp([], behavior)
    let bodies = Self.bodies(seed)
    let desired = DesiredState(bodies: bodies)
    let report = try await app.apply(desired)
    #expect(report.isComplete, "\(report.entries.compactMap(\.failure))")
    #expect(try await app.plan(desired).isEmpty)
    for body in bodies {
      let held = try #require(await app.document(body.name))
      #expect(Verification.missing(of: body.document, in: held).isEmpty)
      if !behavior.addsUnknownFields { #expect(JSON.object(held.document) == .object(body.document)) }
    }
  }

  @Test("an update makes old presets equal to new manifests, and the plan empty", arguments: behaviors, [11, 12, 13])
  func update(behavior: Behavior, seed: Int) async throws {
    let app = try RemoteApp(Self.bodies(seed), behavior)
    let desired = DesiredState(bodies: Self.bodies(seed + 100))
    let plan = try await app.plan(desired)
    #expect(plan.summary.update == 3)
    let report = try await app.apply(plan)
    #expect(report.isComplete, "\(report.entries.compactMap(\.failure))")
    #expect(try await app.plan(desired).isEmpty)
  }

  @Test("a single remote field flipped shows as exactly that one change", arguments: PresetSchema.current.fields)
  func singleFlip(field: FieldDeclaration) async throws {
    guard field.path != "name", field.type != .plugins else { return }
    var generator = PresetGenerator(seed: 5)
    var body = generator.preset(named: "x")
    if body[field.path] == nil { body[field.path] = generator.value(of: field.type, otherThan: nil) }
    let other = generator.value(of: field.type, otherThan: body[field.path])
    let app = try RemoteApp([body, body.named("y")])
    await app.emulator.edit("x") { $0[field.path] = other }
    let plan = try await app.plan(DesiredState(bodies: [body, body.named("y")]))
    let change = try #require(plan.operations.first?.changes.first)
    #expect(plan.operations.map(\.name) == ["x"])
    #expect(plan.operations.flatMap(\.changes).map(\.field) == [field.path])
    #expect((change.before, change.after) == (other, body[field.path]))
    #expect(try await app.apply(plan).isComplete)
    #expect(try await app.plan(DesiredState(bodies: [body, body.named("y")])).isEmpty)
  }

  @Test("a renamed remote preset is missing under its name and unmanaged under the other")
  func nameFlip() async throws {
    let body = Self.bodies(5)[0]
    let app = try RemoteApp([body])
    await app.emulator.edit(body.name) { $0.document["name"] = "other" }
    let plan = try await app.plan(DesiredState(bodies: [body]))
    #expect(plan.operations.map(\.action) == [.create])
    #expect(plan.unmanaged == ["other"])
  }

  @Test("a leaf of a plugin's entry flipped shows as exactly that leaf")
  func pluginFlip() async throws {
    var body = Self.bodies(5)[0]
    let path: FieldPath = "permissions.plugins.config.board.access_control"
    body[path] = "VIEW_ONLY"
    let app = try RemoteApp([body])
    await app.emulator.edit(body.name) {
      $0[path] = "FULL_ACCESS"
      $0["permissions.plugins.config.unmanaged"] = ["handles_view_only": true]
    }
    let plan = try await app.plan(DesiredState(bodies: [body]))
    #expect(plan.operations.flatMap(\.changes).map(\.field) == [path])
    #expect(plan.operations.flatMap(\.changes).map(\.effects) == [[.narrows]])
    _ = try await app.apply(plan)
    #expect(await app.document(body.name)?["permissions.plugins.config.unmanaged.handles_view_only"] == true)
  }

  @Test("fields that no manifest sets never show, and survive an update", arguments: behaviors)
  func unmanagedFields(behavior: Behavior) async throws {
    var generator = PresetGenerator(seed: 9)
    var remote = generator.preset(named: "x")
    let body = remote
    for field in PresetSchema.current.fields where remote[field.path] == nil {
      remote[field.path] = generator.value(of: field.type)
    }
    let app = try RemoteApp([remote], behavior)
    let desired = DesiredState(bodies: [body])
    #expect(try await app.plan(desired).isEmpty)
    let before = try #require(await app.document("x"))
    await app.emulator.edit("x") { preset in
      preset[\.permissions.canRecord] = !(preset[\.permissions.canRecord] ?? false)
      preset[\.config.viewType] = .audioRoom
      preset["ui.design_tokens.colors.text"] = "#123456"
    }
    #expect(try await app.apply(desired).isComplete)
    let after = try #require(await app.document("x"))
    for field in PresetSchema.current.fields where body[field.path] == nil {
      #expect(after[field.path] == before[field.path], "\(field.path)")
    }
  }

  @Test("unknown remote fields survive an update byte for byte", arguments: Behavior.Merging.allCases)
  func unknownFields(merging: Behavior.Merging) async throws {
    var behavior = Behavior()
    behavior.addsUnknownFields = true
    behavior.patch = merging
    let bodies = Self.bodies(21, count: 1)
    let app = try RemoteApp(bodies, behavior)
    let before = try #require(await app.document(bodies[0].name))
    let desired = DesiredState(bodies: Self.bodies(22, count: 1))
    #expect(try await app.apply(desired).isComplete)
    let after = try #require(await app.document(bodies[0].name))
    let unknown: [FieldPath] = [
      "config.layout_beta", "permissions.can_wave", "permissions.chat.reactions", "ui.design_tokens.shadow",
      "organization_id",
    ]
    for path in unknown { #expect(try #require(before[path]).text() == after[path]?.text(), "\(path)") }
  }

  @Test("the plan is the same bytes for any file order and parallelism", arguments: [1, 2, 5, 20])
  func determinism(parallelism: Int) async throws {
    let remote = Self.bodies(31, count: 6)
    var behavior = Behavior()
    behavior.maximumPageSize = 2
    let wanted = Self.bodies(32, count: 8)
    var random = SeededGenerator(seed: parallelism)
    func plan(_ bodies: [Preset], _ parallelism: Int) async throws -> String {
      // Files keep their names whatever the order in which they are found.
      let texts = bodies.map {
        ManifestText(Array(JSON.object($0.document).text().utf8), file: "\($0.name).json", format: .json)
      }
      let desired = ManifestLoader(in: RepositoryFolder(around: ".")).load(texts).state
      return try await RemoteApp(remote, behavior, parallelism: parallelism).plan(desired).json.text(.pretty)
    }
    let first = try await plan(wanted, 1)
    #expect(try await plan(wanted.shuffled(using: &random), parallelism) == first)
  }

  @Test("a manifest that sets everything is compared without regard to spelling")
  func spelling() async throws {
    var body = Self.bodies(41)[0]
    body[\.ui.designTokens.colors.text] = "#ABCDEF"
    body[\.config.media.video.frameRate] = 30
    let app = try RemoteApp([body])
    await app.emulator.edit(body.name) {
      $0["ui.design_tokens.colors.text"] = "#abcdef"
      $0["config.media.video.frame_rate"] = JSON.Number("3.00e1").map(JSON.number)
    }
    #expect(try await app.plan(DesiredState(bodies: [body])).isEmpty)
  }
}
