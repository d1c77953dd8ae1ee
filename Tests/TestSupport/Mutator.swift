import Foundation
import OrderedCollections
package import Presets

/// Spoils what is well: texts byte by byte, documents value by value. The same seed spoils alike.
package struct Mutator {
  /// How many inputs the suites try together, each its share: `PRESETCTL_FUZZ=100000` tries more.
  package static let inputs = ProcessInfo.processInfo.environment["PRESETCTL_FUZZ"].flatMap(Int.init) ?? 10_000
  /// The batches in which a share is tried side by side.
  package static let batches = 0..<4

  /// The seeds of a batch of a suite's share.
  package static func seeds(_ percent: Int, batch: Int) -> StrideTo<Int> {
    stride(from: batch, to: inputs * percent / 100, by: batches.count)
  }

  package var random: SeededGenerator

  package init(seed: Int) {
    random = SeededGenerator(seed: seed)
  }

  // MARK: Texts

  private static let bytes = Array("&*!<>|%@`{}[]:?-,#'\"\\\n\t \u{1}0".utf8) + [0x00, 0x7F, 0x80, 0xC2, 0xE2, 0xFF]

  /// A text with a few bytes replaced, put in, taken out or doubled, or cut off.
  package mutating func spoilt(_ text: [UInt8]) -> [UInt8] {
    var text = text
    for _ in 0..<Int.random(in: 1...6, using: &random) where !text.isEmpty {
      let place = Int.random(in: 0..<text.count, using: &random)
      switch Int.random(in: 0..<9, using: &random) {
      case 0, 1: text[place] = random.pick(Self.bytes)
      case 2, 3: text.insert(random.pick(Self.bytes), at: place)
      case 4, 5: text.remove(at: place)
      case 6: text.removeSubrange(place..<min(place + 30, text.count))
      case 7 where random.once(in: 8): text.removeSubrange(place...)
      default: text.insert(contentsOf: text[place..<min(place + 9, text.count)], at: place)
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

  /// A document in which a few values, anywhere, were replaced, taken out, put elsewhere or given another key.
  package mutating func spoilt(_ document: JSON) -> JSON {
    var document = document
    for _ in 0..<Int.random(in: 1...3, using: &random) { document = mutated(document, depth: 0) }
    return document
  }

  /// Goes down a random way and changes what is at its end.
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
      let place = Int.random(in: 0..<items.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: items.remove(at: place)
      case 1: items.append(items[place])
      case 2: items.reverse()
      default: items[place] = mutated(items[place], depth: depth + 1)
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
