import TestSupport
import Testing
import YAML

@Suite("Writing YAML") struct WriterTests {
  @Test("A document is written in the style of a handwritten file")
  func document() {
    let tree = YAMLValue.mapping([
      .init("name", .text("class-host")), .init("extends", .text("base")),
      .init(
        "config",
        .mapping([
          .init("view_type", .text("GROUP_CALL")), .init("frame_rate", .plain("30")),
          .init("simulcast", .plain("true")),
          .init("qualities", .sequence([.plain("360"), .plain("720")])), .init("nothing", .mapping([])),
          .init("colors", .mapping([.init("600", .text("#34403c")), .init("text", .text("no"))])),
          .init(
            "rules",
            .sequence([
              .mapping([.init("a", .text("x: y")), .init("b", .sequence([]))]), .text("Inter, sans-serif"),
              .sequence([.sequence([.text("a, b"), .text("c")]), .mapping([.init("d", .plain("null"))])]),
            ])),
        ])), .init("ui", .mapping([.init("logo", .text(""))])),
    ])
    let text = YAMLWriter.text(of: tree, comment: ["A preset for hosts.", "", "See the guide."])
    #expect(
      text == """
        # A preset for hosts.
        #
        # See the guide.
        name: class-host
        extends: base

        config:
          view_type: GROUP_CALL
          frame_rate: 30
          simulcast: true
          qualities: [360, 720]
          nothing: {}
          colors:
            "600": "#34403c"
            text: "no"
          rules:
            - a: "x: y"
              b: []
            - Inter, sans-serif
            - - ["a, b", c]
              - d: null

        ui:
          logo: ""

        """)
  }

  @Test(
    "Text that every YAML reader takes for text is written without quotes",
    arguments: [
      "a", "class-host", "été", "Inter, sans-serif", "http://example.com/a?b=c#d", "a:b", "a#b", "3rd", "note",
      "2f9c6f0e-7a31-4b0a-9d5e-000000000001", "12345678-0000-4000-8000-00000000000e", "日本", "(a)", "/a", "_", "it's",
      "a  b",
    ])
  func plain(text: String) {
    #expect(YAMLWriter.text(of: .text(text)) == text + "\n")
  }

  @Test(
    "Text that a YAML reader could take for another type is quoted",
    arguments: [
      "", " a", "a ", "no", "Yes", "NULL", "~", "y", "1", "1.0", "-1", "+1", ".5", ".inf", "0x1F", "0o17", "1e3",
      "1_000",
      "1:30", "2001-12-14", "2001-12-14t21:59:43.10-05:00", "#fff", "a: b", "a #b", "a:", "- a", "-", "---", "...",
      "? a",
      "[a", "{a", "&a", "*a", "!a", "|", ">", "'a", "%a", "@a", "`a", "=", "<<", "👩",
    ])
  func quoted(text: String) {
    #expect(YAMLWriter.text(of: .text(text)) == "\"\(text)\"\n")
  }

  @Test(
    "Invisible characters are written as escapes",
    arguments: [
      ("a\"b\\c\nd\te\r", #""a\"b\\c\nd\te\r""#), ("\u{0}\u{7}\u{85}", #""\x00\x07\x85""#),
      ("\u{A0}\u{202E}\u{2028}\u{FEFF}\u{FFFE}", #""\xA0\u202E\u2028\uFEFF\uFFFE""#), ("x\u{E0001}", #""x\U000E0001""#),
    ])
  func escapes(text: String, written: String) {
    #expect(YAMLWriter.text(of: .text(text)) == written + "\n")
  }

  @Test("A written tree is read back unchanged", arguments: 0..<8)
  func roundTrip(seed: Int) throws {
    var generator = TreeGenerator(seed: seed)
    for _ in 0..<300 {
      let tree = generator.tree()
      let text = YAMLWriter.text(of: tree, comment: ["a: b", ""])
      let composition = Composer.compose(try SourceText(Array(text.utf8), limit: 1 << 20))
      #expect(composition.problems.isEmpty, "\(text)")
      #expect(composition.documents.map(YAMLValue.init) == [tree], "\(text)")
    }
  }

  @Test("Keys of any length are read back unchanged")
  func longKeys() throws {
    for length in [999, 1000, 1001, 5000] {
      let key = String(repeating: "ü", count: length)
      let tree = YAMLValue.mapping([
        .init("a", .mapping([.init(key, .mapping([.init("b", .text("c"))])), .init(key + "2", .text("d"))]))
      ])
      let text = YAMLWriter.text(of: tree)
      let composition = Composer.compose(try SourceText(Array(text.utf8), limit: 1 << 20))
      #expect(composition.documents.map(YAMLValue.init) == [tree])
    }
  }
}

extension YAMLValue {
  /// A YAML value as it was read. Plain scalars are text, except the words that the generator writes as `plain`.
  fileprivate init(_ node: Node) {
    switch node.content {
    case .scalar(let scalar):
      let isWord = scalar.style == .plain && TreeGenerator.words.contains(scalar.text)
      self = isWord ? .plain(scalar.text) : .text(scalar.text)
    case .sequence(let items): self = .sequence(items.map(YAMLValue.init))
    case .mapping(let entries): self = .mapping(entries.map { .init($0.key.text, YAMLValue($0.value)) })
    }
  }
}

/// Generates random trees from texts that are hard to write.
private struct TreeGenerator {
  static let words = ["true", "false", "null", "0", "-1", "2.50", "1e400"]
  private static let pieces = [
    "a", "no", "1", "true", "null", "2.50", " ", "  ", "\n", "\t", "\r", ":", ": ", " #", "#", "-", "- ", "?", ",", "[",
    "]", "{",
    "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "\\", "<<", "=", "~", "é", "e\u{301}", "👩‍🏫", "\u{0}",
    "\u{85}",
    "\u{A0}", "\u{2028}", "\u{202E}", "\u{FEFF}", "\u{FFFF}", "\u{10FFFF}", "---", "...", "\\n",
  ]
  private var random: SeededGenerator

  init(seed: Int) { random = SeededGenerator(seed: seed) }

  mutating func tree(depth: Int = 0) -> YAMLValue {
    switch random.pick(depth < 4 ? [0, 1, 2, 2, 3, 3] : [0, 1]) {
    case 0: return .plain(random.pick(Self.words))
    case 1: return .text(text())
    case 2: return .sequence((0..<random.pick([0, 1, 2, 4])).map { _ in tree(depth: depth + 1) })
    default:
      var seen: Set<[UInt8]> = []
      let keys = (0..<random.pick([0, 1, 2, 4])).map { _ in text() }.filter { seen.insert(Array($0.utf8)).inserted }
      return .mapping(keys.map { .init($0, tree(depth: depth + 1)) })
    }
  }

  private mutating func text() -> String {
    (0..<random.pick([0, 1, 1, 2, 3, 6, 40])).map { _ in random.pick(Self.pieces) }.joined()
  }
}
