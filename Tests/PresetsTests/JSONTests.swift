import OrderedCollections
import Presets
import TestSupport
import Testing

@Suite("JSON") struct JSONTests {
  private func parse(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

  @Test(
    "numbers compare by value and keep their spelling",
    arguments: [
      ("30", "30.0", true), ("1e3", "1000", true), ("-0", "0", true), ("0.10", "1e-1", true),
      ("12345678901234567890123", "12345678901234567890124", false), ("1e400", "1e401", false),
      ("1e999999999999999999999", "2e999999999999999999999", false), ("-1", "1", false),
    ])
  func numbers(left: String, right: String, areEqual: Bool) throws {
    let (one, other) = (try parse(left), try parse(right))
    #expect((one == other) == areEqual)
    if areEqual { #expect(one.hashValue == other.hashValue) }
    #expect(one.text() == left)
  }

  @Test("objects compare whatever their order, strings exactly")
  func comparison() throws {
    #expect(try parse(#"{"a": 1, "b": [1, 2]}"#) == parse(#"{"b": [1.0, 2], "a": 1}"#))
    #expect(try parse("[1, 2]") != parse("[2, 1]"))
    #expect(try parse("\"\u{E9}\"") != parse("\"e\u{301}\""))
    #expect(try parse("{\"\u{E9}\": 1, \"e\u{301}\": 2}").object?.count == 2)
  }

  @Test("what is written is read again", arguments: 0..<40)
  func roundTrip(seed: Int) throws {
    var generator = PresetGenerator(seed: seed)
    let document = JSON.object(generator.preset(named: "\u{1F600}\u{202E}\"\\\n\u{7}").document)
    for layout in [JSON.Layout.compact, .canonical, .pretty] {
      #expect(try parse(document.text(layout)) == document)
    }
    #expect(try parse(document.text()).text() == document.text())
  }

  @Test("control and bidirectional characters are escaped in what is written")
  func escapes() {
    #expect(JSON.string("\u{1B}[31m\u{202E}\u{85}").text() == #""\u001b[31m\u202e\u0085""#)
  }

  @Test(
    "what is not JSON is refused, with its place",
    arguments: [
      ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\":1,}", 7), ("01", 1), ("+1", 0), (".5", 0), ("1.", 0), ("tru", 0),
      ("'a'", 0), ("\"\\x\"", 1), ("\"\\ud800\"", 7), ("\"\u{1}\"", 1), ("1 2", 2), ("{a: 1}", 1), ("[1 2]", 3),
      ("// x\n1", 0), ("NaN", 0), ("\"a", 2),
    ])
  func problems(text: String, offset: Int) {
    let problem = #expect(throws: JSONProblem.self) { try parse(text) }
    #expect(problem?.offset == offset, "\(problem?.message ?? "")")
  }

  @Test("depth is bounded")
  func depth() {
    #expect(throws: JSONProblem.self) { try parse(String(repeating: "[", count: 100_000)) }
  }

  @Test("mutations are read or refused", arguments: 0..<4)
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

  @Test("what is read does not depend on what was read before", arguments: 0..<4)
  func reader(seed: Int) {
    var random = SeededGenerator(seed: seed)
    var generator = PresetGenerator(seed: seed)
    var reader = JSONReader()
    for number in 0..<100 {
      let preset = generator.preset(named: "\(number)")
      let document = JSON.object(["success": true, "data": .object(preset.document)])
      for layout in [JSON.Layout.compact, .canonical, .pretty] {
        expectSame(&reader, Array(document.text(layout).utf8))
      }
      var bytes = Array(document.text().utf8)
      bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      expectSame(&reader, bytes)
    }
  }

  @Test("objects that are only almost alike are told apart")
  func almostAlike() {
    let long = String(repeating: "k", count: 300)
    let texts = [
      #"{"\#(long)":{"x":1},"a":{"x":1,"y":2}}"#, #"{"\#(long)l":{"x":1},"a":{"x":1,"y":2}}"#,
      #"{"u":0,"a":{"x":1,"y":2},"v":0,"b":{"z":3},"":0}"#,
      #"{"a":{"x":1,"y":2},"u":"\#(String(repeating: "-", count: 70_000))","b":[{"z":3}],"":0}"#,
      #"{"a":{"x":1,"y":2},"b":[{"z":3}],"":0}"#, #"{"a":{"x":1,"y":2},"b":[{"z":3}],"":0}"#,
      #"{"a":{"y":2,"x":1},"b":{"z":3},"":0}"#, #"{"b":[],"a":{"x":{},"y":2},"":0}"#, #"{"a":{"x":1},"b":1}"#,
      #"{"a":{"x":1,"x":2},"b":1,"":0}"#, #"{"a":{"x":1,"y":2,"z":3},"":0}"#, #"{"a":{"y":1},"a":{"x":1,"y":2},"":0}"#,
      #"{"\u0061":{"x":1,"y":2},"b":1,"":0}"#, #"{"a":{},"b":{},"":{}}"#, #"{"ab":{"x":1,"y":2}}"#, "{}", "[]",
      #"{"a""#, #"{"a":{"x" :1,"y": 2},"b":1,"":0}"#, #"{"a":{"x":1,"y":2},"b":1,"":0}}"#,
      #"{"a":{"x":1,"y":2},"b":1,"":0,}"#,
    ]
    for first in texts {
      for second in texts {
        var reader = JSONReader()
        _ = try? reader.read(Array(first.utf8))
        expectSame(&reader, Array(second.utf8), "after \(first)")
      }
    }
  }

  /// Expects that a reader reads of a text what is read of it alone, in the same order.
  private func expectSame(_ reader: inout JSONReader, _ bytes: [UInt8], _ when: String = "") {
    let alone = Result { () throws(JSONProblem) in try JSON(parsing: bytes).text() }
    let read = Result { () throws(JSONProblem) in try reader.read(bytes).text() }
    #expect(read == alone, "\(String(decoding: bytes.prefix(1000), as: UTF8.self)) \(when.prefix(1000))")
  }
}
