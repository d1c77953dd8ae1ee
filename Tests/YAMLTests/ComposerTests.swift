import Testing
import YAML

private func compose(_ text: String, _ limits: Limits = Limits()) throws -> Composition {
  Composer.compose(try SourceText(Array(text.utf8), limit: 1 << 20), limits: limits)
}

private func scalar(_ node: Node) -> String? {
  if case .scalar(let scalar) = node.content { scalar.text } else { nil }
}

private func entries(_ node: Node?) -> [Node.Entry] {
  if case .mapping(let entries)? = node?.content { entries } else { [] }
}

@Suite("Composing YAML") struct ComposerTests {
  @Test("Nodes have locations that count Unicode scalars from 1")
  func nodeLocations() throws {
    let document = try #require(try compose("a: 1\nü👩‍🏫: [x, 'y z']\n").documents.first)
    let list = try #require(entries(document).last)
    #expect(list.key == Node.Key("ü👩‍🏫", start: Mark(line: 2, column: 1), end: Mark(line: 2, column: 5)))
    guard case .sequence(let items) = list.value.content else { return #expect(Bool(false), "no list") }
    #expect(items.map(\.start) == [Mark(line: 2, column: 8), Mark(line: 2, column: 11)])
    #expect(items.map(\.end) == [Mark(line: 2, column: 9), Mark(line: 2, column: 16)])
  }

  @Test("Scalars keep their text and style")
  func scalars() throws {
    let document = try #require(try compose("[no, 'no', \"no\", ~, 0x10]").documents.first)
    guard case .sequence(let items) = document.content else { return #expect(Bool(false), "no list") }
    let scalars = items.compactMap { node -> Node.Scalar? in
      if case .scalar(let scalar) = node.content { scalar } else { nil }
    }
    #expect(scalars.map(\.text) == ["no", "no", "no", "~", "0x10"])
    #expect(scalars.map(\.style) == [.plain, .quoted, .quoted, .plain, .plain])
  }

  @Test("An alias has the location of its use and of its anchor")
  func aliases() throws {
    let document = try #require(try compose("a: &x {b: 1}\nc: *x\n").documents.first)
    let alias = try #require(entries(document).last?.value)
    #expect(alias.start == Mark(line: 2, column: 4))
    #expect(alias.anchor == Mark(line: 1, column: 4))
    #expect(entries(alias).first?.value.start == Mark(line: 1, column: 11))
  }

  @Test("A mapping's own keys override merged keys, and earlier merged mappings override later ones")
  func merges() throws {
    let text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 3}\nd: {'<<': 4}\n"
    let document = try #require(try compose(text).documents.first)
    let merged = entries(entries(document)[2].value).map { "\($0.key.text)=\(scalar($0.value) ?? "")" }
    #expect(merged == ["x=3", "y=1", "z=2"])
    #expect(entries(entries(document)[3].value).map(\.key.text) == ["<<"])
  }

  @Test("Empty documents are skipped, also between other documents")
  func emptyDocuments() throws {
    #expect(try compose("---\n# nothing\n---\na: 1\n---\n").documents.count == 1)
    #expect(try compose("").documents.isEmpty)
    #expect(try compose("# only a comment\n").documents.isEmpty)
  }

  @Test(
    "Invalid YAML is rejected with the location of the problem",
    arguments: [
      ("a: 1\na: 2\n", YAMLError.Kind.duplicateKey("a"), Mark(line: 2, column: 1)),
      ("a: *b\n", .unknownAlias("b"), Mark(line: 1, column: 4)),
      ("a: &a [*a]\n", .aliasContainsItself("a"), Mark(line: 1, column: 8)),
      ("a: &a {b: {c: *a}}\n", .aliasContainsItself("a"), Mark(line: 1, column: 15)),
      ("? [x]\n: 1\n", .keyIsNotText, Mark(line: 1, column: 3)),
      ("!!str a: 1\n", .keyIsNotText, Mark(line: 1, column: 1)),
      ("a: {<<: 1}\n", .invalidMerge, Mark(line: 1, column: 9)),
      ("a: \u{1}\n", .forbiddenCharacter("\u{1}"), Mark(line: 1, column: 4)),
      (
        "a: [1\n", .syntax("did not find expected ',' or ']'", context: "while parsing a flow sequence"),
        Mark(line: 2, column: 1)
      ),
    ])
  func problems(text: String, kind: YAMLError.Kind, location: Mark) throws {
    let composition = try compose(text)
    #expect(composition.problems.map(\.kind) == [kind])
    #expect(composition.problems.map(\.start) == [location])
  }

  @Test(
    "A forbidden character is the only problem that is reported, wherever it is",
    arguments: [
      "---\na: 1\n# b\n...\n", "# é\n---\na: 1\nb: |\n  c\n...\n--- # d\nd: []\n",
      "---\na: &a [1, 'b']\na: 2\n? [x]\n: 1\n---\nc: *x\nd: [\n",
    ])
  func forbiddenAnywhere(text: String) throws {
    for offset in text.indices + [text.endIndex] {
      for scalar: Unicode.Scalar in ["\u{1}", "\u{7F}", "\u{FEFF}", "\u{FFFE}"] {
        // At the start, this one is a byte order mark.
        if scalar == "\u{FEFF}", offset == text.startIndex { continue }
        var changed = text
        changed.insert(Character(scalar), at: offset)
        let before = text[..<offset].split(separator: "\n", omittingEmptySubsequences: false)
        let location = Mark(line: before.count, column: (before.last?.unicodeScalars.count ?? 0) + 1)
        let composition = try compose(changed)
        #expect(composition.documents.isEmpty)
        #expect(
          composition.problems == [YAMLError(.forbiddenCharacter(scalar), at: location)], "\(changed.debugDescription)")
      }
    }
  }

  @Test("Bytes that are not UTF-8 are rejected at the first invalid byte")
  func notUTF8() {
    #expect(throws: YAMLError(.notUTF8, at: Mark(line: 2, column: 4))) {
      try SourceText(Array("a: 1\nb: ".utf8) + [0xFF, 0xFE], limit: 100)
    }
  }

  @Test("A byte order mark is not part of the text")
  func byteOrderMark() throws {
    let document = try #require(try compose("\u{FEFF}a: 1\n").documents.first)
    #expect(entries(document).first?.key.start == .start)
  }

  @Test("Each limit accepts input up to the limit and rejects input above it")
  func limits() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    var limits = Limits()
    #expect(try compose(nested(64)).problems.isEmpty)
    #expect(try compose(nested(65)).problems.map(\.kind) == [.tooDeep(limit: 64)])
    limits.nodes = 4
    #expect(try compose("[a, b, c]", limits).problems.isEmpty)
    #expect(try compose("[a, b, c, d]", limits).problems.map(\.kind) == [.tooManyNodes(limit: 4)])
    #expect(throws: YAMLError(.tooLarge(limit: 2), at: .start)) { try SourceText([65, 65, 65], limit: 2) }
    #expect(throws: Never.self) { try SourceText([65, 65], limit: 2) }
  }

  @Test("Lines break where libyaml breaks them")
  func lines() throws {
    let text = "a: 1\rb: 2\r\nc: 3\u{85}d: 4\u{2028}e: 5\u{2029}f: [\n"
    let source = try SourceText(Array(text.utf8), limit: 1000)
    let problem = try #require(Composer.compose(source).problems.first)
    #expect(problem.start.line == 7)
    #expect(source.lines([1, 3, 5, 6, 9]) == [1: "a: 1", 3: "c: 3", 5: "e: 5", 6: "f: ["])
  }
}
