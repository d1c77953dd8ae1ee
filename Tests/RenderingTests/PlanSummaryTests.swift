import Documents
import JSONValue
import Manifests
import Planning
import Rendering
import Schema
import Testing

/// The summary line of a plan, with the origins of its changes.
@Suite("The summary line of a plan") struct PlanSummaryTests {
  /// Returns a plan of creates (`+`), updates (`~`), renames (`>`) and deletes (`-`), each from the branch (`i`) or
  /// drift (`d`).
  private static func plan(_ text: String) -> Plan {
    let operations = text.split(separator: " ").enumerated().map { index, word -> Operation in
      let origin: Origin = word.hasSuffix("i") ? .intent : .drift
      let change = FieldChange(field: "ui.x", before: 1, after: 2, origin: origin)
      let name = ExactString("\(index)")
      return switch word.first {
      case "+": Operation(.create, name: name, origin: origin, changes: [change])
      case "-": Operation(.delete, name: name, id: name.text, origin: origin)
      case ">": Operation(.rename, name: name, id: name.text, previousName: "old", origin: origin)
      default: Operation(.update, name: name, id: name.text, changes: [change])
      }
    }
    return Plan(
      environment: Environment(accountID: "a", appID: "b", baseURL: "https://api.example.com"),
      base: .init("origin/main"), operations: operations, unchanged: 2)
  }

  @Test(
    "The summary line names the origins of all changes",
    arguments: [
      ("", "No changes. 2 presets match their manifests."),
      (
        "~i ~d ~d",
        "Plan: 0 to add, 3 to change, 0 to delete. 1 change from this branch, 2 from drift."
      ),
      ("~d", "Plan: 0 to add, 1 to change, 0 to delete. 0 changes from this branch, 1 from drift."),
      ("+i", "Plan: 1 to add, 0 to change, 0 to delete. All from this branch."),
      ("+i -i >i", "Plan: 1 to add, 0 to change, 1 to delete, 1 to rename. All from this branch."),
      ("+i ~i", "Plan: 1 to add, 1 to change, 0 to delete. 1 change from this branch, 0 from drift."),
      ("+i ~d ~d", "Plan: 1 to add, 2 to change, 0 to delete. 2 changes from drift."),
      (
        "+d",
        "Plan: 1 to add, 0 to change, 0 to delete. Nothing from this branch. Presets from drift: 1 to add."
      ),
      (
        "+i +d -d >d",
        "Plan: 2 to add, 0 to change, 1 to delete, 1 to rename. Presets from drift: 1 to add, 1 to delete, 1 to rename."
      ),
      (
        "+d ~d",
        "Plan: 1 to add, 1 to change, 0 to delete. 0 changes from this branch, 1 from drift. Presets from drift: 1 to add."
      ),
      (
        "+d ~i",
        "Plan: 1 to add, 1 to change, 0 to delete. 1 change from this branch, 0 from drift. Presets from drift: 1 to add."
      ),
      (
        "+i -d ~d",
        "Plan: 1 to add, 1 to change, 1 to delete. 1 change from drift. Presets from drift: 1 to delete."
      ),
    ])
  func origins(operations: String, summary: String) {
    let plan = Self.plan(operations)
    #expect(PlanText(style: TextStyler(isOn: false), width: nil).text(plan).hasSuffix(summary + "\n"))
    #expect(PlanMarkdown.text(plan).contains("\n**\(summary)**\n"))
    // The counts are of field changes, whatever the summary line says.
    let changes = operations.split(separator: " ").filter { $0.hasPrefix("~") }
    #expect(plan.json["summary"]?["intent"]?.int == changes.count { $0.hasSuffix("i") })
    #expect(plan.json["summary"]?["drift"]?.int == changes.count { $0.hasSuffix("d") })
  }

  @Test("The summary line has no origins if the plan has no base")
  func withoutBase() {
    var plan = Self.plan("+d ~i")
    plan.base = nil
    #expect(
      PlanText(style: TextStyler(isOn: false), width: nil).text(plan).hasSuffix(
        "Plan: 1 to add, 1 to change, 0 to delete.\n"))
  }
}
