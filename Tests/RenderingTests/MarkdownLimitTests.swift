import Diagnostics
import JSONValue
import Manifests
import Planning
import Rendering
import Schema
import Testing

/// The size limit of a comment, tested with a plan of exactly that size, one character less and one more.
@Suite("The size limit of a comment") struct MarkdownLimitTests {
  /// Returns a plan of small presets and one preset whose name and value are padded.
  private static func plan(_ count: Int, name: Int = 1, value: Int = 1) -> Plan {
    func padded(_ length: Int) -> String { String(repeating: "é", count: length) }
    let presets = (0..<count).map { ("preset-\($0)", "x") } + [(padded(name), padded(value))]
    return Plan(
      environment: Environment(accountID: "a", appID: "b", baseURL: "https://api.example.com"),
      operations: presets.enumerated().map { index, preset in
        let location = Location(file: "a.yaml")
        let change = FieldChange(field: "ui.x", before: 1, after: .string(preset.1), location: location)
        return Operation(.update, name: ExactString(preset.0), id: "\(index)", location: location, changes: [change])
      })
  }

  private static func size(_ plan: Plan) -> Int {
    PlanMarkdown.document(plan).text(.characters(.max)).unicodeScalars.count
  }

  /// Returns a plan whose Markdown has exactly the given size.
  private static func plan(characters: Int) -> Plan {
    var count = 0
    while size(plan(count + 1)) <= characters { count += 1 }
    let missing = characters - size(plan(count))
    // The name appears twice, and long names and values are shortened.
    let name = min(100, missing / 2)
    return plan(count, name: 1 + name, value: 1 + missing - 2 * name)
  }

  @Test(
    "A plan up to the limit is shown in full, and a larger plan with one preset less",
    arguments: [65_535, 65_536, 65_537])
  func exactly(characters: Int) throws {
    let plan = Self.plan(characters: characters)
    let fullText = PlanMarkdown.document(plan).text(.characters(.max))
    try #require(fullText.unicodeScalars.count == characters)
    let text = PlanMarkdown.text(plan)
    #expect((text == fullText) == (characters <= 65_536))
    #expect(text.unicodeScalars.count <= 65_536)
    #expect(text.contains("**1 more preset is not shown because of the size limit.**") == (text != fullText))
  }
}
