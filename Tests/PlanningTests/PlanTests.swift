import Diagnostics
import Documents
import JSONValue
import Manifests
import OrderedCollections
import Rendering
import Schema
import TestSupport
import Testing

@testable import Planning

/// Plans: their document form, the origins of their changes, policies and staleness.
@Suite("Plans") struct PlanTests {
  private static let environment = Environment(
    name: "staging", accountID: "a", appID: "b", baseURL: "https://api.example.com/client/v4")

  private static func body(_ name: String, seed: Int) -> Preset {
    var generator = PresetGenerator(seed: seed)
    return generator.preset(named: name)
  }

  /// Returns a plan of random presets with operations of every kind.
  private static func plan(seed: Int) -> Plan {
    let desired = DesiredState(
      yaml: text("new", seed, ["previously": ["old", "older"]]), "name: gone\nstate: absent\n", text("x", seed + 1),
      text("made", seed + 2), text("same", seed + 3), text("ünïcode ##[x] \u{202E}", seed + 4))
    let observed = [
      ("old", seed + 5), ("older", seed), ("gone", seed + 6), ("x", seed + 7), ("same", seed + 3), ("other", seed + 8),
    ].enumerated().map { index, preset in
      ObservedPreset(id: "id-\(index)", name: ExactString(preset.0), preset: body(preset.0, seed: preset.1))
    }
    let state = ObservedState(listed: observed.map { ListedPreset(id: $0.id, name: $0.name) }, documents: observed)
    return Planner.plan(environment, desired: desired, observed: state)
  }

  private static func text(_ name: String, _ seed: Int, _ more: JSON.Object = [:]) -> String {
    JSON.object(body(name, seed: seed).document.merging(more) { $1 }).text()
  }

  // MARK: Documents

