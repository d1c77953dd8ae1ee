import ArgumentParser
import Presets

/// `presetctl show`: a saved plan once more, in any form.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a saved plan.",
    discussion: """
      Needs neither manifests nor credentials. The plan is refused if it was edited after it was written.

        presetctl show plan.json
        presetctl show plan.json -o markdown
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(help: "A plan that 'plan --out' wrote.", completion: .file(extensions: ["json"]))
  var plan: String

  func run() async throws {
    let path = plan
    try await Session.run(options, for: .show) { _ in Outcome(.plan(try SavedPlan.read(path))) }
  }
}
