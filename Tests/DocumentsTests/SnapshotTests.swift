import Diagnostics
import JSONValue
import Manifests
import OrderedCollections
import Schema
import TestSupport
import Testing

@testable import Documents
@testable import Planning
@testable import Rendering

/// Snapshots: their contents, their document form and the plan that restores them.
@Suite("Snapshots") struct SnapshotTests {
  private static let environment = Environment(
    name: "staging", accountID: "a", appID: "b", baseURL: "https://api.example.com/client/v4")

  private static func body(_ name: String, seed: Int = 1) -> Preset {
    var generator = PresetGenerator(seed: seed)
    return generator.preset(named: name)
  }

  private static func observed(_ presets: [ObservedPreset]) -> ObservedState {
    ObservedState(listed: presets.map { ListedPreset(id: $0.id, name: $0.name) }, documents: presets)
  }

  private static func preset(_ id: String, _ name: String, seed: Int = 1) -> ObservedPreset {
    ObservedPreset(id: id, name: ExactString(name), preset: body(name, seed: seed))
  }

  private static let snapshot = Snapshot(
    environment: environment, presets: [preset("2", "y"), preset("1", "x")], absentNames: ["n", "m"])

  // MARK: Documents

  @Test("A snapshot has the presets of the plan as they were and the names that did not exist", arguments: 1...4)
  func contents(seed: Int) throws {
    let observedPresets = ["x", "old", "gone", "other"].enumerated().map { Self.preset("\($0)", $1, seed: seed + $0) }
    let createdText = JSON.object(Self.body("made", seed: seed).document).text()
    let renamedText = JSON.object(Self.body("new", seed: seed).document.merging(["previously": "old"]) { $1 }).text()
    let desired = DesiredState(
      yaml: JSON.object(Self.body("x", seed: seed + 9).document).text(), createdText, renamedText,
      "name: gone\nstate: absent\n")
    var plan = Planner.plan(Self.environment, desired: desired, observed: Self.observed(observedPresets))
    let snapshot = Snapshot(before: plan)
    #expect(snapshot.presets.map(\.name) == ["gone", "old", "x"])
    #expect(snapshot.absentNames == ["made"])
    for preset in snapshot.presets {
      let before = observedPresets.first { $0.id == preset.id }?.preset.document ?? [:]
      #expect(JSON.object(preset.preset.document).text() == JSON.object(before).text())
    }
    let text = snapshot.json.text(.prettyInDocumentOrder)
    let read = try Snapshot(document: Array(text.utf8))
    #expect(read.json.text(.prettyInDocumentOrder) == text)
    #expect(read == snapshot)

    plan.operations[0].blocked = .init(.policy, "no")
    #expect(Snapshot(before: plan).presets.map(\.name) == ["gone", "x"])
  }

  @Test(
    "An invalid snapshot is rejected with the reason",
    arguments: [
      ("{", "is truncated or not valid JSON: unexpected end of the text: a bracket is not closed (byte 2)"),
      ("", "is truncated or not valid JSON: unexpected end of the text: expected a value (byte 1)"),
      ("[]", "is not a snapshot"),
      (#"{"format_version": "1.0", "kind": "plan"}"#, "is a document of the kind 'plan', not a snapshot"),
      (
        #"{"format_version": "2.0", "kind": "snapshot"}"#,
        "has the format version 2.0, newer than the supported version 1.0"
      ),
      (#"{"format_version": "1.7", "kind": "snapshot"}"#, "was edited after it was written: its digest does not match"),
    ])
  func invalidSnapshots(text: String, message: String) {
    let problem = #expect(throws: DocumentError.self) { try Snapshot(document: Array(text.utf8)) }
    #expect(problem?.message == message)
  }

  @Test("A truncated or edited snapshot is rejected")
  func damaged() {
    let text = Self.snapshot.json.text(.prettyInDocumentOrder)
    let bytes = Array(text.utf8)
    for count in stride(from: 0, to: bytes.count - 2, by: 97) {
      #expect(throws: DocumentError.self) { try Snapshot(document: Array(bytes.prefix(count))) }
    }
    for (old, new) in [("true", "false"), ("\"x\"", "\"z\""), ("\"n\"", "\"o\""), ("ALLOWED", "CAN_REQUEST")] {
      #expect(throws: DocumentError.edited) { try Snapshot(document: Array(text.replacing(old, with: new).utf8)) }
    }
  }

  @Test("A snapshot with a duplicate preset is rejected even if its digest matches")
  func duplicates() {
    let cases =
      [
        ([Self.preset("1", "x"), Self.preset("1", "y")], [], "presets[].id"),
        ([Self.preset("1", "x"), Self.preset("2", "x")], [], "presets[].name"),
        ([Self.preset("1", "x")], ["x"], "presets[].name"), ([], ["n", "n"], "presets[].name"),
      ] as [([ObservedPreset], [ExactString], String)]
    for (presets, absent, path) in cases {
      let snapshot = Snapshot(environment: Self.environment, presets: presets, absentNames: absent)
      #expect(throws: DocumentError.unknownValue(at: path)) {
        try Snapshot(document: Array(snapshot.json.text().utf8))
      }
    }
  }

  // MARK: The restore plan

  /// The current presets and the plan that restores `snapshot`.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let current: [ObservedPreset]
    let operations: [String]
    var unmanaged: [ExactString] = []
    var unchanged = 0
  }

