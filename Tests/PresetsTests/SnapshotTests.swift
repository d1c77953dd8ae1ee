import OrderedCollections
import Presets
import TestSupport
import Testing

/// Snapshots as values: kept, read again, and planned back to.
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

  // MARK: The document

  @Test("hold what the plan touches as it was, and the names that were not there", arguments: 1...4)
  func contents(seed: Int) throws {
    let there = ["x", "old", "gone", "other"].enumerated().map { Self.preset("\($0)", $1, seed: seed + $0) }
    let made = JSON.object(Self.body("made", seed: seed).document).text()
    let renamed = JSON.object(Self.body("new", seed: seed).document.merging(["previously": "old"]) { $1 }).text()
    let desired = DesiredState(
      yaml: JSON.object(Self.body("x", seed: seed + 9).document).text(), made, renamed, "name: gone\nstate: absent\n")
    var plan = Planner.plan(Self.environment, desired: desired, observed: Self.observed(there))
    let snapshot = Snapshot(before: plan)
    #expect(snapshot.presets.map(\.name) == ["gone", "old", "x"])
    #expect(snapshot.absentNames == ["made"])
    for preset in snapshot.presets {
      let before = there.first { $0.id == preset.id }?.preset.document ?? [:]
      #expect(JSON.object(preset.preset.document).text() == JSON.object(before).text())
    }
    let text = snapshot.json.text(.faithful)
    let read = try Snapshot(document: Array(text.utf8))
    #expect(read.json.text(.faithful) == text)
    #expect(read == snapshot)

    plan.operations[0].blocked = .init(.policy, "no")
    #expect(Snapshot(before: plan).presets.map(\.name) == ["gone", "x"])
  }

  @Test(
    "are refused with words of their own",
    arguments: [
      ("{", "is cut off, or not JSON: the text ends within a collection (byte 2)"),
      ("", "is cut off, or not JSON: the text ends where a value is expected (byte 1)"), ("[]", "is not a snapshot"),
      (#"{"format_version": "1.0", "kind": "plan"}"#, "is a document of the kind 'plan', not a snapshot"),
      (
        #"{"format_version": "2.0", "kind": "snapshot"}"#,
        "has the format 2.0, which is newer than this program's 1.0"
      ),
      (#"{"format_version": "1.7", "kind": "snapshot"}"#, "was edited after it was written: its digest does not fit"),
    ])
  func refusals(text: String, message: String) {
    let problem = #expect(throws: DocumentProblem.self) { try Snapshot(document: Array(text.utf8)) }
    #expect(problem?.message == message)
  }

  @Test("are refused when they end too early, or when anything in them is another")
  func damaged() {
    let text = Self.snapshot.json.text(.faithful)
    let bytes = Array(text.utf8)
    for count in stride(from: 0, to: bytes.count - 2, by: 97) {
      #expect(throws: DocumentProblem.self) { try Snapshot(document: Array(bytes.prefix(count))) }
    }
    for (old, new) in [("true", "false"), ("\"x\"", "\"z\""), ("\"n\"", "\"o\""), ("ALLOWED", "CAN_REQUEST")] {
      #expect(throws: DocumentProblem.edited) { try Snapshot(document: Array(text.replacing(old, with: new).utf8)) }
    }
  }

  @Test("are refused when they name a preset twice, whoever signed that")
  func duplicates() {
    let twice =
      [
        ([Self.preset("1", "x"), Self.preset("1", "y")], [], "presets[].id"),
        ([Self.preset("1", "x"), Self.preset("2", "x")], [], "presets[].name"),
        ([Self.preset("1", "x")], ["x"], "presets[].name"), ([], ["n", "n"], "presets[].name"),
      ] as [([ObservedPreset], [ExactString], String)]
    for (presets, absent, place) in twice {
      let snapshot = Snapshot(environment: Self.environment, presets: presets, absentNames: absent)
      #expect(throws: DocumentProblem.unknownValue(at: place)) {
        try Snapshot(document: Array(snapshot.json.text().utf8))
      }
    }
  }

  // MARK: The plan back

  /// What is there now, and what the plan back to `snapshot` does about it.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let now: [ObservedPreset]
    let operations: [String]
    var unmanaged: [ExactString] = []
    var unchanged = 0
  }

  @Test(
    "are planned back to",
    arguments: [
      Case(
        testDescription: "nothing happened", now: [preset("1", "x"), preset("2", "y")], operations: [], unchanged: 4),
      Case(
        testDescription: "one was updated", now: [preset("1", "x", seed: 2), preset("2", "y")],
        operations: ["update x 1"], unchanged: 3),
      Case(
        testDescription: "one was renamed", now: [preset("1", "z"), preset("2", "y")],
        operations: ["rename x 1 from z"], unchanged: 3),
      Case(
        testDescription: "one was renamed to a name that was not there", now: [preset("1", "n"), preset("2", "y")],
        operations: ["rename x 1 from n"], unchanged: 3),
      Case(
        testDescription: "one was deleted", now: [preset("2", "y")], operations: ["create x -"], unchanged: 3),
      Case(
        testDescription: "one was created anew already", now: [preset("9", "x"), preset("2", "y")], operations: [],
        unchanged: 4),
      Case(
        testDescription: "one was created anew, but differently", now: [preset("9", "x", seed: 2), preset("2", "y")],
        operations: ["update x 9"], unchanged: 3),
      Case(
        testDescription: "one was deleted, and another took its name", now: [preset("2", "x")],
        operations: ["rename y 2 from x", "create x -"], unchanged: 2),
      Case(
        testDescription: "others were created", now: ["x", "y", "m", "z"].enumerated().map { preset("\($0 + 1)", $1) },
        operations: ["delete m 3"], unmanaged: ["z"], unchanged: 3),
      Case(
        testDescription: "all of it", now: [preset("1", "z", seed: 3), preset("4", "n"), preset("5", "m")],
        operations: ["rename x 1 from z", "create y -", "delete m 5", "delete n 4"]),
    ])
  func plans(state: Case) throws {
    let plan = try Restoration.plan(
      Self.environment, backTo: Self.snapshot, in: "s.json", observed: Self.observed(state.now))
    let operations = plan.operations.map { operation in
      "\(operation.action) \(operation.name) \(operation.id ?? "-")"
        + (operation.previousName.map { " from \($0)" } ?? "")
    }
    #expect(operations == state.operations)
    #expect(plan.unmanaged == state.unmanaged)
    #expect(plan.unchanged == state.unchanged)
    #expect(plan.restores == "s.json")
    #expect(Set(plan.observed.keys) == Set(plan.operations.compactMap(\.id)))
    let listed = state.now.map { ListedPreset(id: $0.id, name: $0.name) }
    let needed = Set(Self.snapshot.presetsToRead(among: listed).map(\.id))
    #expect(needed == Set(state.now.filter { $0.name != "z" || $0.id == "1" }.map(\.id)))
  }

  @Test("are not planned back to where a name went to another preset")
  func conflict() throws {
    let now = [Self.preset("1", "z"), Self.preset("2", "y"), Self.preset("3", "x")]
    let conflict = #expect(throws: Restoration.NameConflict.self) {
      try Restoration.plan(Self.environment, backTo: Self.snapshot, in: "s.json", observed: Self.observed(now))
    }
    #expect(conflict?.name == "x" && conflict?.currentName == "z" && conflict?.otherID == "3")
  }

  /// A field before and now, and the change that the plan back has for it.
  @Test(
    "are planned back to field by field",
    arguments: [
      // Values, of which some are the same to the API.
      ("permissions.can_record", "true", "false", "permissions.can_record", false),
      ("config.media.video.frame_rate", "30", "30.0", nil, false),
      ("ui.design_tokens.colors.text", "\"#FFF\"", "\"#fff\"", nil, false),
      ("config.track_recording", #"{"a":1,"b":[2]}"#, #"{"a":1}"#, "config.track_recording", false),
      // What was not there.
      ("permissions.stage_access", nil, "\"ALLOWED\"", "permissions.stage_access", false),
      ("permissions.is_recorder", nil, "false", nil, false),
      ("permissions.is_recorder", nil, "true", "permissions.is_recorder", false),
      ("config.media.audio", nil, #"{"enable_stereo":false}"#, nil, false),
      ("config.media.audio", nil, #"{"enable_stereo":true}"#, "config.media.audio", false),
      (
        "permissions.plugins.config", "{}", #"{"p":{"access_control":"FULL_ACCESS"}}"#, "permissions.plugins.config.p",
        false
      ),
      // What is not there any more.
      ("permissions.stage_access", "\"ALLOWED\"", nil, "permissions.stage_access", false),
      ("permissions.plugins.config.p", #"{"k":1}"#, nil, "permissions.plugins.config.p.k", false),
      ("permissions.plugins.config.p", "{}", nil, "permissions.plugins.config.p", false),
      ("permissions.plugins.config.p", "\"text\"", #"{"k":1}"#, "permissions.plugins.config.p", false),
      ("permissions.plugins.config.p", #"{"k":1}"#, "\"text\"", "permissions.plugins.config.p", false),
      // What nobody knows.
      ("ui.beta", "1.50", "2", "ui.beta", false), ("ui.beta", #"{"a":1}"#, #"{"b":1}"#, "ui.beta.a ui.beta.b", false),
      ("ui.beta", nil, "1", nil, false), ("ui.beta", "1", nil, nil, false), ("ui.beta", nil, "1", "ui.beta", true),
      ("ui.beta", "1", nil, "ui.beta", true),
    ] as [(FieldPath, String?, String?, String?, Bool)])
  func fields(path: FieldPath, earlier: String?, now: String?, expected: String?, allowsUnknownFields: Bool) throws {
    func preset(_ value: String?) throws -> ObservedPreset {
      var body = Self.body("x")
      body["permissions.plugins.config"] = [:]
      body["config.media.audio"] = nil
      body[path] = try value.map { try JSON(parsing: Array($0.utf8)) }
      return ObservedPreset(id: "1", name: "x", preset: body)
    }
    let snapshot = Snapshot(environment: Self.environment, presets: [try preset(earlier)])
    let now = try preset(now)
    let plan = try Restoration.plan(
      Self.environment, backTo: snapshot, in: "s.json", observed: Self.observed([now]),
      allowsUnknownFields: allowsUnknownFields)
    let changes = plan.operations.flatMap(\.changes)
    #expect(changes.map(\.field.description).joined(separator: " ") == expected ?? "")
    for change in changes { #expect(change.before == now.preset[change.field]) }
    for change in changes { #expect(change.after == snapshot.presets[0].preset[change.field]) }
    #expect(plan.isEmpty == (expected == nil))
  }

  @Test("are planned back to with the effects and the policy of any plan")
  func policy() throws {
    var before = Self.body("x")
    before["permissions.can_record"] = true
    var now = before
    now["permissions.can_record"] = false
    let plan = try Restoration.plan(
      Self.environment,
      backTo: Snapshot(environment: Self.environment, presets: [.init(id: "1", name: "x", preset: before)]),
      in: "s.json", observed: Self.observed([.init(id: "1", name: "x", preset: now)]))
    #expect(plan.operations.flatMap(\.changes).map(\.effects) == [[.widens, .bills]])
    #expect(Policy(widening: .deny).applied(to: plan).isBlocked)
    let warned = Policy(widening: .warn).applied(to: plan).warnings
    #expect(warned.map(\.fault) == [.widens(name: "x", fields: ["permissions.can_record"])])
    #expect(warned.map(\.location.file) == ["s.json"])
  }

  @Test("are shown back in every form, and read again from a saved plan")
  func forms() throws {
    let now = [Self.preset("1", "z"), Self.preset("4", "n")]
    let plan = try Restoration.plan(
      Self.environment, backTo: Self.snapshot, in: "s.json", observed: Self.observed(now))
    let text = PlanText(ink: Ink(isOn: false), width: 80).text(plan)
    try expectSnapshot(text + "\n" + PlanMarkdown.text(plan), "plans/restore")
    let read = try Plan(document: Array(plan.json.text(.pretty).utf8))
    #expect(read.operations == plan.operations && read.restores == "s.json")
    #expect(PlanText(ink: Ink(isOn: false), width: 80).text(read) == text)
    #expect(SchemaValidator(DocumentSchema.plan.json).problems(of: plan.json).isEmpty)
    #expect(SchemaValidator(DocumentSchema.snapshot.json).problems(of: Self.snapshot.json).isEmpty)
  }
}
