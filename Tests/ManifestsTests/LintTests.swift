import Diagnostics
import Manifests
import Planning
import Rendering
import Schema
import TestSupport
import Testing

@Suite("Lint rules") struct LintTests {
  /// The base of the catalog, and a child that breaks no rule. Tests change a few of its fields.
  private static let neutral = [
    try? SourceTree.text("presets/base.yaml"),
    "name: neutral\nabstract: true\nextends: base\nconfig: {view_type: GROUP_CALL}\n"
      + "permissions: {waiting_room_type: SKIP}\n",
  ].compactMap(\.self)

  /// Loads presets that extend the neutral preset with more fields, in the files `3.yaml` and so on.
  private func load(_ fragments: String..., lint: LintLevels = LintLevels()) -> LoadedManifests {
    LoadedManifests(yaml: Self.neutral + fragments.map(Self.manifests), lint: lint)
  }

  /// Returns the complete manifests for the fragments of an example.
  private static func manifests(_ fragment: String) -> String {
    let documents = fragment.split(separator: "---\n").enumerated().map { index, text in
      (text.contains("name: ") ? "" : "name: preset-\(index)\n")
        + (text.contains("extends: ") ? "" : "extends: neutral\n") + text
    }
    return documents.joined(separator: "\n---\n") + "\n"
  }

  @Test(
    "A rule reports its failing example without other rules, and nothing for its passing example",
    arguments: LintRule.all.map(\.id))
  func examples(id: String) throws {
    let rule = try #require(LintRule(id: id))
    var levels = LintLevels()
    if rule.level == .off { levels[rule] = .warning }
    let failing = load(rule.failingExample, lint: levels)
    #expect(failing.diagnostics.map(\.problem.rule) == [id], "\(failing.text)")
    #expect(failing.diagnostics.map(\.severity) == [levels[rule].severity])
    let fields = failing.state.presets.flatMap(\.fields).filter { field in
      failing.diagnostics.contains { $0.location == field.location }
    }
    #expect(!fields.isEmpty && fields.allSatisfy { rule.concerns($0.path) })
    #expect(failing.diagnostics.allSatisfy { $0.location.file == "3.yaml" && $0.width > 0 && $0.problem.hint != nil })
    let passing = load(rule.passingExample, lint: levels)
    #expect(passing.diagnostics.isEmpty, "\(passing.text)")
  }

