import Authoring
import Diagnostics
import JSONValue
import Planning
import RealtimeKitEmulator
import Rendering
import Schema
import Testing

@testable import Manifests

/// The annotations of a plan: one for each preset, sorted by severity.
@Suite("Plan diagnostics") struct PlanDiagnosticTests {
  private static func location(_ file: String, _ line: Int = 1) -> Location { Location(file: file, line: line) }

  private static func change(_ field: FieldPath, _ effects: [Effect] = [], _ origin: Origin = .intent) -> FieldChange {
    FieldChange(
      field: field, before: false, after: true, effects: effects, origin: origin, location: location("b.yaml", 7))
  }

  /// A create and a delete from drift, an update that widens, and a pruned preset without a location.
  private static let operations = [
    Operation(
      .create, name: "made", location: location("a.yaml"), origin: .drift,
      changes: (0..<72).map { change(FieldPath("ui.field_\($0)"), [], .drift) }),
    Operation(
      .update, name: "wider", id: "1", location: location("b.yaml"),
      changes: [change("permissions.can_record", [.widens]), change("ui.x", [], .drift)]),
    Operation(.delete, name: "gone", id: "2", location: location("c.yaml"), origin: .drift),
    Operation(.delete, name: "pruned", id: "3", origin: .drift),
  ]

  private static func plan(_ operations: [Operation] = operations, _ warnings: [Diagnostic] = []) -> Plan {
    Plan(
      environment: Environment(accountID: "a", appID: "b", baseURL: "https://api.example.com"),
      base: .init("origin/main"), operations: operations, warnings: warnings)
  }

  private static func lines(_ diagnostics: [Diagnostic]) -> [String] {
    GitHubAnnotations.text(diagnostics).replacing(",col=1,title=presetctl%3A ", with: " ")
      .split(separator: "\n").map(String.init)
  }

  @Test("A created or deleted preset has one note, and notes about widening come before notes about drift")
  func notes() {
    #expect(
      Self.lines(Self.plan().diagnostics) == [
        "::notice file=b.yaml,line=7 policy-widening::'wider' widens: permissions.can_record",
        "::notice file=a.yaml,line=1 policy-drift::'made' drifted: the remote app changed, but the manifests did not",
        "::notice file=b.yaml,line=7 policy-drift::'wider' drifted: ui.x",
        "::notice file=c.yaml,line=1 policy-drift::'gone' drifted: the remote app changed, but the manifests did not",
      ])
  }

  @Test("A warning of the policy replaces the note, and errors and warnings come first")
  func order() {
    let warned = Policy(drift: .warn).applied(to: Self.plan())
    let error = Diagnostic(.noManifests(.manifest, in: nil), at: Self.location("z.yaml"))
    let lines = Self.lines(warned.diagnostics + [error])
    #expect(
      lines.map { $0.prefix { $0 != " " } } == [
        "::error", "::warning", "::warning", "::warning", "::notice", "::notice",
      ])
    #expect(lines.count { $0.contains("'made'") } == 1)
  }

  @Test("A blocked operation is an error, and a limit is reported once for all operations that it blocks")
  func blocked() {
    var operations = Self.operations
    operations[0].blocked = .init(.limit, "too much: made, gone, pruned")
    operations[1].blocked = .init(.policy, "the policy denies changes that widen: permissions.can_record")
    operations[2].blocked = operations[0].blocked
    operations[3].blocked = .init(.protected, "protected by 'p*'")
    let plan = Self.plan(operations)
    #expect(
      Self.lines(plan.diagnostics).prefix(2) == [
        "::error file=a.yaml,line=1 blocked-limit::too much: made, gone, pruned",
        "::error file=b.yaml,line=1 blocked-policy::'wider' is blocked: the policy denies changes that widen: permissions.can_record",
      ])
    #expect(plan.diagnostics.count { $0.severity == .error } == 2)
    // A pruned preset has no line in a manifest.
    #expect(plan.messagesWithoutLocation == ["'pruned' is blocked: protected by 'p*'"])
    let levels = SARIF.json(plan.diagnostics)["runs"]?.array?.first?["results"]?.array?.compactMap {
      $0["level"]?.string
    }
    #expect(levels?.count { $0 == "error" } == 2)
    #expect(CodeQuality.json(plan.diagnostics).array?.count { $0["severity"] == "major" } == 2)
  }

  @Test("A report has errors for operations that failed and no notes for operations that did not start")
  func report() {
    let plan = Self.plan()
    let outcomes: [(Report.Outcome, Report.Failure?)] = [
      (.failed, .init(message: "the server said no", requestID: "r1")),
      (.stale, .init(message: "the preset changed since the plan was made", staleFields: [Self.change("ui.y")])),
      (.inUse, .init(message: "participants use it")), (.failed, .init(message: "no")),
    ]
    let report = Report(plan, entries: zip(plan.operations, outcomes).map { .init($0, $1.0, $1.1) })
    #expect(
      Self.lines(report.diagnostics()) == [
        "::error file=a.yaml,line=1 apply-failed::'made' was not applied: the server said no (request r1)",
        "::error file=b.yaml,line=1 apply-stale::'wider' was not applied: the preset changed since the plan was made: ui.y",
        "::error file=c.yaml,line=1 apply-in-use::'gone' was not applied: participants use it",
      ])
    #expect(report.messagesWithoutLocation() == ["'pruned' was not applied: no"])
    let tolerant = report.diagnostics(accepting: [.inUse])
    #expect(tolerant.map(\.severity) == [.error, .error, .warning])
    let notStarted = Report(plan, entries: plan.operations.map { .init($0, .notStarted) })
    #expect(notStarted.diagnostics().isEmpty)
    let done = Report(plan, entries: plan.operations.map { .init($0, .done) })
    #expect(done.diagnostics() == plan.diagnostics)
  }

  @Test(
    "A file name is escaped so that GitHub finds the file",
    arguments: [
      ("presets/über uns (2).yaml", "presets/über uns (2).yaml"), ("a,b:c%d.yaml", "a%2Cb%3Ac%25d.yaml"),
      ("##[x]/::y.yaml", "##[x]/%3A%3Ay.yaml"), ("\u{1F469}\u{200D}\u{1F4BB}.yaml", "\u{1F469}\u{200D}\u{1F4BB}.yaml"),
      ("a\r\nb.yaml", "a%0D%0Ab.yaml"), ("a\u{1B}[31m\u{202E}\u{2028}.yaml", #"a\u{1B}[31m\u{202E}\u{2028}.yaml"#),
      (#"a\b'"c.yaml"#, #"a\b'"c.yaml"#),
    ])
  func files(name: String, property: String) {
    let text = GitHubAnnotations.text([Diagnostic(.emptyFile(.manifest), at: Location(file: name))])
    #expect(text.hasPrefix("::error file=\(property),line=1,"), "\(text)")
    #expect(text.split(separator: "\n").count == 1)
  }
}
