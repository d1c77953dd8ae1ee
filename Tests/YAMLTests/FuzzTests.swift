import TestSupport
import Testing
import YAML

/// Invalid and hostile input must not crash, hang or exhaust memory. Each test passes if it completes.
@Suite("Hostile YAML") struct FuzzTests {
  private static let corpus = [
    "name: a\nextends: [b, c]\nconfig: &c\n  media: {video: {quality: hd, frame_rate: 30}}\npermissions: *c\n",
    "--- !tag\n? complex\n: [1, 2, {a: 'x''y', \"b\\n\\u00e9\": |\n  text\n  more\n}]\n...\n---\n<<: &a {x: 1}\n",
    "a: &a\n  <<: {b: 1}\n  c: >-\n    folded\n\n    text\n%TAG ! tag:x,2000:\n",
    "{\"name\": \"x\", \"colors\": {\"1000\": \"#fff\"}, \"list\": [1, null, true, -2.5e3]}",
  ]

  private static func compose(_ bytes: [UInt8]) -> Composition? {
    (try? SourceText(bytes, limit: 1 << 20)).map { Composer.compose($0) }
  }

  @Test("A truncated text is composed or rejected", arguments: corpus)
  func truncated(text: String) {
    let bytes = Array(text.utf8)
    for length in 0...bytes.count {
      guard let composition = Self.compose(Array(bytes.prefix(length))) else { continue }
      #expect(composition.documents.isEmpty || composition.problems.allSatisfy { $0.start.line >= 1 })
    }
  }

  @Test("A corrupted text is composed or rejected", arguments: 0..<8)
  func mutated(seed: Int) {
    var mutator = Mutator(seed: seed)
    for _ in 0..<2_000 {
      let bytes = mutator.corrupted(Array(mutator.random.pick(Self.corpus).utf8))
      let composition = Self.compose(bytes)
      #expect(composition?.problems.count ?? 0 < bytes.count + 1)
    }
  }

  @Test("Nested aliases cannot exceed the node limit")
  func billionLaughs() throws {
    var text = "a0: &a0 [lol]\n"
    for level in 1...60 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let composition = try #require(Self.compose(Array(text.utf8)))
    #expect(composition.problems.map(\.kind) == [.tooManyNodes(limit: 100_000)])
  }

  @Test("Repeated merges cannot exceed the node limit")
  func mergeBomb() throws {
    var text = "m0: &m0 {" + (0..<500).map { "k\($0): 1" }.joined(separator: ", ") + "}\n"
    text += (1...400).map { "m\($0): {<<: *m0}\n" }.joined()
    let composition = try #require(Self.compose(Array(text.utf8)))
    #expect(composition.problems.map(\.kind) == [.tooManyNodes(limit: 100_000)])
  }

  @Test(
    "A megabyte of one repeated token is composed or rejected",
    arguments: [
      "[", "{", "- ", "? ", "&a ", "*a ", "!a ", "\"", "'", "a: ", "a:\n ", "#", "\t", "---\n", "%A\n", "a\n", ",", "|",
      "\u{2028}",
    ])
  func repeated(unit: String) {
    let count = (1 << 20) / unit.utf8.count
    let composition = Self.compose(Array(String(repeating: unit, count: count).utf8))
    #expect(composition != nil)
  }
}
