import OrderedCollections
import Presets
import TestSupport
import Testing

/// Plans as values: saved and read again, labelled, and judged by a policy.
@Suite("Plans") struct PlanTests {
  private static let environment = Environment(
    name: "staging", accountID: "a", appID: "b", baseURL: "https://api.example.com/client/v4")

  private static func body(_ name: String, seed: Int) -> Preset {
    var generator = PresetGenerator(seed: seed)
    return generator.preset(named: name)
  }

  /// A plan of every action, made of presets at random.
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

  @Test("are the same whether or not the documents are kept that are as wanted", arguments: 1...6)
  func settled(seed: Int) {
    // One is as wanted, one is another's old name, one has an old name that is still there.
    let desired = DesiredState(
      yaml: Self.text("new", seed, ["previously": ["same", "old"]]), Self.text("same", seed + 1),
      Self.text("twin", seed + 2, ["previously": "other"]), Self.text("moved", seed + 3), "name: gone\nstate: absent\n")
    let observed = [
      ("old", seed), ("same", seed + 1), ("twin", seed + 2), ("moved", seed + 4), ("gone", seed), ("other", seed),
    ].enumerated().map { index, preset in
      ObservedPreset(id: "id-\(index)", name: ExactString(preset.0), preset: Self.body(preset.0, seed: preset.1))
    }
    let listed = observed.map { ListedPreset(id: $0.id, name: $0.name) }
    let settled = observed.filter(desired.isSettled)
    #expect(settled.map(\.name) == ["same", "twin"])
    let kept = ObservedState(
      listed: listed, documents: observed.filter { !settled.contains($0) }, settled: Set(settled.map(\.name)))
    let all = ObservedState(listed: listed, documents: observed)
    let plan = Planner.plan(Self.environment, desired: desired, observed: kept)
    #expect(plan == Planner.plan(Self.environment, desired: desired, observed: all))
    #expect(plan.unchanged == 2 && plan.warnings.count == 3)
  }

  private static func text(_ name: String, _ seed: Int, _ more: JSON.Object = [:]) -> String {
    JSON.object(body(name, seed: seed).document.merging(more) { $1 }).text()
  }

  // MARK: The saved form

