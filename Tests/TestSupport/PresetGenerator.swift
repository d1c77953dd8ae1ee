package import JSONValue
import OrderedCollections
package import Schema

/// Generates complete, valid presets at random: all required fields, some optional fields, plugins and opaque values.
package struct PresetGenerator {
  private var random: SeededGenerator

  package init(seed: Int) {
    random = SeededGenerator(seed: seed)
  }

  /// Returns a complete preset with the given name.
  package mutating func preset(named name: String) -> Preset {
    var preset = Preset(["name": .string(name)])
    for field in PresetSchema.current.fields.dropFirst() where field.isRequired || random.once(in: 2) {
      preset[field.path] = value(of: field.type)
    }
    return preset
  }

  /// Returns a random value of a type that differs from `old`.
  package mutating func value(of type: FieldType, otherThan old: JSON?) -> JSON {
    while true {
      let value = value(of: type)
      if !type.areEqual(value, old) { return value }
    }
  }

  /// Returns a random value of a type.
  package mutating func value(of type: FieldType) -> JSON {
    switch (type.shape, type.name) {
    case (.boolean, _): .bool(random.once(in: 2))
    case (.number, "number"): number(type.bounds ?? .init())
    case (.number, _):
      .number(
        JSON.Number(Int.random(in: (type.bounds?.minimum ?? 0)...(type.bounds?.maximum ?? 50), using: &random)))
    case (.text, _) where !type.choices.isEmpty: .string(random.pick(type.choices))
    case (.text, "color"):
      .string("#" + (0..<6).map { _ in random.pick(["0", "7", "a", "F", "c", "3"]) }.joined())
    case (.text, "URL"):
      .string(random.pick(["", "https://example.com/logo.png", "http://example.org/%C3%A4?x=1#y"]))
    case (.text, _): .string(text())
    case (.list, _): random.once(in: 4) ? .null : .array((0..<random.pick([0, 1, 3])).map { [360, 720, 1080][$0] })
    case (.plugins, _): plugins()
    case (.any, _): .object(["subscriptions": .array([.string(text()), number(.init()), .null, [:]])])
    }
  }

  private mutating func number(_ bounds: FieldType.Bounds) -> JSON {
    let whole = Int.random(in: bounds.minimum...((bounds.maximum ?? 60) - 1), using: &random)
    let spelling = random.pick(["\(whole)", "\(whole).0", "\(whole).5", "\(whole).250", "\(whole)e0"])
    return JSON.Number(spelling).map(JSON.number) ?? .null
  }

  private mutating func plugins() -> JSON {
    var plugins = JSON.Object()
    for index in 0..<random.pick([0, 0, 1, 2]) {
      let entries: [JSON] = [
        [:], ["access_control": "FULL_ACCESS"], ["access_control": "VIEW_ONLY", "handles_view_only": true],
        ["handles_view_only": false, "board": ["size": 3, "name": .string(text())]],
      ]
      plugins[ExactString("2f9c6f0e-7a31-4b0a-9d5e-00000000000\(index)")] = random.pick(entries)
    }
    return .object(plugins)
  }

  private mutating func text() -> String {
    random.pick(["no", "yes", "~x", "0x10", "Inter, sans-serif", "été", "e\u{301}te\u{301}", "👩‍🏫", "a: b # c", "'\"\\"])
  }
}
