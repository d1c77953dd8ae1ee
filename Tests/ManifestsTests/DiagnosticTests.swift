import Diagnostics
import Documents
import JSONValue
import Manifests
import TestSupport
import Testing

/// All problems of manifests, with the complete output for each.
@Suite("Diagnostics") struct DiagnosticTests {
  static let cases: [(name: String, texts: [String])] = [
    (
      "booleans",
      [
        "name: a\nabstract: true\npermissions:\n  can_record: yes\n  can_spotlight: \"true\"\n  can_livestream: off\n  kick_participant: True\n  pin_participant: 1\n  hidden_participant: ture\n"
      ]
    ),
    (
      "numbers",
      [
        "name: a\nabstract: true\nconfig:\n  max_screenshare_count: 1.5\n  max_video_streams: {desktop: '9', mobile: -1}\n  media: {video: {frame_rate: 31}, screenshare: {frame_rate: 0x10}}\n  livestream_viewer_qualities: [360, x, 1.5]\nui: {design_tokens: {spacing_base: 0}}\n"
      ]
    ),
    (
      "text",
      [
        "name: a\nabstract: true\nui:\n  design_tokens:\n    font_family: ''\n    logo: logo.png\n    theme: Dark\n    border_width: [thin]\n"
      ]
    ),
    (
      "colors",
      [
        "name: a\nabstract: true\nui:\n  design_tokens:\n    colors:\n      text: #fff\n      danger: null\n      brand: {300: ~, 400: \"\"}\n"
      ]
    ),
    (
      "unknown-fields",
      [
        "nme: a\nid: 7\npermissions:\n  can_recod: true\n  view_type: WEBINAR\n  mute_participant: true\nconfig: {media: {audio: {bitrate: 1}}}\n"
      ]
    ),
    (
      "missing",
      ["name: a\nextends: b\n", "name: b\nabstract: true\npermissions: {can_record: true, polls: !unset }\n"]
    ),
    ("missing-name", ["permissions: {can_record: true}\n"]),
    (
      "names",
      [
        "name: ' a'\nabstract: true\n", "name: \"a\\u0007\"\nabstract: true\n", "name: ''\nabstract: true\n",
        "name:\nabstract: true\n", "name: [a]\nabstract: true\n",
      ]
    ),
    (
      "duplicate-names",
      [
        "name: Host\nabstract: true\n", "name: Host\nabstract: true\n", "name: host\nabstract: true\n",
        "name: caf\u{E9}\nabstract: true\n", "name: cafe\u{301}\nabstract: true\n",
      ]
    ),
    (
      "inheritance",
      [
        "name: a\nextends: [b, nope]\nabstract: true\n", "name: b\nextends: c\nabstract: true\n",
        "name: c\nextends: b\nabstract: true\n", "name: d\nstate: absent\n", "name: e\nextends: d\nabstract: true\n",
        "name: f\nextends: bb\nabstract: true\n",
      ]
    ),
    ("settings", ["name: a\nabstract: yes\nstate: gone\nextends: {}\npreviously: [x, '', 3]\nignore_changes: ui.*\n"]),
    ("absent-order", ["name: a\nstate: absent\nabstract: true\n", "name: b\nabstract: true\nstate: absent\n"]),
    (
      "plugins",
      ["name: a\nabstract: true\npermissions: {plugins: {config: {p: [1], q: 3, r: !x {}, s: !unset , t: ''}}}\n"]
    ),
    (
      "merged",
      ["name: a\nabstract: true\npermissions:\n  chat:\n    public: &q {can_send: yes}\n    private: {<<: *q}\n"]
    ),
    ("flow-tag", ["name: a\nabstract: true\nui: {design_tokens: {logo: !unset}}\n"]),
    ("unclosed", ["name: a\nextends: [b\n", "name: a\npermissions: {\n", "name: \"a\n\n\n"]),
    ("absent", ["name: a\nstate: absent\nextends: b\npermissions: {}\n"]),
    ("previously", ["name: a\npreviously: [a, x]\nabstract: true\n", "name: b\npreviously: x\nabstract: true\n"]),
    (
      "patterns",
      [
        "name: a\nextends: b\nignore_changes: [ui.*, permissions.can_recrod, 'perm*.chat', 'zzz*', ui.config_diff.deep]\n",
        "name: b\nabstract: true\n",
      ]
    ),
    (
      "tags",
      [
        "name: !unset\nabstract: !!bool true\nconfig: !group {}\npermissions:\n  can_record: !unset 1\n  can_spotlight: !maybe true\nui: {config_diff: {a: !unset }}\n"
      ]
    ),
    ("shapes", ["name: a\nabstract: true\nconfig: 3\npermissions: [x]\nui:\n", "- name: b\n", "just text\n"]),
    (
      "syntax",
      [
        "name: a\nconfig:\n\tmedia: 1\n", "name: 'a\n", "name: a: b\n", "name: a\nname: b\n", "a: *x\n", "a: &a [*a]\n",
        "a: \u{7}\n", "",
      ]
    ),
    (
      "duplicates", ["name: a\nabstract: true\npermissions:\n  can_record: true\n  can_record: false\n  can_recod: 1\n"]
    ),
    ("anchors", ["name: a\nabstract: true\npermissions:\n  can_record: &x no\n  can_spotlight: *x\n"]),
    (
      "long-line",
      [
        "{name: a, abstract: true, permissions: {can_record: true, " + String(repeating: " ", count: 300)
          + "x: 1, can_recrd: true, kick_participant: yes}}\n"
      ]
    ),
    ("hostile", ["name: a\nabstract: true\n\"\\u001b[31mred\\u202e\": \u{202E}x\n"]),
  ]

  @Test("Every problem is reported with its location and a hint", arguments: cases.map(\.name))
  func diagnostics(name: String) throws {
    let texts = try #require(Self.cases.first { $0.name == name }?.texts)
    try expectSnapshot(LoadedManifests(yaml: texts).text, "diagnostics/\(name)")
  }

  @Test("Diagnostics have a JSON form")
  func json() throws {
    let manifests = LoadedManifests(yaml: ["name: a\nname: b\nx: &y 1\n", "name: c\nabstract: true\ncofig: 1\n"])
    try expectSnapshot(JSON.array(manifests.diagnostics.map { $0.json() }).text(.pretty), "diagnostics/json")
  }

  @Test("Unknown fields are warnings and are kept if they are allowed")
  func allowed() throws {
    let text = "name: a\nabstract: true\npermissions: {can_wave: true, level: 2.50, words: [a, null]}\nnew: x\n"
    let manifests = LoadedManifests(yaml: [text], allowsUnknownFields: true)
    #expect(!manifests.diagnostics.containsErrors)
    try expectSnapshot(manifests.text, "diagnostics/allowed")
  }
}
