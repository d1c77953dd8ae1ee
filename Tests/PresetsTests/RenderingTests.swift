import OrderedCollections
import Presets
import TestSupport
import Testing

/// Values to text, in every form: harmless, bounded, and the same facts everywhere.
@Suite("Rendering") struct RenderingTests {
  private static let environment = Environment(
    name: "production", accountID: "a", appID: "b", baseURL: "https://api.example.com/client/v4")

  private static func update(_ name: String, _ changes: [FieldChange], file: String = "presets/x.yaml") -> Operation {
    Operation(.update, name: ExactString(name), id: name, location: Location(file: file), changes: changes)
  }

  private static func change(_ field: FieldPath, _ after: JSON, _ file: String = "presets/x.yaml") -> FieldChange {
    FieldChange(
      field: field, before: .string("before"), after: after, effects: [.widens], origin: .drift,
      location: Location(file: file, line: 3, column: 5))
  }

  private static func plan(_ operations: [Operation], unmanaged: [String] = [], base: Bool = true) -> Plan {
    Plan(
      environment: environment, base: base ? .init("origin/main", commit: String(repeating: "a", count: 40)) : nil,
      operations: operations, unmanaged: unmanaged.map { ExactString($0) })
  }

  private static func report(_ plan: Plan) -> Report {
    Report(
      plan,
      entries: plan.operations.map {
        Report.Entry($0, .stale, .init(message: "moved: \($0.name)", requestID: $0.name.text, moved: $0.changes))
      })
  }

  /// Every form of a plan, and of a report on it.
  private static func texts(_ plan: Plan) -> [String: String] {
    let ink = Ink(isOn: false)
    let diagnostics = plan.diagnostics
    return [
      "text": PlanText(ink: ink, width: nil).text(plan), "text 80": PlanText(ink: ink, width: 80).text(plan),
      "json": plan.json.text(.pretty), "markdown": PlanMarkdown.text(plan), "html": PlanHTML.text(plan),
      "report html": ReportHTML.text(report(plan)),
      "annotations": GitHubAnnotations.text(diagnostics), "outputs": GitHubOutputs.text(plan),
      "sarif": SARIF.json(diagnostics).text(.pretty), "quality": CodeQuality.json(diagnostics).text(.pretty),
      "report text": ReportText(ink: ink, width: nil).text(report(plan)),
      "report json": report(plan).json.text(.pretty),
      "report markdown": ReportMarkdown.text(report(plan)),
      "diagnostics": DiagnosticText(ink: ink) { $0 }.text(diagnostics),
    ]
  }

  // MARK: Harmless

  private static let attacks = [
    "<script>alert(1)</script>", "a|b", "`code`", "```", "@octocat", "::set-output name=x::y", "::error::x",
    "##[set-output name=x]y", "##vso[task.setvariable variable=x]y", "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}",
    "\u{202E}evil\u{202C}", "\u{2066}x\u{2069}", "a\nb", "a\r\n::warning::b", "--> out", "[x](javascript:alert(1))",
    "![x](http://example.com/a.png)", "</details></code>", "&lt;b&gt;", "*bold* _it_ ~~no~~", "#1 GH-1", "$x$",
    "\u{200B}\u{FEFF}",
    "%0A::error::x", "a,b:c=d", "'\"\\", "https://example.com", "\u{85}next", "\u{0}",
  ]