  @Test(
    "A restore plan brings back the presets of the snapshot",
    arguments: [
      Case(
        testDescription: "no change", current: [preset("1", "x"), preset("2", "y")], operations: [], unchanged: 4),
      Case(
        testDescription: "an updated preset", current: [preset("1", "x", seed: 2), preset("2", "y")],
        operations: ["update x 1"], unchanged: 3),
      Case(
        testDescription: "a renamed preset", current: [preset("1", "z"), preset("2", "y")],
        operations: ["rename x 1 from z"], unchanged: 3),
      Case(
        testDescription: "a preset renamed to an unused name", current: [preset("1", "n"), preset("2", "y")],
        operations: ["rename x 1 from n"], unchanged: 3),
      Case(
        testDescription: "a deleted preset", current: [preset("2", "y")], operations: ["create x -"], unchanged: 3),
      Case(
        testDescription: "a deleted preset that was created again", current: [preset("9", "x"), preset("2", "y")],
        operations: [],
        unchanged: 4),
      Case(
        testDescription: "a deleted preset that was created again with other values",
        current: [preset("9", "x", seed: 2), preset("2", "y")],
        operations: ["update x 9"], unchanged: 3),
      Case(
        testDescription: "a deleted preset whose name another preset took", current: [preset("2", "x")],
        operations: ["rename y 2 from x", "create x -"], unchanged: 2),
      Case(
        testDescription: "new presets", current: ["x", "y", "m", "z"].enumerated().map { preset("\($0 + 1)", $1) },
        operations: ["delete m 3"], unmanaged: ["z"], unchanged: 3),
      Case(
        testDescription: "all changes at once",
        current: [preset("1", "z", seed: 3), preset("4", "n"), preset("5", "m")],
        operations: ["rename x 1 from z", "create y -", "delete m 5", "delete n 4"]),
    ])
  func plans(state: Case) throws {
    let plan = try RestorePlanner.plan(
      Self.environment, backTo: Self.snapshot, in: "s.json", observed: Self.observed(state.current))
    let operations = plan.operations.map { operation in
      "\(operation.action) \(operation.name) \(operation.id ?? "-")"
        + (operation.previousName.map { " from \($0)" } ?? "")
    }
    #expect(operations == state.operations)
    #expect(plan.unmanaged == state.unmanaged)
    #expect(plan.unchanged == state.unchanged)
    #expect(plan.restores == "s.json")
    #expect(Set(plan.observed.keys) == Set(plan.operations.compactMap(\.id)))
    let listed = state.current.map { ListedPreset(id: $0.id, name: $0.name) }
    let idsToRead = Set(Self.snapshot.presetsToRead(among: listed).map(\.id))
    #expect(idsToRead == Set(state.current.filter { $0.name != "z" || $0.id == "1" }.map(\.id)))
  }

