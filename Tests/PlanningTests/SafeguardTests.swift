import JSONValue
import Manifests
import OrderedCollections
import Planning
import Schema
import TestSupport
import Testing

/// The safeguards of deletes and changes, tested on small apps.
@Suite("Safeguards") struct SafeguardTests {
  private static let body: Preset = {
    var generator = PresetGenerator(seed: 1)
    return generator.preset(named: "x")
  }()

  /// Plans manifests for an app with presets of the given names.
  /// - Parameters:
  ///   - declared: The declared presets: `name` is unchanged, `name!` is changed, `-name` must be absent, `new<old` is
  ///     renamed.
  private static func plan(
    _ remote: [String], _ declared: [String], _ scope: Scope = Scope(), _ safeguards: Safeguards = Safeguards(),
    _ selection: Selection = Selection()
  ) -> Plan {
    var desired = DesiredState(manifests: declared.map(text))
    desired.scope = scope
    desired.selection = selection
    let names = Set(remote.map { ExactString($0) })
    let presets = remote.enumerated().map {
      ObservedPreset(id: "id-\($0)", name: ExactString($1), preset: body.named($1))
    }
    let read = desired.namesToRead(of: names)
    let state = ObservedState(
      listed: presets.map { ListedPreset(id: $0.id, name: $0.name) },
      documents: presets.filter { read.contains($0.name) })
    let plan = Planner.plan(
      Environment(accountID: "a", appID: "b", baseURL: "local"), desired: desired, observed: state)
    return safeguards.applied(to: plan, scope: desired.namesInScope(of: names))
  }

  private static func text(_ shorthand: String) -> String {
    if shorthand.hasPrefix("-") { return "name: \(shorthand.dropFirst())\nstate: absent\n" }
    var parts = shorthand.split(separator: "<").map(String.init)
    var body = body.named(parts.removeFirst())
    if body.name.hasSuffix("!") {
      body = body.named(String(body.name.dropLast()))
      body["permissions.can_record"] = .bool(body["permissions.can_record"] != true)
    }
    if let old = parts.first { body.document["previously"] = .string(old) }
    return JSON.object(body.document).text()
  }

  /// Returns a plan in short form: `delete a`, with the reason if it is blocked, then the kept and the unmanaged
  /// presets.
  private static func summary(_ plan: Plan) -> [String] {
    plan.operations.map { "\($0.action) \($0.name)" + ($0.blocked.map { ": \($0.reason)" } ?? "") }
      + plan.prunable.map { "keep \($0)" } + plan.unmanaged.map { "unmanaged \($0)" }
  }

  private static func manage(_ patterns: String..., prune: Bool = true) -> Scope {
    Scope(manage: patterns.map { NamePattern($0) }, isPruning: prune)
  }

  // MARK: Pruning

  @Test(
    "Only managed presets that are neither declared nor defaults are pruned, and only if pruning is on",
    arguments: [
      (["a", "b"], ["a"], Scope(), ["unmanaged b"]),
      (["a", "b"], ["a"], manage(prune: true), ["unmanaged b"]),
      (["a", "b"], ["a"], manage("*"), ["delete b"]),
      (["a", "b"], ["a"], manage("*", prune: false), ["keep b"]),
      (["a", "b", "c"], ["a"], manage("b"), ["delete b", "unmanaged c"]),
      (
        ["a", "webinar_viewer", "group_call_host"], ["a"], manage("*"),
        ["unmanaged group_call_host", "unmanaged webinar_viewer"]
      ),
      (["a", "webinar_viewer"], ["a", "-webinar_viewer"], manage("*"), ["delete webinar_viewer"]),
      (["a", "A", "aa"], ["a"], manage("?"), ["delete A", "unmanaged aa"]),
      (["a", "old"], ["a", "new<old"], manage("*"), ["rename new"]),
      (["a", "old", "new"], ["a", "new<old"], manage("*"), ["delete old"]),
      (["a"], ["a", "-b"], manage("*"), []),
    ] as [([String], [String], Scope, [String])])
  func pruning(remote: [String], declared: [String], scope: Scope, expected: [String]) {
    #expect(Self.summary(Self.plan(remote, declared, scope)) == expected)
  }

  @Test("Only declared presets and presets to delete are read")
  func reads() {
    var desired = DesiredState(manifests: [Self.text("a")])
    let remote: Set<ExactString> = ["a", "b", "c", "webinar_viewer"]
    #expect(desired.namesToRead(of: remote) == ["a"])
    desired.scope = Self.manage("b", "web*", prune: false)
    #expect(desired.namesToRead(of: remote) == ["a"])
    desired.scope = Self.manage("b", "web*")
    #expect(desired.namesToRead(of: remote) == ["a", "b"])
    desired.selection = Selection(except: [NamePattern("a")])
    #expect(desired.namesToRead(of: remote) == ["b"])
  }