  @Test("Rule ids, titles and reasons have a consistent form")
  func form() throws {
    #expect(Set(LintRule.all.map(\.id)).count == LintRule.all.count)
    for rule in LintRule.all {
      #expect(rule.id.wholeMatch(of: /[a-z]+(-[a-z]+)+/) != nil)
      for path in rule.fields { #expect(try Explanation(of: path.description).rules.contains(rule)) }
      #expect([rule.title, rule.checks, rule.reason].allSatisfy { $0.hasSuffix(".") }, "\(rule.id)")
    }
  }

  @Test("A lint rule has no id of another kind of problem")
  func collisions() throws {
    let pages = try SourceTree.text("docs/manifests.md") + SourceTree.text("docs/project.md")
    let others =
      Set(ManifestRule.allCases.map(\.rawValue) + PlanRule.allCases.map(\.rawValue))
      .union(pages.matches(of: /\| `([a-z0-9-]+)` \|/).map { String($0.output.1) })
    #expect(others.isSuperset(of: ["unknown-field", "duplicate-key", "second-document", "old-name-exists"]))
    #expect(others.isDisjoint(with: LintRule.all.map(\.id)))
  }

  @Test("A rule reports the problem at the value, with the reason and a hint")
  func text() throws {
    let manifests = load(
      """
      name: listener
      config:
        view_type: AUDIO_ROOM
        max_screenshare_count: 0
        media: {video: {simulcast: true}, screenshare: {frame_rate: 30}}
      permissions:
        hidden_participant: true
        media: {audio: {can_produce: CAN_REQUEST}, screenshare: {can_produce: ALLOWED}}
        chat: {private: {can_send: true}, public: {text: true, files: true}}
        polls: {can_create: true, can_vote: true}
        waiting_room_type: ON_PRIVILEGED_USER_ENTRY
        is_recorder: true
      ui:
        design_tokens:
          theme: light
          font_family: Inter, sans-serif
          google_font: Inter
          colors:
            text: "#666"
            text_on_brand: "#ccc"
            danger: ff2d2d
            warning: "#ffcd0780"
            success: green

      """,
      """
      name: viewer
      config: {view_type: WEBINAR, max_video_streams: {desktop: 0, mobile: 1}, livestream_viewer_qualities: [360]}
      permissions:
        media: {video: {can_produce: ALLOWED}}
        stage_access: CAN_REQUEST

      """)
    try expectSnapshot(manifests.text, "lint/text")
  }

  @Test("A problem with an inherited value is reported once, at its definition, with the presets that inherit it")
  func inherited() throws {
    let base = """
      name: hidden
      abstract: true
      permissions: {hidden_participant: true, media: {audio: {can_produce: ALLOWED}}}

      """
    let children = ["c", "b", "a"].map { "name: \($0)\nextends: hidden\npermissions: {can_record: false}\n" }
    try expectSnapshot(load(base, children.joined(separator: "---\n")).text, "lint/inherited")
  }

  @Test("Long messages are wrapped at word boundaries")
  func columns() throws {
    let diagnostics = load("permissions: {hidden_participant: true, media: {audio: {can_produce: ALLOWED}}}\n")
      .diagnostics
    let text = DiagnosticText(style: TextStyler(isOn: false), width: 60) { "presets/a-folder/\($0)" }.text(diagnostics)
    try expectSnapshot(text, "lint/columns")
  }

  @Test("A problem between an inherited value and a child's own value is reported only for that child")
  func childValue() throws {
    let shared = """
      name: shared
      abstract: true
      config: {view_type: GROUP_CALL, media: {video: {simulcast: true}}}
      permissions: {waiting_room_type: SKIP_ON_ACCEPT, accept_waiting_requests: false}
      ui: {design_tokens: {colors: {text: "#eeeeee", background: {900: "#111111"}}}}

      """
    let children = """
      name: call
      extends: shared
      ---
      name: host
      extends: shared
      permissions: {waiting_room_type: SKIP, accept_waiting_requests: true}
      ---
      name: room
      extends: shared
      config: {view_type: AUDIO_ROOM}
      permissions: {waiting_room_type: SKIP}
      ui: {design_tokens: {colors: {background: {900: "#dddddd"}}}}

      """
    try expectSnapshot(load(shared, children).text, "lint/child")
  }

  /// The permissions of a host, and whether the host admits participants who wait in a webinar.
  @Test(
    "A rule knows which presets can admit waiting participants",
    arguments: [
      ("WEBINAR", "accept_waiting_requests: true, waiting_room_type: SKIP", true),
      ("WEBINAR", "accept_waiting_requests: true, waiting_room_type: SKIP_ON_ACCEPT", false),
      ("WEBINAR", "accept_waiting_requests: true, waiting_room_type: ON_PRIVILEGED_USER_ENTRY", false),
      ("GROUP_CALL", "accept_waiting_requests: true, waiting_room_type: SKIP", false),
      ("WEBINAR", "accept_waiting_requests: false, waiting_room_type: SKIP", false),
    ])
  func admission(viewType: String, host: String, admits: Bool) {
    let guest = """
      name: guest
      config: {view_type: WEBINAR}
      permissions: {waiting_room_type: SKIP_ON_ACCEPT, stage_enabled: true}

      """
    let host = "name: host\nconfig: {view_type: \(viewType)}\npermissions: {\(host)}\n"
    let rules = load(guest, host).diagnostics.map(\.problem.rule)
    #expect(rules.contains("waiting-room-without-host") == !admits)
  }

  @Test("A problem in an overlay is reported at its location in the overlay")
  func overlay() {
    let manifests = LoadedManifests(
      yaml: Self.neutral + ["name: a\nextends: neutral\n"],
      layers: [["name: a\npermissions: {hidden_participant: true, media: {audio: {can_produce: ALLOWED}}}\n"]],
      lint: LintLevels())
    #expect(manifests.diagnostics.map(\.problem.rule) == ["hidden-publisher"])
    #expect(manifests.diagnostics.first?.location == Location(file: "layer-1/1.yaml", line: 2, column: 35))
  }

  @Test("Presets with errors are not linted, and other presets are")
  func presetsWithErrors() {
    let hidden = "permissions: {hidden_participant: true, media: {audio: {can_produce: ALLOWED}}}\n"
    let webinar = "config: {view_type: WEBINAR}\n"
    for broken in [
      "name: x\n\(hidden)ui: {desing_tokens: {}}\n", "name: x\n\(hidden)config: {view_type: CALL}\n",
      "name: x\n\(webinar)permissions: {stage_enbled: true}\n",
      "name: x\n\(webinar)permissions: {stage_enabled: yes}\n", "name: x\n\(hidden)ui: !unset\n",
    ] {
      let diagnostics = load(broken, "name: y\n\(hidden)").diagnostics
      #expect(diagnostics.count == 2 && diagnostics[0].severity == .error, "\(broken)")
      #expect(diagnostics[1].problem.rule == "hidden-publisher" && diagnostics[1].location.file == "4.yaml")
    }
    #expect(load("name: x\n\(hidden)---\nname: y\nextends: nope\n").diagnostics.count == 2)
    #expect(load("name: x\nabstract: true\n\(hidden)").diagnostics.isEmpty)
    let absent = LoadedManifests(yaml: ["name: x\nstate: absent\n"], lint: LintLevels())
    #expect(absent.diagnostics.isEmpty)
  }

  @Test("Rules about all presets run only if all presets are valid")
  func rulesAboutAllPresets() {
    let guest = "name: guest\npermissions: {waiting_room_type: SKIP_ON_ACCEPT}\n"
    #expect(load(guest).diagnostics.map(\.problem.rule) == ["waiting-room-without-host"])
    #expect(load(guest, "name: host\npermissions: {accept_waiting_requests: yes}\n").diagnostics.count == 1)
    #expect(load(guest, "name: host\npermissions: {accept_waiting_requests: true}\n").diagnostics.isEmpty)
    // Presets that must not exist and bases do not admit participants.
    let base = "name: host\nabstract: true\npermissions: {accept_waiting_requests: true}\n"
    #expect(load(guest, base).diagnostics.map(\.problem.rule) == ["waiting-room-without-host"])
  }

  @Test("A field that no manifest sets is unknown, and an unset field is missing")
  func unset() {
    let webinar = "config: {view_type: WEBINAR}\npermissions: {stage_enabled: true, stage_access: !unset }\n"
    #expect(load(webinar).diagnostics.isEmpty)
    let withoutStage = load("config: {view_type: WEBINAR}\npermissions: {stage_enabled: !unset }\n")
    #expect(withoutStage.diagnostics.map(\.problem.rule) == ["webinar-without-stage"])
    #expect(withoutStage.diagnostics.first?.location.line == 3)
  }

  @Test(
    "Contrast is measured as in WCAG and truncated",
    arguments: [
      ("#000000", "#ffffff", nil), ("#777777", "#ffffff", "4.47"), ("#767676", "#ffffff", nil),
      ("#fff", "#fff", "1.00"), ("#0000FF", "#000000", "2.44"), ("#ff0000", "#ffffff", "3.99"),
    ] as [(String, String, String?)])
  func contrast(text: String, background: String, ratio: String?) {
    let colors = "ui: {design_tokens: {colors: {text_on_brand: \"\(text)\", brand: {500: \"\(background)\"}}}}\n"
    let diagnostic = load(colors).diagnostics.first { $0.problem.rule == "low-contrast" }
    #expect(
      diagnostic?.problem.message
        == ratio.map { "'text_on_brand' has a contrast of \($0) on brand.500: at least 4.50 is required" })
  }

  @Test("A rule is reported with the severity from the project file")
  func levels() throws {
    let rule = try #require(LintRule(id: "hidden-publisher"))
    for level in LintLevel.allCases {
      var levels = LintLevels()
      levels[rule] = level
      #expect(
        load(rule.failingExample, lint: levels).diagnostics.map(\.severity) == [level.severity].compactMap(\.self))
    }
  }
}
