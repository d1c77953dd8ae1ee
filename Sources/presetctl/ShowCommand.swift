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

  @Argument(help: "A plan that 'plan --out' wrote.")
  var plan: String

  func run() async throws {
    let path = plan
    try await Session.run(options, for: .show) { _ in Outcome(.plan(try SavedPlan.read(path))) }
  }
}

/// A plan in a file.
enum SavedPlan {
  private static let sizeLimit = 1 << 30

  /// Reads a plan.
  static func read(_ path: String) throws(Failure) -> Plan {
    guard let bytes = TextFile.bytes(path, limit: sizeLimit) else {
      throw Failure(.badInput, "the plan '\(path)' cannot be read", hint: "'presetctl plan --out FILE' writes one")
    }
    do {
      return try Plan(document: bytes)
    } catch {
      throw Failure(.badInput, "the plan '\(path)' \(error.message)", hint: error.hint)
    }
  }

  /// Reads a plan that was made for an environment; one for another is refused.
  static func read(_ path: String, for environment: Environment) throws(Failure) -> Plan {
    let plan = try read(path)
    let parts: [(noun: String, planned: String, now: String)] = [
      ("environment", plan.environment.name, environment.name),
      ("account", plan.environment.accountID, environment.accountID),
      ("app", plan.environment.appID, environment.appID),
      ("base URL", plan.environment.baseURL, environment.baseURL),
    ]
    if let part = parts.first(where: { !$0.planned.isExactly($0.now) }) {
      throw Failure(
        .badInput, "the plan '\(path)' was made for the \(part.noun) '\(part.planned)', but this is '\(part.now)'",
        hint: "plan again for the \(part.noun) that is meant")
    }
    return plan
  }
}
