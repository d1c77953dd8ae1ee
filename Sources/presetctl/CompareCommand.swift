import ArgumentParser
import Presets
import RealtimeKit

/// `presetctl compare`: what differs between the presets of two environments.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Show what differs between the presets of two environments, and change nothing.",
    discussion: """
      Reads all presets of both apps and compares every field, whether a manifest sets it or not. Each difference says \
      whether the manifests and overlays want it (intent) or not (drift), and where they do. Ends with 0, or with 2 if \
      there are differences and --detailed-exitcode is given.

        presetctl compare staging production
        presetctl compare staging production --detailed-exitcode -o markdown
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(
    help: ArgumentHelp("The environment whose values stand before.", valueName: "a"),
    completion: Candidates.environments)
  var first: String

  @Argument(
    help: ArgumentHelp("The environment whose values stand after.", valueName: "b"),
    completion: Candidates.environments)
  var second: String

  @OptionGroup var selectionOptions: SelectionOptions

  @Flag(help: "End with 2 if there are differences.")
  var detailedExitcode = false

  func run() async throws {
    let isDetailed = try Variables.current.isOn("DETAILED_EXITCODE") || detailedExitcode
    let (first, second, selection) = (first, second, selectionOptions.selection())
    try await Session.run(options, for: .compare) { session in
      let comparison = try await session.compare(first, second, selection)
      return Outcome(.comparison(comparison), isDetailed && !comparison.isEmpty ? .changes : .success)
    }
  }
}

extension Session {
  /// Compares the presets of two environments.
  fileprivate func compare(_ first: String, _ second: String, _ selection: Selection) async throws -> Comparison {
    guard !settings.environmentIsGiven else {
      throw Failure(usage: "-e has no effect on a comparison", hint: "name both environments: presetctl compare A B")
    }
    guard settings.localState == nil else {
      throw Failure(
        usage: "the local API has one app for all environments, so there is nothing to compare",
        hint: "serve two with 'presetctl emulate', and name their addresses as 'base_url' in the project file")
    }
    let (left, right) = (try turned(to: first), try turned(to: second))
    let (here, there) = (try left.settings.remote().environment, try right.settings.remote().environment)
    guard (here.accountID, here.appID, here.baseURL) != (there.accountID, there.appID, there.baseURL) else {
      throw Failure(
        usage: "'\(first)' and '\(second)' are the same app", hint: "flags and variables count for both environments")
    }
    let wanted = try Self.wanted(left, right)
    return try await left.connect { environment, connection in
      let observed = try await left.observe(selection, connection)
      return try await right.connect(sharing: connection) { other, connection in
        let others = try await right.observe(selection, connection)
        try selection.check(against: observed.listed + others.listed, " in either app")
        return Comparison(
          from: .init(environment, observed, wanted[0]), to: .init(other, others, wanted[1]), of: selection)
      }
    }
  }

  /// What the manifests want of both environments; nothing, with a warning, where they cannot tell.
  private static func wanted(_ first: Session, _ second: Session) throws(Failure) -> [DesiredState?] {
    let manifests = [try first.load(), try second.load()]
    let errors = Set(manifests.flatMap(\.diagnostics)).count { $0.severity == .error }
    guard errors > 0 else { return manifests.map(\.state) }
    first.console.warn("\(counted(errors, "error")) in the manifests, so nobody can tell which differences they want")
    return [nil, nil]
  }
}