  // MARK: Protection

  @Test("A protected preset is never deleted, not even by 'state: absent', and does not count as a delete")
  func protection() {
    let safeguards = Safeguards(protect: [NamePattern("class-*")], limits: OperationLimits(deletes: 1))
    let plan = Self.plan(["a", "b", "class-1", "class-2"], ["a", "-class-1"], Self.manage("*"), safeguards)
    #expect(Self.summary(plan) == ["delete b", "delete class-1: protected", "delete class-2: protected"])
    #expect(plan.operations[1].blocked?.message == "it matches the 'protect' pattern 'class-*' in the project file")
    #expect(plan.summary.blocked == 2 && plan.summary.delete == 3)
    #expect(Safeguards(protect: [NamePattern("b")]).applied(toSaved: plan).summary.blocked == 3)
  }

  @Test("A protected preset can be updated and renamed")
  func protectedUpdates() {
    let safeguards = Safeguards(protect: [NamePattern("*")])
    #expect(
      Self.summary(Self.plan(["a", "b"], ["a!", "c<b"], Scope(), safeguards)) == ["rename c", "update a"])
  }

  // MARK: Limits

  @Test(
    "All deletes are blocked if there are too many of them",
    arguments: [
      (3, 3, []), (4, 3, ["4 presets (p1, p2, p3, p4) would be deleted, but the limit is 3 (--max-deletes)"]),
      (1, 0, ["1 preset (p1) would be deleted, but the limit is 0 (--max-deletes)"]), (0, 0, []),
    ] as [(Int, Int, [String])])
  func deletes(count: Int, limit: Int, expected: [String]) {
    let deleted = (0..<count).map { "p\($0 + 1)" }
    let limits = Safeguards(limits: OperationLimits(deletes: limit))
    let plan = Self.plan(["a"] + deleted, ["a!", "new"] + deleted.map { "-\($0)" }, Scope(), limits)
    #expect(Set(plan.operations.compactMap(\.blocked?.message)) == Set(expected))
    #expect(plan.summary.blocked == (expected.isEmpty ? 0 : count))
    #expect(plan.summary.delete == count && plan.summary.update == 1 && plan.summary.create == 1)
  }

  @Test(
    "All changes are blocked if there are too many updates, renames and deletes, while creates do not count",
    arguments: [
      ("4", nil), ("3", "4 presets (n, a, b, p) would be changed or deleted, but the limit is 3 (--max-changes)"),
      ("100%", nil), ("80%", nil),
      ("79%", "4 presets (n, a, b, p) would be changed or deleted, but the limit is 79% of 5 (--max-changes)"),
      ("0%", "4 presets (n, a, b, p) would be changed or deleted, but the limit is 0% of 5 (--max-changes)"),
    ] as [(String, String?)])
  func changes(limit: String, expected: String?) {
    let limits = OperationLimits(changes: OperationLimits.Changes(limit))
    // Five presets are in scope. One is unchanged, and the unmanaged preset does not count.
    let plan = Self.plan(
      ["a", "b", "same", "o", "p", "other"], ["a!", "b!", "same", "n<o", "-p", "new"], Scope(),
      Safeguards(limits: limits))
    #expect(Set(plan.operations.compactMap(\.blocked?.message)) == Set([expected].compactMap(\.self)))
    #expect(plan.operations.first { $0.action == .create }?.blocked == nil)
  }

  @Test(
    "A limit is a number or a percentage up to 100", arguments: ["", "%", "-1", "1.5", "101%", "ten", "1 %", "٣"])
  func invalidLimits(text: String) {
    #expect(OperationLimits.Changes(text) == nil)
  }

  @Test(
    "Deleting all presets in scope at once is blocked, however few there are",
    arguments: [
      (["a"], ["-a"], Scope(), true), (["a", "b"], ["-a"], Scope(), true), (["a", "b"], ["-a", "b"], Scope(), false),
      (["a", "b"], ["-a", "-b"], Scope(), true), (["a", "b"], ["-a"], manage("*"), true),
      (["a", "b"], ["-a"], manage("*", prune: false), false), (["a"], ["-a", "new"], Scope(), false),
      (["a", "webinar_viewer"], ["-a"], manage("*"), true), (["b"], ["-a"], Scope(), false),
    ] as [([String], [String], Scope, Bool)])
  func deletingAll(remote: [String], declared: [String], scope: Scope, isBlocked: Bool) {
    let withoutLimit = Safeguards(limits: OperationLimits(allowsDeletingAll: true))
    #expect(Self.plan(remote, declared, scope).isBlocked == isBlocked)
    #expect(!Self.plan(remote, declared, scope, withoutLimit).isBlocked)
  }

  @Test("A preset that is not selected counts as remaining")
  func deletingAllSelected() {
    let only = Selection(only: [NamePattern("a")])
    #expect(Self.summary(Self.plan(["a", "b"], ["-a", "b"], Scope(), Safeguards(), only)) == ["delete a"])
  }

  @Test("A plan is blocked exactly if it exceeds a limit", arguments: 1...200)
  func randomPlans(seed: Int) {
    var random = SeededGenerator(seed: seed)
    func count() -> Int { Int.random(in: 0...5, using: &random) }
    let (updates, deletes, creates, pruned) = (count(), count(), count(), count())
    let limits = OperationLimits(deletes: count(), changes: .count(count() * 2))
    let remote = (0..<updates).map { "u\($0)" } + (0..<deletes).map { "d\($0)" } + (0..<pruned).map { "p\($0)" }
    let declared =
      ["keep"] + (0..<updates).map { "u\($0)!" } + (0..<deletes).map { "-d\($0)" } + (0..<creates).map { "c\($0)" }
    let plan = Self.plan(remote + ["keep"], declared, Self.manage("p*"), Safeguards(limits: limits))
    guard case .count(let maximum)? = limits.changes else { return }
    let isOver = deletes + pruned > limits.deletes || updates + deletes + pruned > maximum
    #expect(plan.isBlocked == isOver)
    #expect(plan.operations.filter { $0.action == .delete }.allSatisfy { ($0.blocked != nil) == isOver })
  }

  // MARK: Selection

  @Test(
    "A selection restricts the plan by the new or the old name",
    arguments: [
      (["a"], [], ["update a"]), (["?"], ["b"], ["update a", "delete p", "unmanaged z"]),
      ([], ["[ab]*"], ["rename new", "delete p", "unmanaged z"]),
      (["old"], [], ["rename new"]), ([], ["old"], ["update a", "update b", "delete p", "unmanaged z"]),
      (["[!a-m]"], [], ["delete p", "unmanaged z"]),
    ] as [([String], [String], [String])])
  func selection(only: [String], except: [String], expected: [String]) {
    let selection = Selection(only: only.map { NamePattern($0) }, except: except.map { NamePattern($0) })
    let plan = Self.plan(
      ["a", "b", "old", "p", "z"], ["a!", "b!", "new<old"], Self.manage("p"), Safeguards(), selection)
    #expect(Self.summary(plan) == expected)
  }

  @Test("A pattern without a match is reported")
  func unmatched() {
    var desired = DesiredState(manifests: ["new<old"].map(Self.text))
    desired.selection = Selection(only: [NamePattern("o?d"), NamePattern("x*")], except: [NamePattern("New")])
    #expect(desired.unmatched(desired.selection, among: ["remote"]).map(\.text) == ["x*", "New"])
    #expect(desired.unmatched(desired.selection, among: ["x"]).map(\.text) == ["New"])
  }

  // MARK: Patterns

  @Test(
    "A pattern matches the whole name",
    arguments: [
      ("class-*", "class-host", true), ("class-*", "my-class-host", false), ("*", "", true), ("**a*", "bab", true),
      ("?", "é", true), ("?", "", false), ("[a-c]1", "b1", true), ("[!a-c]1", "b1", false), ("[^a-c]1", "d1", true),
      ("[]a]", "]", true), ("[a", "[a", true), ("[]", "[]", true), ("a-z", "b", false), ("[a-]", "-", true),
      ("A*", "a", false), ("a.b", "axb", false), ("*a*a*a*b", String(repeating: "a", count: 200), false),
    ])
  func patterns(pattern: String, name: String, isMatch: Bool) {
    #expect(NamePattern(pattern).matches(ExactString(name)) == isMatch)
  }

  @Test("A delete has its origin in the branch if the branch removed the manifest, and is drift otherwise")
  func origins() {
    func origin(_ earlier: [String], _ declared: [String]) -> Origin? {
      Self.plan(["a", "b"], ["a"] + declared, Self.manage("b"))
        .labeled(comparing: DesiredState(manifests: earlier.map(Self.text)), at: .init("main")).operations.first?
        .origin
    }
    #expect(origin(["a", "b"], []) == .intent)
    #expect(origin(["a"], []) == .drift)
    #expect(origin(["a", "-b"], []) == .drift)
    #expect(origin(["a", "b"], ["-b"]) == .intent)
    #expect(origin(["a", "-b"], ["-b"]) == .drift)
  }
}
