import ArgumentParser
import Presets
import RealtimeKit

/// `presetctl plan`: what would change.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what apply would change, and change nothing.",
    discussion: """
      Reads the app's presets, compares every field that a manifest sets, and prints the operations. Ends with 0, or with 2 \
      if there are changes and --detailed-exitcode is given.

        presetctl plan
        presetctl plan --local
        presetctl plan -o json
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Flag(help: "End with 2 if there are changes.")
  var detailedExitcode = false

  func run() async throws {
    let session = try Session(options)
    let isDetailed = try Variables.current.isOn("DETAILED_EXITCODE") || detailedExitcode
    let plan = try await session.plan()
    session.console.show(plan)
    if isDetailed, !plan.isEmpty { throw ExitCode(ExitStatus.changes.rawValue) }
  }
}

extension Session {
  /// Makes the plan of the manifests. There is no writer in reach, so nothing can be changed on the way.
  func plan() async throws -> Plan {
    let desired = try desiredState()
    let parallelism = settings.parallelism
    return try await connect { environment, connection in
      try await Self.plan(environment, desired, PresetReader(connection, parallelism: parallelism))
    }
  }
}
