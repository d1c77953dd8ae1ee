import Foundation
package import JSONValue
import OrderedCollections

/// Corrupts valid input at random: text byte by byte, documents value by value. The same seed gives the same
/// corruption.
package struct Mutator {
  /// The number of inputs that all suites try together. `PRESETCTL_FUZZ=100000` tries more.
  package static let inputs = ProcessInfo.processInfo.environment["PRESETCTL_FUZZ"].flatMap(Int.init) ?? 10_000
  /// The batches of a suite's share, which run in parallel.
  package static let batches = 0..<4

  /// Returns the seeds of one batch.
  /// - Parameter percent: The suite's share of all inputs.
  package static func seeds(_ percent: Int, batch: Int) -> StrideTo<Int> {
    stride(from: batch, to: inputs * percent / 100, by: batches.count)
  }

  package var random: SeededGenerator

  package init(seed: Int) {
    random = SeededGenerator(seed: seed)
  }

  // MARK: Texts

  private static let bytes = Array("&*!<>|%@`{}[]:?-,#'\"\\\n\t \u{1}0".utf8) + [0x00, 0x7F, 0x80, 0xC2, 0xE2, 0xFF]

  /// Returns a text with a few bytes replaced, inserted, removed or duplicated, or with its end cut off.
  package mutating func corrupted(_ text: [UInt8]) -> [UInt8] {
    var text = text
    for _ in 0..<Int.random(in: 1...6, using: &random) where !text.isEmpty {
      let index = Int.random(in: 0..<text.count, using: &random)
      switch Int.random(in: 0..<9, using: &random) {
      case 0, 1: text[index] = random.pick(Self.bytes)
      case 2, 3: text.insert(random.pick(Self.bytes), at: index)
      case 4, 5: text.remove(at: index)
      case 6: text.removeSubrange(index..<min(index + 30, text.count))
      case 7 where random.once(in: 8): text.removeSubrange(index...)
      default: text.insert(contentsOf: text[index..<min(index + 9, text.count)], at: index)
      }
    }
    return text
  }

  // MARK: Documents

  private static let values: [JSON] = [
    .null, true, false, 0, -1, [], [:], "", " ", "x", "\u{0}\u{1B}[2J", "\u{202E}", "e\u{301}", "../../etc/passwd",
    "<script>", "@all", "##[command]", .string(String(repeating: "a", count: 3000)), [[[[[[[[0]]]]]]]],
    ["": ["": ["": .null]]], "1.0", "2.0", "sha256:", "config.view_type", "create",
  ]
  private static let numbers = ["1e999", "-0", "1e-400", "9223372036854775808", "0.1e1", "18446744073709551616"]

  /// Returns a document with a few values replaced, removed, moved or given another key.
  package mutating func corrupted(_ document: JSON) -> JSON {
    var document = document
    for _ in 0..<Int.random(in: 1...3, using: &random) { document = mutated(document, depth: 0) }
    return document
  }

  /// Follows a random path and changes the value at its end.
  private mutating func mutated(_ value: JSON, depth: Int) -> JSON {
    if depth > 0, random.once(in: 5) { return hostile(value) }
    switch value {
    case .object(var members) where !members.isEmpty:
      let key = members.keys[Int.random(in: 0..<members.count, using: &random)]
      switch Int.random(in: 0..<9, using: &random) {
      case 0: members[key] = nil
      case 1: members[random.pick(["", "id", "name", "\u{0}", "a.b", "unknown"])] = members[key]
      default: members[key] = members[key].map { mutated($0, depth: depth + 1) }
      }
      return .object(members)
    case .array(var items) where !items.isEmpty:
      let index = Int.random(in: 0..<items.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: items.remove(at: index)
      case 1: items.append(items[index])
      case 2: items.reverse()
      default: items[index] = mutated(items[index], depth: depth + 1)
      }
      return .array(items)
    default: return hostile(value)
    }
  }

  private mutating func hostile(_ value: JSON) -> JSON {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: [value]
    case 1: ["x": value]
    case 2: JSON.Number(random.pick(Self.numbers)).map(JSON.number) ?? .null
    default: random.pick(Self.values)
    }
  }
}
