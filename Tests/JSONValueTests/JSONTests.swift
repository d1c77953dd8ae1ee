import JSONValue
import OrderedCollections
import Schema
import TestSupport
import Testing

@Suite("JSON") struct JSONTests {
  private func parse(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

  @Test(
    "Numbers compare by value and keep their spelling",
    arguments: [
      ("30", "30.0", true), ("1e3", "1000", true), ("-0", "0", true), ("0.10", "1e-1", true),
      ("12345678901234567890123", "12345678901234567890124", false), ("1e400", "1e401", false),
      ("1e999999999999999999999", "2e999999999999999999999", false), ("-1", "1", false),
    ])
  func numbers(left: String, right: String, areEqual: Bool) throws {
    let (first, second) = (try parse(left), try parse(right))
    #expect((first == second) == areEqual)
    if areEqual { #expect(first.hashValue == second.hashValue) }
    #expect(first.text() == left)
  }

  @Test("Objects compare without regard to order, and strings compare exactly")
  func comparison() throws {
    #expect(try parse(#"{"a": 1, "b": [1, 2]}"#) == parse(#"{"b": [1.0, 2], "a": 1}"#))
    #expect(try parse("[1, 2]") != parse("[2, 1]"))
    #expect(try parse("\"\u{E9}\"") != parse("\"e\u{301}\""))
    #expect(try parse("{\"\u{E9}\": 1, \"e\u{301}\": 2}").object?.count == 2)
  }

  @Test("Written JSON is read back unchanged", arguments: 0..<40)
  func roundTrip(seed: Int) throws {
    var generator = PresetGenerator(seed: seed)
    let document = JSON.object(generator.preset(named: "\u{1F600}\u{202E}\"\\\n\u{7}").document)
    for layout in [JSON.Layout.compact, .canonical, .pretty] {
      #expect(try parse(document.text(layout)) == document)
    }
    #expect(try parse(document.text()).text() == document.text())
  }

  @Test("Control and bidirectional characters are written as escapes")
  func escapes() {
    #expect(JSON.string("\u{1B}[31m\u{202E}\u{85}").text() == #""\u001b[31m\u202e\u0085""#)
  }

  @Test(
    "Invalid JSON is rejected with the location of the problem",
    arguments: [
      ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\":1,}", 7), ("01", 1), ("+1", 0), (".5", 0), ("1.", 0), ("tru", 0),
      ("'a'", 0), ("\"\\x\"", 1), ("\"\\ud800\"", 7), ("\"\u{1}\"", 1), ("1 2", 2), ("{a: 1}", 1), ("[1 2]", 3),
      ("// x\n1", 0), ("NaN", 0), ("\"a", 2),
    ])
  func problems(text: String, offset: Int) {
    let problem = #expect(throws: JSONError.self) { try parse(text) }
    #expect(problem?.offset == offset, "\(problem?.message ?? "")")
  }

  @Test("Nesting depth is limited")
  func depth() {
    #expect(throws: JSONError.self) { try parse(String(repeating: "[", count: 100_000)) }
  }

  @Test("Corrupted JSON is read or rejected", arguments: 0..<4)
  func fuzz(seed: Int) {
    var random = SeededGenerator(seed: seed)
    var generator = PresetGenerator(seed: seed)
    let original = Array(JSON.object(generator.preset(named: "x").document).text().utf8)
    for _ in 0..<500 {
      var bytes = original
      for _ in 0..<3 {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if let value = try? JSON(parsing: bytes) { #expect((try? parse(value.text())) == value) }
    }
  }

}
