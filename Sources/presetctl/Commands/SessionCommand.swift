import ArgumentParser

/// A command that runs in a session and returns a result to show.
protocol SessionCommand: AsyncParsableCommand {
  /// The `kind` of the JSON document that the command prints.
  static var documentKind: String { get }
  /// Whether GitHub Actions receives a step summary and step outputs.
  static var isPublished: Bool { get }
  /// Options that variables do not set, because the same variable means something else in other steps of a pipeline.
  static var ignoredVariables: Set<String> { get }

  var options: GlobalOptions { get }
  /// The options that the session is resolved from.
  var sessionOptions: GlobalOptions { get }
  func run(in session: Session) async throws -> CommandResult
}

extension SessionCommand {
  static var isPublished: Bool { false }
  static var ignoredVariables: Set<String> { [] }
  var sessionOptions: GlobalOptions { options }

  /// Resolves the options, runs the command, shows its result or its failure, and exits with its status.
  func run() async throws {
    let session: Session
    do throws(CommandFailure) {
      session = try Session.open(sessionOptions, for: Self.self)
    } catch {
      let console = Console(
        options, isPublished: Self.isPublished, Console.context(for: Self.self, options.environment))
      throw ExitCode(console.show(CommandResult(error)))
    }
    let watching = session.interruption.watch(session.console)
    defer { watching.cancel() }
    session.warnAboutUnknownVariables()
    var result: CommandResult
    do {
      result = try await run(in: session)
    } catch {
      result = CommandResult(CommandFailure(error))
    }
    guard session.interruption.beginShowing() else { return await session.interruption.waitForExit() }
    let status = session.console.show(result)
    if status != .success { throw ExitCode(status) }
  }
}
