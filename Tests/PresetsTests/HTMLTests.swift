import Crypto
import TestSupport
import Testing

import struct Foundation.Data

@testable import Presets

/// Pages: whole, harmless, small, and in need of nothing.
@Suite("HTML") struct HTMLTests {
  private static let environment = Environment(
    name: "production", accountID: "0123456789abcdef0123456789abcdef", appID: "9b1d0c8e-1d7b-4c0e-8a5a-5b1f0f4c2d11",
    baseURL: "https://api.example.com/client/v4")

  private static func location(_ line: Int) -> Location { Location(file: "presets/class.yaml", line: line, column: 1) }

  private static func change(
    _ field: FieldPath, _ before: JSON?, _ after: JSON?, _ effects: [Effect] = [], line: Int = 1
  ) -> FieldChange {
    FieldChange(
      field: field, before: before, after: after, effects: effects, origin: .intent, location: location(line))
  }

  /// Everything that a plan can have, around a text that comes from outside.
  private static func plan(_ text: String = "class-host", colour: String = "#2160FD") -> Plan {
    let remote = Preset(sampleNamed: text)
    let made = PresetSchema.current.fields.filter { $0.path != "name" }.compactMap { field in
      remote[field.path].map { Self.change(field.path, nil, $0) }
    }
    var plan = Plan(
      environment: environment, base: .init("origin/main", commit: String(repeating: "a", count: 40)),
      operations: [
        Operation(
          .create, name: ExactString("\(text) 1"), location: location(2), origin: .intent,
          changes: made + [
            change(FieldPath(["permissions", "plugins", "config", ExactString(text), "x"]), nil, .string(text))
          ]),
        Operation(
          .update, name: ExactString(text), id: "1", location: location(9),
          changes: [
            change("permissions.can_record", false, true, [.widens, .bills], line: 10),
            change("permissions.waiting_room_type", "SKIP_ON_ACCEPT", "SKIP", [.widens], line: 11),
            change("ui.design_tokens.colors.brand.500", "#b56927", .string(colour), line: 12),
            change("ui.design_tokens.colors.text_on_brand", "#EEEEEE", "#FFFFFF", line: 13),
            change("ui.design_tokens.border_radius", "sharp", "extra-rounded", line: 14),
            change("ui.design_tokens.font_family", nil, .string(text), line: 15),
            change("ui.design_tokens.logo", "", .string(text), line: 16),
          ]),
        Operation(
          .delete, name: ExactString("\(text) 2"), id: "2", location: location(20),
          blocked: .init(.protected, "protected by '\(text)'")),
        Operation(.delete, name: ExactString("\(text) 3"), id: "3", location: Location(file: text), origin: .intent),
      ], unmanaged: [ExactString("\(text) 4")], unchanged: 2, observed: ["1": remote, "2": remote, "3": remote])
    plan.warnings = [Diagnostic(.widens(name: text, fields: ["x"]), severity: .warning, at: Location(file: text))]
    return plan
  }

  private static func report(_ plan: Plan, _ text: String) -> Report {
    var report = Report(
      plan,
      entries: plan.operations.enumerated().map { index, operation in
        index == 0
          ? .init(operation, .done)
          : .init(
            operation, .failed,
            .init(message: "the server says \(text)", status: 500, requestID: text, moved: operation.changes))
      })
    report.snapshot = text
    return report
  }