  @Test("A restore plan fails if another preset took a name of the snapshot")
  func conflict() throws {
    let current = [Self.preset("1", "z"), Self.preset("2", "y"), Self.preset("3", "x")]
    let conflict = #expect(throws: RestorePlanner.NameConflict.self) {
      try RestorePlanner.plan(Self.environment, backTo: Self.snapshot, in: "s.json", observed: Self.observed(current))
    }
    #expect(conflict?.name == "x" && conflict?.currentName == "z" && conflict?.otherID == "3")
  }

  /// A field before and now, and the change in the restore plan.
  @Test(
    "A restore plan changes each field back",
    arguments: [
      // Values, some of which are equal to the API.
      ("permissions.can_record", "true", "false", "permissions.can_record", false),
      ("config.media.video.frame_rate", "30", "30.0", nil, false),
      ("ui.design_tokens.colors.text", "\"#FFF\"", "\"#fff\"", nil, false),
      ("config.track_recording", #"{"a":1,"b":[2]}"#, #"{"a":1}"#, "config.track_recording", false),
      // Fields that did not exist.
      ("permissions.stage_access", nil, "\"ALLOWED\"", "permissions.stage_access", false),
      ("permissions.is_recorder", nil, "false", nil, false),
      ("permissions.is_recorder", nil, "true", "permissions.is_recorder", false),
      ("config.media.audio", nil, #"{"enable_stereo":false}"#, nil, false),
      ("config.media.audio", nil, #"{"enable_stereo":true}"#, "config.media.audio", false),
      (
        "permissions.plugins.config", "{}", #"{"p":{"access_control":"FULL_ACCESS"}}"#, "permissions.plugins.config.p",
        false
      ),
      // Fields that no longer exist.
      ("permissions.stage_access", "\"ALLOWED\"", nil, "permissions.stage_access", false),
      ("permissions.plugins.config.p", #"{"k":1}"#, nil, "permissions.plugins.config.p.k", false),
      ("permissions.plugins.config.p", "{}", nil, "permissions.plugins.config.p", false),
      ("permissions.plugins.config.p", "\"text\"", #"{"k":1}"#, "permissions.plugins.config.p", false),
      ("permissions.plugins.config.p", #"{"k":1}"#, "\"text\"", "permissions.plugins.config.p", false),
      // Unknown fields.
      ("ui.beta", "1.50", "2", "ui.beta", false), ("ui.beta", #"{"a":1}"#, #"{"b":1}"#, "ui.beta.a ui.beta.b", false),
      ("ui.beta", nil, "1", nil, false), ("ui.beta", "1", nil, nil, false), ("ui.beta", nil, "1", "ui.beta", true),
      ("ui.beta", "1", nil, "ui.beta", true),
    ] as [(FieldPath, String?, String?, String?, Bool)])
  func fields(path: FieldPath, before: String?, current: String?, expected: String?, allowsUnknownFields: Bool) throws {
    func preset(_ value: String?) throws -> ObservedPreset {
      var body = Self.body("x")
      body["permissions.plugins.config"] = [:]
      body["config.media.audio"] = nil
      body[path] = try value.map { try JSON(parsing: Array($0.utf8)) }
      return ObservedPreset(id: "1", name: "x", preset: body)
    }
    let snapshot = Snapshot(environment: Self.environment, presets: [try preset(before)])
    let current = try preset(current)
    let plan = try RestorePlanner.plan(
      Self.environment, backTo: snapshot, in: "s.json", observed: Self.observed([current]),
      allowsUnknownFields: allowsUnknownFields)
    let changes = plan.operations.flatMap(\.changes)
    #expect(changes.map(\.field.description).joined(separator: " ") == expected ?? "")
    for change in changes { #expect(change.before == current.preset[change.field]) }
    for change in changes { #expect(change.after == snapshot.presets[0].preset[change.field]) }
    #expect(plan.isEmpty == (expected == nil))
  }

  @Test("A restore plan has effects and is subject to the policy")
  func policy() throws {
    var before = Self.body("x")
    before["permissions.can_record"] = true
    var current = before
    current["permissions.can_record"] = false
    let plan = try RestorePlanner.plan(
      Self.environment,
      backTo: Snapshot(environment: Self.environment, presets: [.init(id: "1", name: "x", preset: before)]),
      in: "s.json", observed: Self.observed([.init(id: "1", name: "x", preset: current)]))
    #expect(plan.operations.flatMap(\.changes).map(\.effects) == [[.widens, .bills]])
    #expect(Policy(widening: .deny).applied(to: plan).isBlocked)
    let warned = Policy(widening: .warn).applied(to: plan).warnings
    #expect(warned.map(\.problem) == [.widens("x", ["permissions.can_record"])])
    #expect(warned.map(\.location.file) == ["s.json"])
  }

  @Test("A restore plan is rendered in every format and can be saved")
  func renderings() throws {
    let current = [Self.preset("1", "z"), Self.preset("4", "n")]
    let plan = try RestorePlanner.plan(
      Self.environment, backTo: Self.snapshot, in: "s.json", observed: Self.observed(current))
    let text = PlanText(style: TextStyler(isOn: false), width: 80).text(plan)
    try expectSnapshot(text + "\n" + PlanMarkdown.text(plan), "plans/restore")
    let read = try Plan(document: Array(plan.json.text(.pretty).utf8))
    #expect(read.operations == plan.operations && read.restores == "s.json")
    #expect(PlanText(style: TextStyler(isOn: false), width: 80).text(read) == text)
    #expect(SchemaValidator(DocumentSchema.plan.json).problems(of: plan.json).isEmpty)
    #expect(SchemaValidator(DocumentSchema.snapshot.json).problems(of: Self.snapshot.json).isEmpty)
  }
}