  @Test("are read as they were written", arguments: 1...6)
  func roundTrip(seed: Int) throws {
    let earlier = DesiredState(yaml: Self.text("x", seed + 1), Self.text("made", seed + 2))
    let plan = Policy(widening: .deny, drift: .warn).applied(
      to: Self.plan(seed: seed).labelled(comparing: earlier, at: .init("origin/main", commit: "abc")))
    for layout in [JSON.Layout.pretty, .canonical, .compact] {
      let read = try Plan(document: Array(plan.json.text(layout).utf8))
      #expect(read.json.text(.pretty) == plan.json.text(.pretty))
      #expect(read.operations == plan.operations)
      #expect(read.observed.mapValues { JSON.object($0.document) } == plan.observed.mapValues { .object($0.document) })
      #expect(
        PlanText(ink: Ink(isOn: false), width: 80).text(read) == PlanText(ink: Ink(isOn: false), width: 80).text(plan))
      #expect(PlanMarkdown.text(read) == PlanMarkdown.text(plan))
    }
  }

  @Test("tell a removal from a wanted null, and an absent field from a null one")
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

  @Test("are refused when they end too early, wherever")
  func truncated() {
    let bytes = Array(Self.plan(seed: 1).json.text(.pretty).utf8)
    for count in stride(from: 0, to: bytes.count - 1, by: 101) {
      #expect(throws: DocumentProblem.self) { try Plan(document: Array(bytes.prefix(count))) }
    }
  }

  @Test("are refused when any value in them is another")
  func edited() throws {
    let document = Self.plan(seed: 1).json
    var count = 0
    // Every value would take long, so each seventh.
    for (index, edited) in Self.mutations(of: document).enumerated() where index % 7 == 0 {
      count += 1
      #expect(throws: DocumentProblem.self) { try Plan(document: Array(edited.text().utf8)) }
    }
    #expect(count > 100)
  }

  /// The document with a single scalar changed, once for each of them.
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
    "are refused with words of their own",
    arguments: [
      ("{", "is cut off, or not JSON: the text ends within a collection (byte 2)"),
      ("[]", "is not a plan"),
      (#"{"format_version": "1.0", "kind": "report"}"#, "is a document of the kind 'report', not a plan"),
      (#"{"format_version": "2.0", "kind": "plan"}"#, "has the format 2.0, which is newer than this program's 1.0"),
      (#"{"format_version": "1.7", "kind": "plan"}"#, "was edited after it was written: its digest does not fit"),
    ])
  func refusals(text: String, message: String) {
    let problem = #expect(throws: DocumentProblem.self) { try Plan(document: Array(text.utf8)) }
    #expect(problem?.message == message)
  }

  // MARK: Origins

  /// What the manifests said before and say now, what is there, and what the change then is.
  @Test(
    "tell intent from drift",
    arguments: [
      // The branch changed it.
      ("1", "2", "1", Origin.intent),
      // Nobody changed it here, so it moved there.
      ("2", "2", "1", .drift), ("2.0", "2", "1", .drift),
      // Both moved.
      ("1", "2", "3", .intent),
      // The field is new in the manifest.
      (nil, "2", "1", .intent),
    ] as [(String?, String, String, Origin)])
  func origins(earlier: String?, now: String, remote: String, origin: Origin) throws {
    func state(_ rate: String?) -> DesiredState {
      let line = rate.map { "config: {media: {video: {frame_rate: \($0)}}}\n" } ?? ""
      var whole = Self.body("base", seed: 1)
      whole.document["abstract"] = true
      if rate == nil { whole["config.media.video.frame_rate"] = nil }
      // A preset that leaves the field open is not whole; it counts as it is.
      return LoadedManifests(yaml: [JSON.object(whole.document).text(), "name: x\nextends: base\n" + line]).state
    }
    var there = Self.body("x", seed: 1)
    there["config.media.video.frame_rate"] = JSON.Number(remote).map(JSON.number)
    let observed = ObservedState(
      listed: [ListedPreset(id: "1", name: "x")], documents: [ObservedPreset(id: "1", name: "x", preset: there)])
    let plan = Planner.plan(Self.environment, desired: state(now), observed: observed)
      .labelled(comparing: state(earlier), at: .init("main"))
    #expect(plan.operations.flatMap(\.changes).map(\.origin) == [origin])
    #expect((plan.summary.intent, plan.summary.drift) == (origin == .intent ? (1, 0) : (0, 1)))
  }

  @Test("call a create, a rename or a deletion drift where earlier manifests wanted it already")
  func originsOfOperations() {
    let plan = Self.plan(seed: 1)
    func origins(_ earlier: DesiredState) -> [Origin?] {
      plan.labelled(comparing: earlier, at: .init("main")).operations.map(\.origin)
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
    "are judged by a policy",
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
    let place = Location(file: "a.yaml")
    let plan = Plan(
      environment: Self.environment, base: .init("main"),
      operations: [
        Operation(.update, name: "wider", id: "1", location: place, changes: changes),
        Operation(.update, name: "moved", id: "2", location: place, changes: drifted),
        Operation(.update, name: "quiet", id: "3", location: place),
      ])
    let judged = Policy(widening: widening, drift: drift).applied(to: plan)
    #expect(judged.operations.map { $0.blocked != nil } == [widening == .deny, drift == .deny, false])
    var warnings: [Fault] = []
    if drift == .warn { warnings.append(.drifts(name: "moved", fields: ["permissions.can_record"])) }
    if widening == .warn { warnings.append(.widens(name: "wider", fields: ["permissions.can_record"])) }
    #expect(judged.warnings.map(\.fault) == warnings)
    #expect(judged.isBlocked == (widening == .deny || drift == .deny))
    #expect(Policy(widening: widening, drift: drift).applied(to: judged) == judged)
  }

  // MARK: Staleness

  @Test("see any field that moved, and nothing that did not", arguments: 1...10)
  func staleness(seed: Int) {
    let planned = Self.body("x", seed: seed)
    var now = planned
    now.document["updated_at"] = "later"
    #expect(Staleness.changes(from: planned, to: now).isEmpty)
    var generator = PresetGenerator(seed: seed)
    for field in PresetSchema.current.fields where field.type != .plugins {
      var moved = planned
      moved[field.path] = generator.value(of: field.type, otherThan: planned[field.path])
      let change = FieldChange(field: field.path, before: planned[field.path], after: moved[field.path])
      #expect(Staleness.changes(from: planned, to: moved) == [change])
    }
    for path in ["permissions.beta.on", "permissions.plugins.config.p.key", "ui.x"] as [FieldPath] {
      var moved = planned
      moved[path] = 1
      #expect(Staleness.changes(from: planned, to: moved).map(\.field) == [path])
      #expect(Staleness.changes(from: moved, to: planned).map(\.field) == [path])
    }
  }
}
