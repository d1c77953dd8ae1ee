import OrderedCollections
import TestSupport
import Testing

@testable import Authoring
@testable import Diagnostics
@testable import Documents
@testable import JSONValue
@testable import Manifests
@testable import Planning
@testable import Rendering
@testable import Schema

/// Any file is read or rejected with a message. Each test passes only if it completes.
@Suite("Hostile files") struct FuzzTests {
  private static let repository = Repository.find(around: ".")

  // MARK: Manifests

  private static let manifests = [
    """
    # A base.
    name: base
    abstract: true
    config:
      view_type: GROUP_CALL
      max_video_streams: {desktop: 9, mobile: 4}
      media: {video: {quality: hd, frame_rate: 30}, audio: &audio {enable_stereo: true}}
    permissions: {can_record: false, waiting_room_type: SKIP, plugins: {config: {board: {access_control: FULL_ACCESS}}}}
    ui: {design_tokens: {logo: "", colors: {brand: {500: "#2160FD"}}}}
    """,
    """
    name: class-host
    extends: [base]
    previously: [host, "old host"]
    ignore_changes: [ui.*]
    permissions: {can_record: true, stage_access: !unset }
    config: {livestream_viewer_qualities: [360, 720], media: {audio: {<<: {enable_stereo: false}}}}
    ---
    {"name": "gone", "state": "absent"}
    """,
    #"{"name": "x", "extends": "base", "config": {"media": {"video": {"frame_rate": 2.5e1}}}, "ui": {"config_diff": {}}}"#,
  ]

  @Test("Every problem in a manifest has a valid location and a message", arguments: Mutator.batches)
  func manifests(batch: Int) {
    for seed in Mutator.seeds(45, batch: batch) {
      var mutator = Mutator(seed: seed)
      var texts = Self.manifests.map { Array($0.utf8) }
      let index = seed % texts.count
      texts[index] = mutator.corrupted(texts[index])
      let files = texts.enumerated().map { number, bytes in
        ManifestText(bytes, file: "\(number)", format: number == 2 ? .json : .yaml)
      }
      let loaded = ManifestLoader(in: Self.repository, allowsUnknownFields: mutator.random.once(in: 2)).load(
        files, layers: mutator.random.once(in: 3) ? [[files[index]], [files[0]]] : [])
      Self.check(loaded.diagnostics, texts, seed)
      let names = loaded.state.presets.map(\.name)
      #expect(loaded.diagnostics.containsErrors || Set(names).count == names.count, "seed \(seed)")
    }
  }

  private static let project = """
    version: 1
    manifests: [presets, more/presets]
    allow_unknown_fields: false
    environments:
      staging: {account_id: 0123456789abcdef0123456789abcdef, app_id: 3f0c0a52-7a0e-4d6b-9a63-0f8f3a1f6f10}
      production:
        base_url: https://api.example.com/client/v4
        overlays: [overlays/production, overlays/all]
        prune: true
        manage: ["class-*"]
        protect: [class-host, "[ab]?"]
        limits: {deletes: 3, changes: 50%}
        policy: {widening: deny, drift: warn}
    """

  @Test("Every problem in a project file has a valid location and a message", arguments: Mutator.batches)
  func projectFiles(batch: Int) {
    for seed in Mutator.seeds(20, batch: batch) {
      var mutator = Mutator(seed: seed)
      let bytes = mutator.corrupted(Array(Self.project.utf8))
      let (project, diagnostics) = Project.read(bytes, file: "0")
      Self.check(diagnostics, [bytes], seed)
      #expect(project != nil || diagnostics.containsErrors, "seed \(seed)")
    }
  }

  private static func check(_ diagnostics: [Diagnostic], _ texts: [[UInt8]], _ seed: Int) {
    for diagnostic in diagnostics {
      let location = diagnostic.location
      // A location just after the last line marks something that is missing.
      let lines = Int(location.file).map { texts[$0].count { $0 == 0x0A || $0 == 0x0D } + texts[$0].count / 2 + 2 } ?? 0
      let hasValidLocation =
        (1...max(1, lines)).contains(location.line) && location.column >= 1 && diagnostic.width >= 0
      #expect(hasValidLocation && !diagnostic.problem.message.isEmpty, "seed \(seed): \(diagnostic)")
    }
    let text = DiagnosticText(style: TextStyler(isOn: true), width: 40) { $0 }.text(diagnostics)
    #expect(diagnostics.isEmpty == text.isEmpty, "seed \(seed)")
    _ = SARIF.json(diagnostics, failures: []).text()
  }

  // MARK: Saved documents

  private static let environment = Environment(
    name: "staging", accountID: "a", appID: "b", baseURL: "https://api.example.com/client/v4")