  @Test("names, values, fields and files come out harmless in every form", arguments: attacks)
  func harmless(attack: String) {
    let key = FieldPath(["permissions", "plugins", "config", ExactString(attack), "x"])
    let plan = Self.plan(
      [
        Operation(.rename, name: "new", id: "1", previousName: ExactString(attack), location: Location(file: attack)),
        Operation(.create, name: ExactString(attack), location: Location(file: attack)),
        Self.update(
          attack, [Self.change(key, .string(attack), attack), Self.change("ui.x", .string(attack))], file: attack),
      ], unmanaged: [attack])
    for (form, whole) in Self.texts(plan) {
      // How annotations name files has a test of its own: a runner must find them.
      let text = form == "annotations" ? whole.replacing(/file=.*?,line=/, with: "file=,line=") : whole
      // Every line break is ours, and nothing else controls anything.
      #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.isUnsafeToShow }, "\(form)")
      #expect(!text.contains("##["), "\(form)")
      #expect(!text.contains("##vso["), "\(form)")
      let commands = text.split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix("::") }
      #expect(form == "annotations" || commands.isEmpty, "\(form)")
    }
  }

  @Test("annotations are one command a line, whatever is in them", arguments: attacks)
  func annotations(attack: String) throws {
    let plan = Self.plan([Self.update(attack, [Self.change("permissions.can_record", true, attack)], file: attack)])
    let lines = GitHubAnnotations.text(plan.diagnostics).split(separator: "\n")
    #expect(lines.count == plan.diagnostics.count)
    for line in lines {
      let match = try #require(line.wholeMatch(of: /::notice file=([^:,]*),line=\d+,col=\d+,title=([^:,]*)::(.*)/))
      // What the runner makes of the file's name is the name.
      var name = String(match.output.1)
      for (code, character) in [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")] {
        name = name.replacing(code, with: character)
      }
      let isSpecial = attack.unicodeScalars.contains { $0.isUnsafeToShow && !["\r", "\n"].contains($0) }
      #expect(name == attack || isSpecial)
    }
  }

  @Test("Markdown holds nothing from outside that means something there", arguments: attacks)
  func markdown(attack: String) {
    func plan(_ text: String) -> Plan {
      var plan = Self.plan(
        [Self.update(text, [Self.change("ui.x", .string(text))], file: text)], unmanaged: [text])
      plan.operations[0].blocked = .init(.policy, "blocked \(text)")
      plan.warnings = [Diagnostic(.widens(name: text, fields: ["x"]), severity: .warning, at: Location(file: text))]
      return plan
    }
    func marks(_ text: String) -> [Character] {
      let outsideOfCode = text.replacing(/<code>[^<>|`*\[\]~#@\\$\n]*<\/code>/, with: "").replacing(
        "# presetctl", with: "")
      return outsideOfCode.replacing(/&#[0-9]+;/, with: "").filter { "<>|`*[]~#@\\$".contains($0) }.map(\.self)
    }
    func references(_ text: String) -> Int {
      text.replacing(/<code>.*?<\/code>/, with: "").matches(of: /&#(64|35|126|36);/).count
    }
    for (calm, text) in [
      (PlanMarkdown.text(plan("quiet")), PlanMarkdown.text(plan(attack))),
      (ReportMarkdown.text(Self.report(plan("quiet"))), ReportMarkdown.text(Self.report(plan(attack)))),
    ] {
      // Without code, the same marks in the same order as with a word that means nothing.
      #expect(marks(text.replacing(/&#[0-9]+;/, with: "")) == marks(calm))
      #expect(references(text) == 0)
      #expect(text.split(separator: "\n").count == calm.split(separator: "\n").count)
    }
  }

  @Test("the marker stays a comment whatever the environment is called", arguments: attacks)
  func marker(attack: String) throws {
    let plan = Plan(
      environment: Environment(name: attack, accountID: "", appID: "", baseURL: ""), operations: [])
    let line = try #require(PlanMarkdown.text(plan).split(separator: "\n").first)
    #expect(line.wholeMatch(of: /<!-- presetctl:plan:[A-Za-z0-9._%-]+ -->/) != nil)
  }

  // MARK: Bounded

  private static func wide(_ count: Int, padding: Int = 0) -> Plan {
    plan(
      (0..<count).map { index in
        update(
          "preset-\(index)", (0..<5).map { change(FieldPath("permissions.chat.public.field_\($0)"), .string("value")) })
      } + (padding > 0 ? [update("z", [change("ui.x", .string(String(repeating: "é", count: padding)))])] : []),
      base: false)
  }

  @Test("Markdown leaves out whole presets at its end, and counts them", arguments: [100, 200, 1000])
  func bounded(count: Int) throws {
    let text = PlanMarkdown.text(Self.wide(count))
    #expect(text.unicodeScalars.count <= 65_536)
    let rows = text.matches(of: /\n\| ✏️ update \| <code>preset-(\d+)<\/code>/).map { Int($0.output.1) }
    let details = text.matches(of: /<summary>✏️ <code>preset-(\d+)<\/code>: 5 changes<\/summary>/).map {
      Int($0.output.1)
    }
    #expect(rows == Array(0..<rows.count))
    #expect(details == rows)
    if rows.count == count {
      #expect(!text.contains("not shown here"))
    } else {
      #expect(text.contains("**\(count - rows.count) more presets are not shown here: the text would be too long.**"))
      // As much is shown as there is room for: one more preset would be too much.
      #expect(text.unicodeScalars.count > 65_536 - 1_500)
    }
  }

  @Test("the limit holds at one character under, at, and over it", arguments: [-1, 0, 1])
  func exactLimit(offset: Int) throws {
    let document = PlanMarkdown.document(Self.wide(3, padding: 40))
    let whole = document.text(.characters(.max))
    for limit in [whole.unicodeScalars.count, whole.utf8.count] {
      let isBytes = limit == whole.utf8.count
      let bound = limit + offset
      let text = document.text(isBytes ? .bytes(bound) : .characters(bound))
      #expect((isBytes ? text.utf8.count : text.unicodeScalars.count) <= bound)
      #expect((text == whole) == (offset >= 0))
      #expect(text.contains("1 more preset is not shown here") == (offset < 0))
    }
  }

  @Test("however little room there is, nothing is cut in the middle")
  func everyLimit() throws {
    let document = PlanMarkdown.document(Self.wide(4))
    let whole = document.text(.characters(.max)).unicodeScalars.count
    let least = document.text(.characters(0)).unicodeScalars.count
    for limit in stride(from: least, through: whole, by: 13) {
      let text = document.text(.characters(limit))
      #expect(text.unicodeScalars.count <= limit)
      #expect(text.matches(of: /<details>/).count == text.matches(of: /<\/details>\n/).count)
      #expect(text.matches(of: /<code>/).count == text.matches(of: /<\/code>/).count)
    }
  }

  @Test("thousands of unmanaged presets and warnings do not fill a document")
  func longTails() {
    let warnings = (0..<5_000).map {
      Diagnostic(
        .widens(name: "preset-\($0)", fields: ["x"]), severity: .warning, at: Location(file: "a.yaml", line: $0 + 1))
    }
    var plan = Self.plan([Self.update("x", [Self.change("ui.x", 1)])], unmanaged: (0..<5_000).map { "other-\($0)" })
    plan.warnings = warnings
    let text = PlanMarkdown.text(plan)
    #expect(text.unicodeScalars.count < 10_000)
    #expect(text.contains("and 4980 more"))
    #expect(text.contains("4990 more warnings are not shown here."))
  }

  // MARK: The same facts

  @Test("what the forms say never disagrees", arguments: 1...10)
  func agreement(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let operations = (0..<6).map { index -> Operation in
      let changes = (0..<Int.random(in: 1...4, using: &random)).map { field in
        FieldChange(
          field: FieldPath("ui.field_\(field)"), before: 1, after: 2, effects: random.once(in: 2) ? [.widens] : [],
          origin: random.pick([.intent, .drift]), location: Location(file: "a.yaml", line: field + 1))
      }
      let action = random.pick(Operation.Action.allCases)
      return Operation(
        action, name: ExactString("p\(index)"), id: action == .create ? nil : "\(index)",
        blocked: random.once(in: 4) ? .init(.policy, "no") : nil, changes: action == .delete ? [] : changes)
    }
    let plan = Self.plan(operations.sorted())
    let (json, text) = (plan.json, PlanText(ink: Ink(isOn: false), width: nil).text(plan))
    let markdown = PlanMarkdown.text(plan)
    func number(_ key: ExactString) -> Int { json["summary"]?[key]?.int ?? -1 }
    let words = "Plan: \(number("create")) to add, \(number("update")) to change, \(number("delete")) to delete"
    let origins =
      "\(number("intent")) change\(number("intent") == 1 ? "" : "s") from this branch, \(number("drift")) from drift."
    for form in [text, markdown] {
      #expect(form.contains(words))
      #expect(form.contains(origins))
      for operation in operations { #expect(form.contains(operation.name.text)) }
    }
    let rows = text.split(separator: "\n").filter { $0.contains(" → ") }
    #expect(rows.count == number("changes"))
    #expect(rows.count { $0.contains("widens") } == number("widens"))
    #expect(rows.count { $0.contains("drift") } == number("drift"))
    #expect(markdown.matches(of: /<td>|\| <code>ui\.field/).count == number("changes"))
    #expect(text.matches(of: /[A-Z]{6}\* p/).count == number("blocked"))
    #expect(GitHubOutputs.text(plan).contains("blocked=\(number("blocked"))\n"))
  }

  @Test("of long values that part is shown in which they differ")
  func longValues() {
    let shared = String(repeating: "x", count: 400)
    let change = FieldChange(field: "ui.x", before: .string(shared + "old" + shared), after: .string(shared + "new"))
    let plan = Self.plan([Self.update("a", [change])], base: false)
    let tail = String(repeating: "x", count: 31)
    #expect(
      PlanText(ink: Ink(isOn: false), width: nil).text(plan).contains("…xxxxxxxxxxxxold\(tail)… → …xxxxxxxxxxxxnew\""))
    #expect(PlanMarkdown.text(plan).contains("xxxnew\"</code>"))
    #expect(PlanMarkdown.text(plan).contains("xxxoldxxx"))
  }

  // MARK: Good to read

  @Test("the line that a diagnostic shows fits the terminal, with the token in it", arguments: [30, 40, 80, 200])
  func excerpts(width: Int) throws {
    let line = "# " + String(repeating: "x", count: 150) + " can_recod: true " + String(repeating: "y", count: 150)
    for column in [1, 100, 154, 170, 310] {
      var diagnostic = Diagnostic(.unknownTag("!x"), at: Location(file: "a.yaml", line: 3, column: column), width: 3)
      diagnostic.excerpt = line
      let lines = DiagnosticText(ink: Ink(isOn: false), width: width) { $0 }.text([diagnostic]).split(separator: "\n")
      let bar = try #require(lines.firstIndex { $0.hasPrefix("    3 | ") })
      let (shown, caret) = (lines[bar], lines[bar + 1])
      #expect(shown.count <= width && caret.count <= width)
      let token = line.dropFirst(column - 1).prefix(3)
      let place = try #require(caret.firstIndex(of: "^"))
      let offset = caret.distance(from: caret.startIndex, to: place)
      #expect(shown.dropFirst(offset).prefix(3) == token)
    }
  }

  @Test("a plan is good to read at any width, with and without colour", arguments: [60, 80, 120, 200], [true, false])
  func widths(width: Int, isColored: Bool) throws {
    let location = Location(file: "presets/class-host.yaml", line: 12, column: 3)
    var plan = Self.plan(
      [
        Operation(
          .rename, name: "viewer", id: "1", previousName: "livestream_viewer", location: location, origin: .intent),
        Operation(.create, name: "class-guest", location: location, origin: .drift),
        Operation(
          .update, name: "class-host", id: "2", location: location,
          blocked: .init(.policy, "the policy denies widening, and 'class-host' widens: permissions.can_record"),
          changes: [
            FieldChange(
              field: "permissions.can_record", before: false, after: true, effects: [.widens, .bills], origin: .intent,
              location: location),
            FieldChange(
              field: "ui.design_tokens.colors.brand.500", before: "#2160FD", after: nil, origin: .drift,
              location: location),
          ]), Operation(.delete, name: "old-host", id: "3", location: location, origin: .intent),
      ], unmanaged: (1...12).map { "unmanaged-preset-\($0)" })
    plan.warnings = [
      Diagnostic(.renameBreaksReferences(old: "livestream_viewer", new: "viewer"), severity: .warning, at: location)
    ]
    let text = PlanText(ink: Ink(isOn: isColored), width: width).text(plan)
    let plain = text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain == PlanText(ink: Ink(isOn: false), width: width).text(plan))
    for line in plain.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
    if !isColored { try expectSnapshot(text, "plans/width-\(width)") }
  }

  @Test("colours have swatches where the terminal shows them, and columns stay aligned", arguments: [nil, 80, 60])
  func swatches(width: Int?) {
    let location = Location(file: "presets/x.yaml", line: 3, column: 1)
    let plan = Self.plan([
      Self.update(
        "host",
        [
          FieldChange(field: "permissions.can_record", before: false, after: true, location: location),
          FieldChange(
            field: "ui.design_tokens.colors.text", before: "#eee", after: "#2160FD", effects: [], location: location),
          FieldChange(field: "ui.design_tokens.colors.danger", before: nil, after: "red", location: location),
        ])
    ])
    let text = PlanText(ink: Ink(isOn: true, hasTrueColour: true), width: width).text(plan)
    #expect(
      text.contains(
        "\u{1B}[48;2;238;238;238m  \u{1B}[0m \"#eee\" → \u{1B}[48;2;33;96;253m  \u{1B}[0m \"#2160FD\""))
    #expect(text.ranges(of: "[48;2;").count == 2)
    #expect(!PlanText(ink: Ink(isOn: true), width: width).text(plan).contains("[48;2;"))
    let plain = text.replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\n")
    if let width { #expect(plain.allSatisfy { $0.count <= width }) }
    guard width == nil else { return }
    let columns = plain.filter { $0.contains("presets/x.yaml:3") }.compactMap { line in
      line.firstRange(of: "presets/").map { line.distance(from: line.startIndex, to: $0.lowerBound) }
    }
    #expect(Set(columns).count == 1 && columns.count == 3)
  }
}
