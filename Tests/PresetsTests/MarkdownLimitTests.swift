import Presets
import Testing

/// A comment of exactly as many characters as a page takes, and of one fewer and one more.
@Suite("The limit of a comment") struct MarkdownLimitTests {
  /// A plan of small presets, and one whose name and value are filled up.
  private static func plan(_ count: Int, name: Int = 1, value: Int = 1) -> Plan {
    func filled(_ length: Int) -> String { String(repeating: "é", count: length) }
    let presets = (0..<count).map { ("preset-\($0)", "x") } + [(filled(name), filled(value))]
    return Plan(
      environment: Environment(accountID: "a", appID: "b", baseURL: "https://api.example.com"),
      operations: presets.enumerated().map { index, preset in
        let place = Location(file: "a.yaml")
        let change = FieldChange(field: "ui.x", before: 1, after: .string(preset.1), location: place)
        return Operation(.update, name: ExactString(preset.0), id: "\(index)", location: place, changes: [change])
      })
  }

  private static func size(_ plan: Plan) -> Int {
    PlanMarkdown.document(plan).text(.characters(.max)).unicodeScalars.count
  }

  /// A plan whose Markdown would have so many characters.
  private static func plan(characters: Int) -> Plan {
    var count = 0
    while size(plan(count + 1)) <= characters { count += 1 }
    let missing = characters - size(plan(count))
    // The name stands in two places, and only so much of it and of a value is shown.
    let name = min(100, missing / 2)
    return plan(count, name: 1 + name, value: 1 + missing - 2 * name)
  }

  @Test("shows all of a plan up to the limit, and one preset fewer over it", arguments: [65_535, 65_536, 65_537])
  func exactly(characters: Int) throws {
    let plan = Self.plan(characters: characters)
    let whole = PlanMarkdown.document(plan).text(.characters(.max))
    try #require(whole.unicodeScalars.count == characters)
    let text = PlanMarkdown.text(plan)
    #expect((text == whole) == (characters <= 65_536))
    #expect(text.unicodeScalars.count <= 65_536)
    #expect(text.contains("**1 more preset is not shown here: the text would be too long.**") == (text != whole))
  }
}