  private static func body(_ name: String) -> Preset {
    Preset([
      "name": .string(name), "config": ["view_type": "GROUP_CALL", "max_screenshare_count": 2],
      "permissions": ["can_record": false, "new": ["x": 1], "plugins": ["config": ["board": [:]]]],
      "ui": ["design_tokens": ["colors": ["brand": ["500": "#2160FD"]]]],
    ])
  }

  private static func observed(_ ids: [String]) -> ObservedState {
    ObservedState(
      listed: ids.map { ListedPreset(id: $0, name: ExactString("preset-\($0)")) },
      documents: ids.map { ObservedPreset(id: $0, name: ExactString("preset-\($0)"), preset: body("preset-\($0)")) })
  }

  private static let plan: Plan = {
    let change = FieldChange(
      field: "permissions.can_record", before: false, after: true, effects: [.widens, .bills], origin: .intent,
      location: Location(file: "presets/x.yaml", line: 2, column: 3))
    let removal = FieldChange(field: "ui.design_tokens.colors.brand.500", before: "#2160FD", after: nil)
    return Plan(
      environment: environment, base: Plan.Base("main", commit: "abc"),
      operations: [
        Operation(.rename, name: "new", id: "1", previousName: "preset-1", changes: [change]),
        Operation(
          .create, name: "made", changes: [FieldChange(field: "config.view_type", before: nil, after: "WEBINAR")]),
        Operation(.update, name: "preset-2", id: "2", location: change.location, changes: [change, removal]),
        Operation(.delete, name: "preset-3", id: "3", blocked: .init(.limit, "too many")),
      ],
      unmanaged: ["x"], prunable: ["y"], unchanged: 3,
      observed: ["1": body("preset-1"), "2": body("preset-2"), "3": body("preset-3")])
  }()

  /// Returns a corrupted document as bytes. Three of four documents have a valid digest, so that the corruption is not
  /// rejected at once.
  private static func corrupted(_ document: JSON, _ mutator: inout Mutator) -> [UInt8] {
    guard !mutator.random.once(in: 4) else { return mutator.corrupted(Array(document.text(.pretty).utf8)) }
    return Array(mutator.corrupted(document).signed.text(.pretty).utf8)
  }

  @Test("A plan that is not rejected can be rendered and saved", arguments: Mutator.batches)
  func plans(batch: Int) {
    let document = Self.plan.json
    for seed in Mutator.seeds(15, batch: batch) {
      var mutator = Mutator(seed: seed)
      let bytes = Self.corrupted(document, &mutator)
      do {
        Self.show(try Plan(document: bytes), seed)
      } catch {
        #expect(!error.message.isEmpty && !error.hint(for: .plan).isEmpty, "seed \(seed)")
      }
    }
  }

  private static func show(_ plan: Plan, _ seed: Int) {
    let text = PlanText(style: TextStyler(isOn: false), width: 80).text(plan)
    let isSafe = !text.unicodeScalars.contains { $0.isUnsafeToPrint && $0 != "\n" }
    #expect(isSafe, "seed \(seed)")
    let markdown = PlanMarkdown.document(plan).text(.comment)
    #expect(markdown.unicodeScalars.count <= 65_536 && !markdown.contains("<script>"), "seed \(seed)")
    _ = SARIF.json(plan.diagnostics, failures: []).text()
    _ = Report(blocking: plan).json.text()
    let saved = plan.json.text(.pretty)
    let isRoundTrip = (try? Plan(document: Array(saved.utf8)))?.json.text(.pretty) == saved
    #expect(isRoundTrip, "seed \(seed)")
  }

  @Test("A snapshot that is not rejected can be planned", arguments: Mutator.batches)
  func snapshots(batch: Int) {
    let snapshot = Snapshot(
      environment: Self.environment,
      presets: ["1", "2", "9"].map {
        ObservedPreset(id: $0, name: ExactString("preset-\($0)"), preset: Self.body("preset-\($0)"))
      }, absentNames: ["preset-3", "made"])
    for seed in Mutator.seeds(10, batch: batch) {
      var mutator = Mutator(seed: seed)
      let bytes = Self.corrupted(snapshot.json, &mutator)
      let read: Snapshot
      do {
        read = try Snapshot(document: bytes)
      } catch {
        #expect(!error.message.isEmpty && !error.hint(for: .snapshot).isEmpty, "seed \(seed)")
        continue
      }
      let plan = try? RestorePlanner.plan(
        Self.environment, backTo: read, in: "s.json", observed: Self.observed(["1", "2", "3"]),
        allowsUnknownFields: mutator.random.once(in: 2))
      if let plan { Self.show(plan, seed) }
    }
  }
}
