import Diagnostics
import Documents
import JSONValue
import Schema
import TestSupport
import Testing

@testable import Manifests
@testable import Planning
@testable import Rendering

/// The renderings of plans and reports: safe, limited in size and consistent with each other.
@Suite("Rendering") struct PlanRenderingTests {
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
        Report.Entry(
          $0, .stale, .init(message: "changed: \($0.name)", requestID: $0.name.text, staleFields: $0.changes))
      })
  }

  /// Returns every rendering of a plan and of a report about it.
  private static func texts(_ plan: Plan) -> [String: String] {
    let style = TextStyler(isOn: false)
    let diagnostics = plan.diagnostics
    return [
      "text": PlanText(style: style, width: nil).text(plan), "text 80": PlanText(style: style, width: 80).text(plan),
      "json": plan.json.text(.pretty), "markdown": PlanMarkdown.text(plan), "html": PlanHTML.text(plan),
      "report html": ReportHTML.text(report(plan)),
      "annotations": GitHubAnnotations.text(diagnostics), "outputs": GitHubOutputs.text(plan),
      "sarif": SARIF.json(diagnostics).text(.pretty), "quality": CodeQuality.json(diagnostics).text(.pretty),
      "report text": ReportText(style: style, width: nil).text(report(plan)),
      "report json": report(plan).json.text(.pretty),
      "report markdown": ReportMarkdown.text(report(plan)),
      "diagnostics": DiagnosticText(style: style) { $0 }.text(diagnostics),
    ]
  }

  // MARK: Safety

  private static let attacks = [
    "<script>alert(1)</script>", "a|b", "`code`", "```", "@octocat", "::set-output name=x::y", "::error::x",
    "##[set-output name=x]y", "##vso[task.setvariable variable=x]y", "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}",
    "\u{202E}evil\u{202C}", "\u{2066}x\u{2069}", "a\nb", "a\r\n::warning::b", "--> out", "[x](javascript:alert(1))",
    "![x](http://example.com/a.png)", "</details></code>", "&lt;b&gt;", "*bold* _it_ ~~no~~", "#1 GH-1", "$x$",
    "\u{200B}\u{FEFF}",
    "%0A::error::x", "a,b:c=d", "'\"\\", "https://example.com", "\u{85}next", "\u{0}",
  ]

  @Test("Names, values, fields and files are escaped in every rendering", arguments: attacks)
  func escapedText(attack: String) {
    let key = FieldPath(["permissions", "plugins", "config", ExactString(attack), "x"])
    let plan = Self.plan(
      [
        Operation(.rename, name: "new", id: "1", previousName: ExactString(attack), location: Location(file: attack)),
        Operation(.create, name: ExactString(attack), location: Location(file: attack)),
        Self.update(
          attack, [Self.change(key, .string(attack), attack), Self.change("ui.x", .string(attack))], file: attack),
      ], unmanaged: [attack])
    for (format, rendering) in Self.texts(plan) {
      // A test below covers file names in annotations, because GitHub must find the files.
      let text = format == "annotations" ? rendering.replacing(/file=.*?,line=/, with: "file=,line=") : rendering
      // The only control characters are the line breaks of the rendering itself.
      #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.isUnsafeToPrint }, "\(format)")
      #expect(!text.contains("##["), "\(format)")
      #expect(!text.contains("##vso["), "\(format)")
      let commands = text.split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix("::") }
      #expect(format == "annotations" || commands.isEmpty, "\(format)")
    }
  }

  @Test("Each annotation is one workflow command, whatever it contains", arguments: attacks)
  func annotations(attack: String) throws {
    let plan = Self.plan([Self.update(attack, [Self.change("permissions.can_record", true, attack)], file: attack)])
    let lines = GitHubAnnotations.text(plan.diagnostics).split(separator: "\n")
    #expect(lines.count == plan.diagnostics.count)
    for line in lines {
      let match = try #require(line.wholeMatch(of: /::notice file=([^:,]*),line=\d+,col=\d+,title=([^:,]*)::(.*)/))
      // The file name that GitHub decodes is the original name.
      var name = String(match.output.1)
      for (code, character) in [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")] {
        name = name.replacing(code, with: character)
      }
      let isSpecial = attack.unicodeScalars.contains { $0.isUnsafeToPrint && !["\r", "\n"].contains($0) }
      #expect(name == attack || isSpecial)
    }
  }

  @Test("Text from outside adds no Markdown markup", arguments: attacks)
  func markdown(attack: String) {
    func plan(_ text: String) -> Plan {
      var plan = Self.plan(
        [Self.update(text, [Self.change("ui.x", .string(text))], file: text)], unmanaged: [text])
      plan.operations[0].blocked = .init(.policy, "blocked \(text)")
      plan.warnings = [Diagnostic(.widens(text, ["x"]), severity: .warning, at: Location(file: text))]
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
    for (harmlessText, text) in [
      (PlanMarkdown.text(plan("quiet")), PlanMarkdown.text(plan(attack))),
      (ReportMarkdown.text(Self.report(plan("quiet"))), ReportMarkdown.text(Self.report(plan(attack)))),
    ] {
      // Outside of code, the text has the same markup as with a harmless word.
      #expect(marks(text.replacing(/&#[0-9]+;/, with: "")) == marks(harmlessText))
      #expect(references(text) == 0)
      #expect(text.split(separator: "\n").count == harmlessText.split(separator: "\n").count)
    }
  }

  @Test("The marker is a comment, whatever the name of the environment", arguments: attacks)
  func marker(attack: String) throws {
    let plan = Plan(
      environment: Environment(name: attack, accountID: "", appID: "", baseURL: ""), operations: [])
    let line = try #require(PlanMarkdown.text(plan).split(separator: "\n").first)
    #expect(line.wholeMatch(of: /<!-- presetctl:plan:[A-Za-z0-9._%-]+ -->/) != nil)
  }

  // MARK: Limits

  private static func largePlan(_ count: Int, padding: Int = 0) -> Plan {
    plan(
      (0..<count).map { index in
        update(
          "preset-\(index)", (0..<5).map { change(FieldPath("permissions.chat.public.field_\($0)"), .string("value")) })
      } + (padding > 0 ? [update("z", [change("ui.x", .string(String(repeating: "é", count: padding)))])] : []),
      base: false)
  }

  @Test("Markdown omits whole presets from the end and reports their number", arguments: [100, 200, 1000])
  func sizeLimit(count: Int) throws {
    let text = PlanMarkdown.text(Self.largePlan(count))
    #expect(text.unicodeScalars.count <= 65_536)
    let rows = text.matches(of: /\n\| ✏️ update \| <code>preset-(\d+)<\/code>/).map { Int($0.output.1) }
    let details = text.matches(of: /<summary>✏️ <code>preset-(\d+)<\/code>: 5 changes<\/summary>/).map {
      Int($0.output.1)
    }
    #expect(rows == Array(0..<rows.count))
    #expect(details == rows)
    if rows.count == count {
      #expect(!text.contains("not shown because"))
    } else {
      #expect(text.contains("**\(count - rows.count) more presets are not shown because of the size limit.**"))
      // The text is filled as far as possible. One more preset would exceed the limit.
      #expect(text.unicodeScalars.count > 65_536 - 1_500)
    }
  }

  @Test("The size limit is exact", arguments: [-1, 0, 1])
  func exactLimit(offset: Int) throws {
    let document = PlanMarkdown.document(Self.largePlan(3, padding: 40))
    let rendering = document.text(.characters(.max))
    for limit in [rendering.unicodeScalars.count, rendering.utf8.count] {
      let isBytes = limit == rendering.utf8.count
      let bound = limit + offset
      let text = document.text(isBytes ? .bytes(bound) : .characters(bound))
      #expect((isBytes ? text.utf8.count : text.unicodeScalars.count) <= bound)
      #expect((text == rendering) == (offset >= 0))
      #expect(text.contains("1 more preset is not shown because") == (offset < 0))
    }
  }

  @Test("No element is cut in the middle at any limit")
  func everyLimit() throws {
    let document = PlanMarkdown.document(Self.largePlan(4))
    let maximum = document.text(.characters(.max)).unicodeScalars.count
    let minimum = document.text(.characters(0)).unicodeScalars.count
    for limit in stride(from: minimum, through: maximum, by: 13) {
      let text = document.text(.characters(limit))
      #expect(text.unicodeScalars.count <= limit)
      #expect(text.matches(of: /<details>/).count == text.matches(of: /<\/details>\n/).count)
      #expect(text.matches(of: /<code>/).count == text.matches(of: /<\/code>/).count)
    }
  }

  @Test("Thousands of unmanaged presets and warnings are shortened")
  func manyWarnings() {
    let warnings = (0..<5_000).map {
      Diagnostic(
        .widens("preset-\($0)", ["x"]), severity: .warning, at: Location(file: "a.yaml", line: $0 + 1))
    }
    var plan = Self.plan([Self.update("x", [Self.change("ui.x", 1)])], unmanaged: (0..<5_000).map { "other-\($0)" })
    plan.warnings = warnings
    let text = PlanMarkdown.text(plan)
    #expect(text.unicodeScalars.count < 10_000)
    #expect(text.contains("and 4980 more"))
    #expect(text.contains("4990 more warnings are not shown."))
  }

  // MARK: Consistency

  @Test("All renderings show the same numbers", arguments: 1...10)
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
    let (json, text) = (plan.json, PlanText(style: TextStyler(isOn: false), width: nil).text(plan))
    let markdown = PlanMarkdown.text(plan)
    func number(_ key: ExactString) -> Int { json["summary"]?[key]?.int ?? -1 }
    let summary = "Plan: \(number("create")) to add, \(number("update")) to change, \(number("delete")) to delete"
    let origins =
      "\(number("intent")) change\(number("intent") == 1 ? "" : "s") from this branch, \(number("drift")) from drift."
    for format in [text, markdown] {
      #expect(format.contains(summary))
      #expect(format.contains(origins))
      for operation in operations { #expect(format.contains(operation.name.text)) }
    }
    let rows = text.split(separator: "\n").filter { $0.contains(" → ") }
    #expect(rows.count == number("changes"))
    #expect(rows.count { $0.contains("widens") } == number("widens"))
    #expect(rows.count { $0.contains("drift") } == number("drift"))
    #expect(markdown.matches(of: /<td>|\| <code>ui\.field/).count == number("changes"))
    #expect(text.matches(of: /[A-Z]{6}\* p/).count == number("blocked"))
    #expect(GitHubOutputs.text(plan).contains("blocked=\(number("blocked"))\n"))
  }

  @Test("Long values are shortened to the part in which they differ")
  func longValues() {
    let shared = String(repeating: "x", count: 400)
    let change = FieldChange(field: "ui.x", before: .string(shared + "old" + shared), after: .string(shared + "new"))
    let plan = Self.plan([Self.update("a", [change])], base: false)
    let tail = String(repeating: "x", count: 31)
    #expect(
      PlanText(style: TextStyler(isOn: false), width: nil).text(plan).contains(
        "…xxxxxxxxxxxxold\(tail)… → …xxxxxxxxxxxxnew\""))
    #expect(PlanMarkdown.text(plan).contains("xxxnew\"</code>"))
    #expect(PlanMarkdown.text(plan).contains("xxxoldxxx"))
  }

  // MARK: Layout

  @Test(
    "The source line of a diagnostic fits the terminal and includes the marked token", arguments: [30, 40, 80, 200])
  func excerpts(width: Int) throws {
    let line = "# " + String(repeating: "x", count: 150) + " can_recod: true " + String(repeating: "y", count: 150)
    for column in [1, 100, 154, 170, 310] {
      var diagnostic = Diagnostic(.unknownTag("!x"), at: Location(file: "a.yaml", line: 3, column: column), width: 3)
      diagnostic.excerpt = line
      let lines = DiagnosticText(style: TextStyler(isOn: false), width: width) { $0 }.text([diagnostic]).split(
        separator: "\n")
      let bar = try #require(lines.firstIndex { $0.hasPrefix("    3 | ") })
      let (source, caret) = (lines[bar], lines[bar + 1])
      #expect(source.count <= width && caret.count <= width)
      let token = line.dropFirst(column - 1).prefix(3)
      let marker = try #require(caret.firstIndex(of: "^"))
      let offset = caret.distance(from: caret.startIndex, to: marker)
      #expect(source.dropFirst(offset).prefix(3) == token)
    }
  }

  @Test("A plan fits every terminal width, with and without color", arguments: [60, 80, 120, 200], [true, false])
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
    let text = PlanText(style: TextStyler(isOn: isColored), width: width).text(plan)
    let plain = text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain == PlanText(style: TextStyler(isOn: false), width: width).text(plan))
    for line in plain.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
    if !isColored { try expectSnapshot(text, "plans/width-\(width)") }
  }

  @Test("Colors have swatches on terminals with true color, and columns stay aligned", arguments: [nil, 80, 60])
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
    let text = PlanText(style: TextStyler(isOn: true, hasTrueColor: true), width: width).text(plan)
    #expect(
      text.contains(
        "\u{1B}[48;2;238;238;238m  \u{1B}[0m \"#eee\" → \u{1B}[48;2;33;96;253m  \u{1B}[0m \"#2160FD\""))
    #expect(text.ranges(of: "[48;2;").count == 2)
    #expect(!PlanText(style: TextStyler(isOn: true), width: width).text(plan).contains("[48;2;"))
    let plain = text.replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\n")
    if let width { #expect(plain.allSatisfy { $0.count <= width }) }
    guard width == nil else { return }
    let columns = plain.filter { $0.contains("presets/x.yaml:3") }.compactMap { line in
      line.firstRange(of: "presets/").map { line.distance(from: line.startIndex, to: $0.lowerBound) }
    }
    #expect(Set(columns).count == 1 && columns.count == 3)
  }
}
