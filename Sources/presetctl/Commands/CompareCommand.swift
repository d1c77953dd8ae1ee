import ArgumentParser
import Diagnostics
import Manifests
import Planning

/// `presetctl compare`: shows differences between the presets of two environments.
struct CompareCommand: SessionCommand {
  static let documentKind = "comparison"
  static let ignoredVariables: Set = ["env"]
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Show differences between the presets of two environments.",
    discussion: """
      Reads all presets of both apps and compares every field, including fields that no manifest sets. Differences \
      that the manifests declare are labeled 'intent' with their location; those that contradict the manifests are \
      labeled 'drift'. Exits with 2 if there are differences and --detailed-exitcode is set.

        presetctl compare staging production
        presetctl compare staging production --detailed-exitcode -o markdown
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(
    help: ArgumentHelp("Compare from this environment.", valueName: "a"),
    completion: CompletionCandidates.environments)
  var first: String

  @Argument(
    help: ArgumentHelp("Compare to this environment.", valueName: "b"),
    completion: CompletionCandidates.environments)
  var second: String

  @OptionGroup var selectionOptions: SelectionOptions

  @Flag(help: "Exit with 2 if there are differences.")
  var detailedExitcode = false

  func run(in session: Session) async throws -> CommandResult {
    let comparison = try await session.compare(first, second, selectionOptions.selection)
    return CommandResult(comparison, detailedExitcode && !comparison.isEmpty ? .changes : .success)
  }
}

extension Session {
  /// Compares the presets of two environments.
  fileprivate func compare(_ first: String, _ second: String, _ selection: Selection) async throws -> Comparison {
    guard !settings.environmentIsGiven else {
      throw CommandFailure(
        usage: "-e cannot be used with compare", hint: "name both environments: presetctl compare A B")
    }
    guard settings.localState == nil else {
      throw CommandFailure(
        usage: "cannot compare environments with --local: they share one app",
        hint: "run 'presetctl emulate' twice, and set the 'base_url' of each environment to one of the addresses")
    }
    let (left, right) = (try selecting(first), try selecting(second))
    let (here, there) = (try left.settings.remote().environment, try right.settings.remote().environment)
    guard (here.accountID, here.appID, here.baseURL) != (there.accountID, there.appID, there.baseURL) else {
      throw CommandFailure(
        usage: "'\(first)' and '\(second)' are the same app",
        hint: "remove flags and variables for account, app, and base URL: they apply to both environments")
    }
    let desired = try Self.desiredStates(left, right)
    return try await left.connect { environment, connection in
      let observed = try await left.observe(selection, connection)
      return try await right.connect(sharing: connection) { other, connection in
        let others = try await right.observe(selection, connection)
        try selection.check(against: observed.listed + others.listed, " in either app")
        return Comparison(
          from: .init(environment, observed, desired[0]), to: .init(other, others, desired[1]), of: selection)
      }
    }
  }

  /// Returns the desired state of both environments; nil for both, with a warning, if the manifests have errors.
  private static func desiredStates(_ first: Session, _ second: Session) throws(CommandFailure) -> [DesiredState?] {
    let manifests = [try first.load(), try second.load()]
    let errors = Set(manifests.flatMap(\.diagnostics)).count { $0.severity == .error }
    guard errors > 0 else { return manifests.map(\.state) }
    first.console.warn("\(counted(errors, "error")) in the manifests; differences are shown without labels")
    return [nil, nil]
  }
}