  @Test("A saved plan is read back unchanged", arguments: 1...6)
  func roundTrip(seed: Int) throws {
    let earlier = DesiredState(yaml: Self.text("x", seed + 1), Self.text("made", seed + 2))
    let plan = Policy(widening: .deny, drift: .warn).applied(
      to: Self.plan(seed: seed).labeled(comparing: earlier, at: .init("origin/main", commit: "abc")))
    for layout in [JSON.Layout.pretty, .canonical, .compact] {
      let read = try Plan(document: Array(plan.json.text(layout).utf8))
      #expect(read.json.text(.pretty) == plan.json.text(.pretty))
      #expect(read.operations == plan.operations)
      #expect(read.observed.mapValues { JSON.object($0.document) } == plan.observed.mapValues { .object($0.document) })
      #expect(
        PlanText(style: TextStyler(isOn: false), width: 80).text(read)
          == PlanText(style: TextStyler(isOn: false), width: 80).text(plan))
      #expect(PlanMarkdown.text(read) == PlanMarkdown.text(plan))
    }
  }

  @Test("A saved plan distinguishes a removal from a null value and a missing field from a null field")
  func nulls() throws {
    let path: FieldPath = "config.livestream_viewer_qualities"
    var remote = Self.body("x", seed: 1)
    remote[path] = .null
    let dotted = FieldPath(["permissions", "plugins", "config", "a.b", "key"])
    let changes = [
      FieldChange(field: path, before: .null, after: .null), FieldChange(field: path, before: .null, after: nil),
      FieldChange(field: dotted, before: nil, after: 1), FieldChange(field: "ui.beta", before: nil, after: .null),
    ]
    let plan = Plan(
      environment: Self.environment, operations: [Operation(.update, name: "x", id: "1", changes: changes)],
      observed: ["1": remote])
    #expect(try Plan(document: Array(plan.json.text().utf8)).operations == plan.operations)
  }

  @Test("A plan that is truncated anywhere is rejected")
  func truncated() {
    let bytes = Array(Self.plan(seed: 1).json.text(.pretty).utf8)
    for count in stride(from: 0, to: bytes.count - 1, by: 101) {
      #expect(throws: DocumentError.self) { try Plan(document: Array(bytes.prefix(count))) }
    }
  }

  @Test("A plan with any changed value is rejected")
  func edited() throws {
    let document = Self.plan(seed: 1).json
    var count = 0
    // To save time, only every seventh value is tested.
    for (index, edited) in Self.mutations(of: document).enumerated() where index % 7 == 0 {
      count += 1
      #expect(throws: DocumentError.self) { try Plan(document: Array(edited.text().utf8)) }
    }
    #expect(count > 100)
  }

  /// Returns copies of the document that each have one scalar changed.
  private static func mutations(of json: JSON) -> [JSON] {
    switch json {
    case .object(let members):
      return members.flatMap { member in
        mutations(of: member.value).map { value in
          var copy = members
          copy[member.key] = value
          return JSON.object(copy)
        }
      }
    case .array(let items):
      return items.indices.flatMap { index in
        mutations(of: items[index]).map { value in
          var copy = items
          copy[index] = value
          return JSON.array(copy)
        }
      }
    case .string(let text): return [.string(text + "x")]
    case .bool(let value): return [.bool(!value)]
    case .number(let number): return [.string(number.text)]
    case .null: return [false]
    }
  }

  @Test(
    "An invalid plan is rejected with the reason",
    arguments: [
      ("{", "is truncated or not valid JSON: unexpected end of the text: a bracket is not closed (byte 2)"),
      ("[]", "is not a plan"),
      (#"{"format_version": "1.0", "kind": "report"}"#, "is a document of the kind 'report', not a plan"),
      (
        #"{"format_version": "2.0", "kind": "plan"}"#,
        "has the format version 2.0, newer than the supported version 1.0"
      ),
      (#"{"format_version": "1.7", "kind": "plan"}"#, "was edited after it was written: its digest does not match"),
    ])
  func invalidPlans(text: String, message: String) {
    let problem = #expect(throws: DocumentError.self) { try Plan(document: Array(text.utf8)) }
    #expect(problem?.message == message)
  }

  // MARK: Origins

  /// The value in the earlier manifests, in the current manifests and on the server, and the origin of the change.
  @Test(
    "A change from the branch is intent, and any other change is drift",
    arguments: [
      // The branch changed the field.
      ("1", "2", "1", Origin.intent),
      // The branch did not change the field, so the server did.
      ("2", "2", "1", .drift), ("2.0", "2", "1", .drift),
      // Both changed it.
      ("1", "2", "3", .intent),
      // The branch added the field.
      (nil, "2", "1", .intent),
    ] as [(String?, String, String, Origin)])
  func origins(earlier: String?, now: String, remote: String, origin: Origin) throws {
    func state(_ rate: String?) -> DesiredState {
      let line = rate.map { "config: {media: {video: {frame_rate: \($0)}}}\n" } ?? ""
      var base = Self.body("base", seed: 1)
      base.document["abstract"] = true
      if rate == nil { base["config.media.video.frame_rate"] = nil }
      // A preset without this field is incomplete, but its state is usable.
      return LoadedManifests(yaml: [JSON.object(base.document).text(), "name: x\nextends: base\n" + line]).state
    }
    var remotePreset = Self.body("x", seed: 1)
    remotePreset["config.media.video.frame_rate"] = JSON.Number(remote).map(JSON.number)
    let observed = ObservedState(
      listed: [ListedPreset(id: "1", name: "x")], documents: [ObservedPreset(id: "1", name: "x", preset: remotePreset)])
    let plan = Planner.plan(Self.environment, desired: state(now), observed: observed)
      .labeled(comparing: state(earlier), at: .init("main"))
    #expect(plan.operations.flatMap(\.changes).map(\.origin) == [origin])
    #expect((plan.summary.intent, plan.summary.drift) == (origin == .intent ? (1, 0) : (0, 1)))
  }

  @Test("A create, rename or delete is drift if the earlier manifests already required it")
  func originsOfOperations() {
    let plan = Self.plan(seed: 1)
    func origins(_ earlier: DesiredState) -> [Origin?] {
      plan.labeled(comparing: earlier, at: .init("main")).operations.map(\.origin)
    }
    #expect(plan.operations.map(\.action) == [.rename, .create, .create, .update, .delete])
    #expect(origins(DesiredState([])) == [.intent, .intent, .intent, nil, .intent])
    let all = DesiredState(
      yaml: Self.text("new", 1), Self.text("made", 3), "name: gone\nstate: absent\n", "name: x\nstate: absent\n",
      Self.text("ünïcode ##[x] \u{202E}", 5))
    #expect(origins(all) == [.drift, .drift, .drift, nil, .drift])
  }

  // MARK: Policy

  @Test(
    "A policy blocks or reports operations that widen permissions or revert drift",
    arguments: Policy.Level.allCases, Policy.Level.allCases)
  func policy(widening: Policy.Level, drift: Policy.Level) {
    let changes = [
      FieldChange(
        field: "permissions.can_record", before: false, after: true, effects: [.widens], origin: .intent,
        location: Location(file: "a.yaml"))
    ]
    let drifted = [
      FieldChange(
        field: "permissions.can_record", before: true, after: false, effects: [.narrows], origin: .drift,
        location: Location(file: "b.yaml"))
    ]
    let location = Location(file: "a.yaml")
    let plan = Plan(
      environment: Self.environment, base: .init("main"),
      operations: [
        Operation(.update, name: "wider", id: "1", location: location, changes: changes),
        Operation(.update, name: "drifted", id: "2", location: location, changes: drifted),
        Operation(.update, name: "other", id: "3", location: location),
      ])
    let result = Policy(widening: widening, drift: drift).applied(to: plan)
    #expect(result.operations.map { $0.blocked != nil } == [widening == .deny, drift == .deny, false])
    var warnings: [Problem] = []
    if drift == .warn { warnings.append(.drifts("drifted", ["permissions.can_record"])) }
    if widening == .warn { warnings.append(.widens("wider", ["permissions.can_record"])) }
    #expect(result.warnings.map(\.problem) == warnings)
    #expect(result.isBlocked == (widening == .deny || drift == .deny))
    #expect(Policy(widening: widening, drift: drift).applied(to: result) == result)
  }

  // MARK: Staleness

  @Test("A change of any field makes a plan stale, and metadata does not", arguments: 1...10)
  func staleness(seed: Int) {
    let planned = Self.body("x", seed: seed)
    var now = planned
    now.document["updated_at"] = "later"
    #expect(DocumentDiff.changes(from: planned, to: now).isEmpty)
    var generator = PresetGenerator(seed: seed)
    for field in PresetSchema.current.fields where field.type.shape != .plugins {
      var changed = planned
      changed[field.path] = generator.value(of: field.type, otherThan: planned[field.path])
      let change = FieldChange(field: field.path, before: planned[field.path], after: changed[field.path])
      #expect(DocumentDiff.changes(from: planned, to: changed) == [change])
    }
    for path in ["permissions.beta.on", "permissions.plugins.config.p.key", "ui.x"] as [FieldPath] {
      var changed = planned
      changed[path] = 1
      #expect(DocumentDiff.changes(from: planned, to: changed).map(\.field) == [path])
      #expect(DocumentDiff.changes(from: changed, to: planned).map(\.field) == [path])
    }
  }
}
