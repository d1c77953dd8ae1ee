import Crypto
import TestSupport
import Testing

import struct Foundation.Data

@testable import Authoring
@testable import Diagnostics
@testable import Documents
@testable import JSONValue
@testable import Manifests
@testable import Planning
@testable import Rendering
@testable import Schema

/// The HTML pages: complete, safe, small and self-contained.
@Suite("HTML pages") struct HTMLTests {
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

  /// Returns a plan with every kind of content that includes the given text.
  private static func plan(_ text: String = "class-host", color: String = "#2160FD") -> Plan {
    let remote = Preset(sampleNamed: text)
    let createdFields = PresetSchema.current.fields.filter { $0.path != "name" }.compactMap { field in
      remote[field.path].map { Self.change(field.path, nil, $0) }
    }
    var plan = Plan(
      environment: environment, base: .init("origin/main", commit: String(repeating: "a", count: 40)),
      operations: [
        Operation(
          .create, name: ExactString("\(text) 1"), location: location(2), origin: .intent,
          changes: createdFields + [
            change(FieldPath(["permissions", "plugins", "config", ExactString(text), "x"]), nil, .string(text))
          ]),
        Operation(
          .update, name: ExactString(text), id: "1", location: location(9),
          changes: [
            change("permissions.can_record", false, true, [.widens, .bills], line: 10),
            change("permissions.waiting_room_type", "SKIP_ON_ACCEPT", "SKIP", [.widens], line: 11),
            change("ui.design_tokens.colors.brand.500", "#b56927", .string(color), line: 12),
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
    plan.warnings = [Diagnostic(.widens(text, ["x"]), severity: .warning, at: Location(file: text))]
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
            .init(message: "the server says \(text)", status: 500, requestID: text, staleFields: operation.changes))
      })
    report.snapshot = text
    return report
  }

  /// Returns the tags of a page with the names of their attributes in order, and the text.
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

  // MARK: Content

  @Test("A page shows every kind of operation")
  func plan() throws {
    let page = PlanHTML.text(Self.plan())
    let style = try #require(page.firstMatch(of: /<style>(.|\n)*?<\/style>/)).output.0
    try expectSnapshot(page.replacing(style, with: "<style></style>"), "html/plan")
  }

  @Test("The page of a report shows the server's messages")
  func report() {
    let page = ReportHTML.text(Self.report(Self.plan(), "no room"))
    #expect(page.contains("<p class=reason>the server says no room"))
    #expect(page.contains("request <code>no room</code>"))
    #expect(page.contains("<i>added</i>"))
    #expect(page.contains("<h1>Not everything was applied: 1 added, 0 changed, 0 deleted, 3 not done."))
    #expect(!page.contains("Nothing has been changed yet"))
  }

  @Test("Every tag is closed in the right order, unless HTML closes it implicitly")
  func wellFormed() {
    for page in [PlanHTML.text(Self.plan()), ReportHTML.text(Self.report(Self.plan(), "x"))] {
      let voidTags: Set = ["meta", "link", "br", "input"]
      let implicitlyClosed: Set<Substring> = ["thead", "tbody", "tr", "th", "td", "dt", "dd", "li"]
      var openTags: [Substring] = []
      for match in page.matches(of: /<(\/?)([a-z0-9]+)[^>]*?(\/?)>/) where !voidTags.contains(String(match.output.2)) {
        if match.output.1 == "/" {
          while let last = openTags.last, last != match.output.2, implicitlyClosed.contains(last) {
            openTags.removeLast()
          }
          #expect(openTags.popLast() == match.output.2)
        } else if match.output.3.isEmpty {
          openTags.append(match.output.2)
        }
      }
      #expect(openTags.isEmpty)
    }
  }

  @Test("Ids are unique, and every reference has a target")
  func references() {
    let page = PlanHTML.text(Self.plan())
    let ids = page.matches(of: /\ id="?([^\s">]+)/).map(\.output.1)
    #expect(Set(ids).count == ids.count)
    for match in page.matches(of: /\ (?:href="#|aria-labelledby=")([^"]*)"/) { #expect(ids.contains(match.output.1)) }
  }

  // MARK: Safety

  @Test("Text from outside changes no tags", arguments: attacks)
  func escapedText(attack: String) {
    let pairs = [
      (PlanHTML.text(Self.plan("quiet", color: "nothing")), PlanHTML.text(Self.plan(attack, color: attack))),
      (
        ReportHTML.text(Self.report(Self.plan("quiet"), "quiet")),
        ReportHTML.text(Self.report(Self.plan(attack), attack))
      ),
    ]
    for (harmlessPage, page) in pairs {
      #expect(Self.parse(page).tags == Self.parse(harmlessPage).tags)
      #expect(!page.unicodeScalars.contains { $0 != "\n" && $0.isUnsafeToPrint })
      #expect(
        Self.parse(page).text.split(separator: "\n").count == Self.parse(harmlessPage).text.split(separator: "\n").count
      )
    }
  }

  @Test(
    "A color is inserted into the drawing only as hexadecimal digits", arguments: attacks + ["red", "#12", "#1234"])
  func colors(attack: String) {
    let page = PlanHTML.text(Self.plan(color: attack))
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
    "A font name is inserted into the drawing only if it is safe",
    arguments: [
      ("Inter", "'Inter',system-ui,sans-serif"), ("\"Open Sans\", serif", "'Open Sans',system-ui,sans-serif"),
      ("x'); y", nil), ("<b>", nil), ("", nil),
    ])
  func fonts(name: String, family: String?) {
    let page = PlanHTML.text(Self.plan(name))
    let families = page.matches(of: /--[on]ff:([^;]*);/).map { String($0.output.1) }
    #expect(families.filter { $0 != "system-ui,sans-serif" } == (family.map { [$0] } ?? []))
  }

  // MARK: Self-containment

  @Test("The content security policy allows only the style sheet, and the page needs nothing else")
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

  /// Returns a preset in which every color is set.
  private static func colored(_ name: String, _ generator: inout PresetGenerator) -> Preset {
    var preset = Preset(sampleNamed: name)
    for color in RoomColor.allCases { preset[color.field] = generator.value(of: .color) }
    return preset
  }

  @Test("A page with a hundred changed presets takes less than 500 KB")
  func size() {
    var generator = PresetGenerator(seed: 7)
    let permissions = PresetSchema.current.fields.filter { $0.path.section == "permissions" && $0.type == .boolean }
      .prefix(
        8)
    var observed: [String: Preset] = [:]
    let operations = (1...100).map { index -> Operation in
      let name = "preset-\(index)"
      let (before, after) = (Self.colored(name, &generator), Self.colored(name, &generator))
      observed["\(index)"] = before
      return Operation(
        .update, name: ExactString(name), id: "\(index)", location: Self.location(index),
        changes: permissions.map { Self.change($0.path, false, true, [.widens], line: index) }
          + RoomColor.allCases.map { Self.change($0.field, before[$0.field], after[$0.field], line: index) })
    }
    let page = PlanHTML.text(Plan(environment: Self.environment, operations: operations, observed: observed))
    #expect(page.matches(of: /\n\.look-[0-9]+\{/).count == 100)
    #expect(page.utf8.count < 500_000)
  }

  @Test("A page with a hundred new presets takes less than 500 KB")
  func sizeOfCreates() {
    var generator = PresetGenerator(seed: 8)
    let operations = (1...100).map { index -> Operation in
      let preset = Self.colored("preset-\(index)", &generator)
      let changes = PresetSchema.current.fields.compactMap { field in
        preset[field.path].map { Self.change(field.path, nil, field.ranking.last?.last ?? $0) }
      }
      return Operation(
        .create, name: ExactString("preset-\(index)"), location: Self.location(index),
        changes: changes.filter { $0.field != "name" })
    }
    let page = PlanHTML.text(Plan(environment: Self.environment, operations: operations))
    #expect(page.utf8.count < 500_000)
  }

  // MARK: Long values

  @Test("A long value is included in full in a collapsed element")
  func longValues() {
    let text = String(repeating: "long & ", count: 60)
    let page = PlanHTML.text(Self.plan(text))
    #expect(page.contains("<div>\(String(repeating: "long &#38; ", count: 60))</div></details>"))
  }

  @Test("The drawing uses every color of the schema")
  func colorFields() {
    let colors = PresetSchema.current.fields.filter { $0.type == .color }.map(\.path)
    #expect(Set(colors) == Set(RoomColor.allCases.map(\.field)))
  }
}
