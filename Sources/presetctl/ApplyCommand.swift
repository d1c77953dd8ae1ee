import ArgumentParser
import Presets
import RealtimeKit

/// `presetctl apply`: makes the remote presets what the manifests want.
struct ApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Make the app's presets equal to the manifests.",
    discussion: """
      Plans, prints the plan, asks, and carries it out: renames, creates, updates, then deletes. Every write is verified by \
      reading what the server then holds. Running it again converges. Ends with 4 if an operation failed.

        presetctl apply
        presetctl apply --auto-approve
        presetctl apply --local --auto-approve
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Flag(help: "Do not ask.")
  var autoApprove = false

  @Flag(help: "Show the plan and change nothing.")
  var dryRun = false

  func run() async throws {
    let session = try Session(options)
    if try Variables.current.isOn("DRY_RUN") || dryRun {
      return session.console.show(try await session.plan())
    }
    let isApproved = try Variables.current.isOn("AUTO_APPROVE") || autoApprove
    guard isApproved || session.console.isInteractive else {
      throw Failure(
        usage: "there is nobody to ask: standard input is not a terminal, or CI=true",
        hint: "look at 'presetctl plan', then apply with --auto-approve")
    }
    let report = try await session.apply(isApproved: isApproved)
    session.console.show(report)
    let status = report.status
    if status != .success { throw ExitCode(status.rawValue) }
  }
}

extension Session {
  /// Plans, asks unless it is approved already, and carries the plan out.
  fileprivate func apply(isApproved: Bool) async throws -> Report {
    let desired = try desiredState()
    let (console, parallelism) = (console, settings.parallelism)
    return try await connect { environment, connection in
      let plan = try await Self.plan(environment, desired, PresetReader(connection, parallelism: parallelism))
      if console.output == .text || !isApproved { console.preview(plan) }
      if !isApproved, !plan.isEmpty { try Self.askForApproval(plan, console) }
      return await Applier(connection, parallelism: parallelism).apply(plan)
    }
  }

  private static func askForApproval(_ plan: Plan, _ console: Console) throws(Failure) {
    let accepted = plan.summary.delete > 0 ? ["yes"] : ["yes", "y"]
    let note = plan.summary.delete > 0 ? "Presets will be deleted. Write 'yes' to go on:" : "Apply this plan? [yes/no]"
    guard let answer = console.ask(note), accepted.contains(answer) else {
      throw Failure(.failure, "not approved; nothing was changed")
    }
  }
}

extension Report {
  /// The exit code that the report asks for.
  fileprivate var status: ExitStatus {
    if isComplete { return .success }
    return entries.contains { [401, 403].contains($0.failure?.status) } ? .permission : .partial
  }
}