  /// The page's tags with the names of their attributes, in order, and its text.
  private static func parse(_ page: String) -> (tags: [String], text: String) {
    let body = page.replacing(/<style>(.|\n)*?<\/style>/, with: "")
    let tags = body.matches(of: /<[^>]*>/).map { match in
      String(match.output).replacing(/=(?:"[^"]*"|[^\s">]+)/, with: "")
    }
    return (tags, body.replacing(/<[^>]*>/, with: ""))
  }

  private static let attacks = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='x", "</style><b>", "&lt;b&gt;", "`x`",
    "-->", "<!--", "]]>", "javascript:alert(1)", "url(https://example.com)", "a;b{}c:d", "\u{202E}evil", "a\nb",
    "\u{0}", "</svg>", "{{x}}",
  ]

  // MARK: Whole

  @Test("a plan with one of each reads as it always did")
  func plan() throws {
    let page = PlanHTML.text(Self.plan())
    let style = try #require(page.firstMatch(of: /<style>(.|\n)*?<\/style>/)).output.0
    try expectSnapshot(page.replacing(style, with: "<style></style>"), "html/plan")
  }

  @Test("a report tells what the server said")
  func report() {
    let page = ReportHTML.text(Self.report(Self.plan(), "no room"))
    #expect(page.contains("<p class=reason>the server says no room"))
    #expect(page.contains("request <code>no room</code>"))
    #expect(page.contains("<i>added</i>"))
    #expect(page.contains("<h1>Not everything was applied: 1 added, 0 changed, 0 deleted, 3 not done."))
    #expect(!page.contains("Nothing has happened yet"))
  }

  @Test("every tag is closed, in the order in which it was opened, unless HTML closes it by itself")
  func wellFormed() {
    for page in [PlanHTML.text(Self.plan()), ReportHTML.text(Self.report(Self.plan(), "x"))] {
      let void: Set = ["meta", "link", "br", "input"]
      let closedByItself: Set<Substring> = ["thead", "tbody", "tr", "th", "td", "dt", "dd", "li"]
      var open: [Substring] = []
      for match in page.matches(of: /<(\/?)([a-z0-9]+)[^>]*?(\/?)>/) where !void.contains(String(match.output.2)) {
        if match.output.1 == "/" {
          while let last = open.last, last != match.output.2, closedByItself.contains(last) { open.removeLast() }
          #expect(open.popLast() == match.output.2)
        } else if match.output.3.isEmpty {
          open.append(match.output.2)
        }
      }
      #expect(open.isEmpty)
    }
  }

  @Test("names are unique, and what is referred to is there")
  func references() {
    let page = PlanHTML.text(Self.plan())
    let ids = page.matches(of: /\ id="?([^\s">]+)/).map(\.output.1)
    #expect(Set(ids).count == ids.count)
    for match in page.matches(of: /\ (?:href="#|aria-labelledby=")([^"]*)"/) { #expect(ids.contains(match.output.1)) }
  }

  // MARK: Harmless

  @Test("text from outside changes nothing but text", arguments: attacks)
  func harmless(attack: String) {
    let pairs = [
      (PlanHTML.text(Self.plan("quiet", colour: "nothing")), PlanHTML.text(Self.plan(attack, colour: attack))),
      (
        ReportHTML.text(Self.report(Self.plan("quiet"), "quiet")),
        ReportHTML.text(Self.report(Self.plan(attack), attack))
      ),
    ]
    for (calm, page) in pairs {
      #expect(Self.parse(page).tags == Self.parse(calm).tags)
      #expect(!page.unicodeScalars.contains { $0 != "\n" && $0.isUnsafeToShow })
      #expect(Self.parse(page).text.split(separator: "\n").count == Self.parse(calm).text.split(separator: "\n").count)
    }
  }

  @Test(
    "a colour reaches the drawing only as digits, whatever the API holds", arguments: attacks + ["red", "#12", "#1234"])
  func colours(attack: String) {
    let page = PlanHTML.text(Self.plan(colour: attack))
    for match in page.matches(of: /\ (?:fill|stroke)="([^"]*)"/) where match.output.1 != "none" {
      #expect(match.output.1.wholeMatch(of: /#[0-9a-f]{6}|var\(--[a-z0-9-]+\)/) != nil)
    }
    let rules = page.matches(of: /\n\.look-[0-9]+\{(.*)\}/).map(\.output.1)
    #expect(rules.count == 2)
    for rule in rules {
      let values = /--[on][a-z0-9]+:(?:#[0-9a-f]{6}|[0-2]|(?:'[A-Za-z0-9 -]+',)?system-ui,sans-serif);/
      #expect(rule.replacing(values, with: "") == "")
    }
  }

  @Test(
    "a font's name reaches the drawing only if it is harmless",
    arguments: [
      ("Inter", "'Inter',system-ui,sans-serif"), ("\"Open Sans\", serif", "'Open Sans',system-ui,sans-serif"),
      ("x'); y", nil), ("<b>", nil), ("", nil),
    ])
  func fonts(name: String, family: String?) {
    let page = PlanHTML.text(Self.plan(name))
    let families = page.matches(of: /--[on]ff:([^;]*);/).map { String($0.output.1) }
    #expect(families.filter { $0 != "system-ui,sans-serif" } == (family.map { [$0] } ?? []))
  }

  // MARK: In need of nothing

  @Test("the policy allows the style by its digest, and nothing of what the page has needs more")
  func policy() throws {
    let page = PlanHTML.text(Self.plan())
    let style = try #require(page.firstMatch(of: /<style>((?:.|\n)*?)<\/style>/)).output.1
    let digest = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
    let policy = try #require(page.firstMatch(of: /http-equiv="Content-Security-Policy" content="([^"]*)"/)).output.1
    #expect(
      policy.replacing("&#39;", with: "'")
        == "default-src 'none'; style-src 'sha256-\(digest)'; img-src data:; base-uri 'none'; form-action 'none'")
    #expect(page.ranges(of: "<style").count == 1)
    for forbidden in [" style=", "<script", " src=", " on", "url(", "@import"] {
      #expect(!Self.parse(page).tags.contains { $0.contains(forbidden) } && !style.contains("url("))
    }
    let addresses = page.matches(of: /\ (?:href|src|action)="([^"]*)"/).map(\.output.1)
    #expect(addresses.allSatisfy { $0.hasPrefix("#") || $0 == "data:," })
  }

  /// A preset with colours of its own, all of them.
  private static func painted(_ name: String, _ generator: inout PresetGenerator) -> Preset {
    var preset = Preset(sampleNamed: name)
    for colour in RoomColour.allCases { preset[colour.field] = generator.value(of: .colour) }
    return preset
  }

  @Test("a hundred presets that change all their colours and many permissions take less than 500 KB")
  func size() {
    var generator = PresetGenerator(seed: 7)
    let rights = PresetSchema.current.fields.filter { $0.path.section == "permissions" && $0.type == .boolean }.prefix(
      8)
    var observed: [String: Preset] = [:]
    let operations = (1...100).map { index -> Operation in
      let name = "preset-\(index)"
      let (before, after) = (Self.painted(name, &generator), Self.painted(name, &generator))
      observed["\(index)"] = before
      return Operation(
        .update, name: ExactString(name), id: "\(index)", location: Self.location(index),
        changes: rights.map { Self.change($0.path, false, true, [.widens], line: index) }
          + RoomColour.allCases.map { Self.change($0.field, before[$0.field], after[$0.field], line: index) })
    }
    let page = PlanHTML.text(Plan(environment: Self.environment, operations: operations, observed: observed))
    #expect(page.matches(of: /\n\.look-[0-9]+\{/).count == 100)
    #expect(page.utf8.count < 500_000)
  }

  @Test("a hundred new presets, each with colours of its own, take less than 500 KB")
  func sizeOfNew() {
    var generator = PresetGenerator(seed: 8)
    let operations = (1...100).map { index -> Operation in
      let preset = Self.painted("preset-\(index)", &generator)
      let changes = PresetSchema.current.fields.compactMap { field in
        preset[field.path].map { Self.change(field.path, nil, field.ladder.last?.last ?? $0) }
      }
      return Operation(
        .create, name: ExactString("preset-\(index)"), location: Self.location(index),
        changes: changes.filter { $0.field != "name" })
    }
    let page = PlanHTML.text(Plan(environment: Self.environment, operations: operations))
    #expect(page.utf8.count < 500_000)
  }

  // MARK: Whole values

  @Test("a long value is there in full, folded up")
  func longValues() {
    let text = String(repeating: "long & ", count: 60)
    let page = PlanHTML.text(Self.plan(text))
    #expect(page.contains("<div>\(String(repeating: "long &#38; ", count: 60))</div></details>"))
  }

  @Test("every colour of the schema has a place in the picture")
  func colourFields() {
    let colours = PresetSchema.current.fields.filter { $0.type == .colour }.map(\.path)
    #expect(Set(colours) == Set(RoomColour.allCases.map(\.field)))
  }
}
