import Presets
import TestSupport
import Testing

@Suite("Lint rules") struct LintTests {
  /// The base of the catalogue, and a preset that may do nothing, breaks no rule, and that tests change a little.
  private static let neutral = [
    try? Repository.text("presets/base.yaml"),
    "name: neutral\nabstract: true\nextends: base\nconfig: {view_type: GROUP_CALL}\n"
      + "permissions: {waiting_room_type: SKIP}\n",
  ].compactMap(\.self)

  /// Loads presets that are each the neutral one with something laid over it, in the files `3.yaml` and so on.
  private func load(_ fragments: String..., lint: LintLevels = LintLevels()) -> LoadedManifests {
    LoadedManifests(yaml: Self.neutral + fragments.map(Self.manifests), lint: lint)
  }

  /// Makes whole manifests of what an example shows of them.
  private static func manifests(_ fragment: String) -> String {
    let documents = fragment.split(separator: "---\n").enumerated().map { index, text in
      (text.contains("name: ") ? "" : "name: preset-\(index)\n")
        + (text.contains("extends: ") ? "" : "extends: neutral\n") + text
    }
    return documents.joined(separator: "\n---\n") + "\n"
  }

  @Test("tell of their bad example, of it alone, and not of the good one", arguments: LintRule.all.map(\.id))
  func examples(id: String) throws {
    let rule = try #require(LintRule(id: id))
    var levels = LintLevels()
    if rule.level == .off { levels[rule] = .warning }
    let bad = load(rule.bad, lint: levels)
    #expect(bad.diagnostics.map(\.fault.rule) == [id], "\(bad.text)")
    #expect(bad.diagnostics.map(\.severity) == [levels[rule].severity])
    let places = bad.state.presets.flatMap(\.fields).filter { field in
      bad.diagnostics.contains { $0.location == field.location }
    }
    #expect(!places.isEmpty && places.allSatisfy { rule.isAbout($0.path) })
    #expect(bad.diagnostics.allSatisfy { $0.location.file == "3.yaml" && $0.width > 0 && $0.fault.hint != nil })
    let good = load(rule.good, lint: levels)
    #expect(good.diagnostics.isEmpty, "\(good.text)")
  }

  @Test("have ids and words of one form")
  func form() throws {
    #expect(Set(LintRule.all.map(\.id)).count == LintRule.all.count)
    for rule in LintRule.all {
      #expect(rule.id.wholeMatch(of: /[a-z]+(-[a-z]+)+/) != nil)
      for path in rule.fields { #expect(try Explanation(of: path.description).rules.contains(rule)) }
      #expect(rule.title.hasSuffix(".") && rule.reason.hasSuffix("."), "\(rule.id)")
    }
  }

  @Test("share no id with what else can be wrong")
  func collisions() throws {
    let words = try Repository.text("Sources/Presets/Manifest/Fault+Words.swift")
    let pages = try Repository.text("docs/manifests.md") + Repository.text("docs/project.md")
    let others =
      Set(words.matches(of: /: "([a-z0-9]+(-[a-z0-9]+)+)"\n/).map { String($0.output.1) })
      .union(pages.matches(of: /\| `([a-z0-9-]+)` \|/).map { String($0.output.1) })
    #expect(others.isSuperset(of: ["unknown-field", "duplicate-key", "second-document", "old-name-exists"]))
    #expect(others.isDisjoint(with: LintRule.all.map(\.id)))
  }

  @Test("tell what is wrong at the value, why, and what to do")
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

  @Test("tell of a value once, where it is written, and of who inherits it")
  func inherited() throws {
    let base = """
      name: hidden
      abstract: true
      permissions: {hidden_participant: true, media: {audio: {can_produce: ALLOWED}}}

      """
    let heirs = ["c", "b", "a"].map { "name: \($0)\nextends: hidden\npermissions: {can_record: false}\n" }
    try expectSnapshot(load(base, heirs.joined(separator: "---\n")).text, "lint/inherited")
  }

  @Test("break their lines between words, in as many columns as there are")
  func columns() throws {
    let found = load("permissions: {hidden_participant: true, media: {audio: {can_produce: ALLOWED}}}\n").diagnostics
    let text = DiagnosticText(ink: Ink(isOn: false), width: 60) { "presets/a-folder/\($0)" }.text(found)
    try expectSnapshot(text, "lint/columns")
  }

  @Test("tell of what one says that does not go with what many inherit, and leave the others alone")
  func heir() throws {
    let shared = """
      name: shared
      abstract: true
      config: {view_type: GROUP_CALL, media: {video: {simulcast: true}}}
      permissions: {waiting_room_type: SKIP_ON_ACCEPT, accept_waiting_requests: false}
      ui: {design_tokens: {colors: {text: "#eeeeee", background: {900: "#111111"}}}}

      """
    let heirs = """
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
    try expectSnapshot(load(shared, heirs).text, "lint/heir")
  }

  /// What may let in those who wait in a webinar, and whether it does.
  @Test(
    "know who lets others in",
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
    let rules = load(guest, host).diagnostics.map(\.fault.rule)
    #expect(rules.contains("nobody-admits") == !admits)
  }

  @Test("look at what an overlay says, at its place")
  func overlay() {
    let manifests = LoadedManifests(
      yaml: Self.neutral + ["name: a\nextends: neutral\n"],
      layers: [["name: a\npermissions: {hidden_participant: true, media: {audio: {can_produce: ALLOWED}}}\n"]],
      lint: LintLevels())
    #expect(manifests.diagnostics.map(\.fault.rule) == ["hidden-publisher"])
    #expect(manifests.diagnostics.first?.location == Location(file: "layer-1/1.yaml", line: 2, column: 35))
  }

  @Test("pass over presets that something is wrong with, and look at the others")
  func broken() {
    let hidden = "permissions: {hidden_participant: true, media: {audio: {can_produce: ALLOWED}}}\n"
    let webinar = "config: {view_type: WEBINAR}\n"
    for broken in [
      "name: x\n\(hidden)ui: {desing_tokens: {}}\n", "name: x\n\(hidden)config: {view_type: CALL}\n",
      "name: x\n\(webinar)permissions: {stage_enbled: true}\n",
      "name: x\n\(webinar)permissions: {stage_enabled: yes}\n", "name: x\n\(hidden)ui: !unset\n",
    ] {
      let diagnostics = load(broken, "name: y\n\(hidden)").diagnostics
      #expect(diagnostics.count == 2 && diagnostics[0].severity == .error, "\(broken)")
      #expect(diagnostics[1].fault.rule == "hidden-publisher" && diagnostics[1].location.file == "4.yaml")
    }
    #expect(load("name: x\n\(hidden)---\nname: y\nextends: nope\n").diagnostics.count == 2)
    #expect(load("name: x\nabstract: true\n\(hidden)").diagnostics.isEmpty)
    let absent = LoadedManifests(yaml: ["name: x\nstate: absent\n"], lint: LintLevels())
    #expect(absent.diagnostics.isEmpty)
  }

  @Test("about all presets wait until all of them can be read")
  func together() {
    let guest = "name: guest\npermissions: {waiting_room_type: SKIP_ON_ACCEPT}\n"
    #expect(load(guest).diagnostics.map(\.fault.rule) == ["nobody-admits"])
    #expect(load(guest, "name: host\npermissions: {accept_waiting_requests: yes}\n").diagnostics.count == 1)
    #expect(load(guest, "name: host\npermissions: {accept_waiting_requests: true}\n").diagnostics.isEmpty)
    // Those that must not exist let nobody in, and neither do bases.
    let base = "name: host\nabstract: true\npermissions: {accept_waiting_requests: true}\n"
    #expect(load(guest, base).diagnostics.map(\.fault.rule) == ["nobody-admits"])
  }

  @Test("take a field that nobody sets for unknown, and an !unset one for missing")
  func unset() {
    let webinar = "config: {view_type: WEBINAR}\npermissions: {stage_enabled: true, stage_access: !unset }\n"
    #expect(load(webinar).diagnostics.isEmpty)
    let stageless = load("config: {view_type: WEBINAR}\npermissions: {stage_enabled: !unset }\n")
    #expect(stageless.diagnostics.map(\.fault.rule) == ["webinar-without-stage"])
    #expect(stageless.diagnostics.first?.location.line == 3)
  }

  @Test(
    "measure contrast as WCAG does, and cut it where it falls short",
    arguments: [
      ("#000000", "#ffffff", nil), ("#777777", "#ffffff", "4.47"), ("#767676", "#ffffff", nil),
      ("#fff", "#fff", "1.00"), ("#0000FF", "#000000", "2.44"), ("#ff0000", "#ffffff", "3.99"),
    ] as [(String, String, String?)])
  func contrast(text: String, ground: String, ratio: String?) {
    let colours = "ui: {design_tokens: {colors: {text_on_brand: \"\(text)\", brand: {500: \"\(ground)\"}}}}\n"
    let found = load(colours).diagnostics.first { $0.fault.rule == "low-contrast" }
    #expect(
      found?.fault.message
        == ratio.map { "'text_on_brand' has a contrast of \($0) on brand.500, where 4.50 is needed" })
  }

  @Test("speak as gravely as the project says")
  func levels() throws {
    let rule = try #require(LintRule(id: "hidden-publisher"))
    for level in LintLevel.allCases {
      var levels = LintLevels()
      levels[rule] = level
      #expect(load(rule.bad, lint: levels).diagnostics.map(\.severity) == [level.severity].compactMap(\.self))
    }
  }
}
