import ArgumentParser
import Diagnostics
import RealtimeKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The entry point: parses the arguments, runs the command, and turns errors into a message and an exit code.
@main
enum Program {
  static func main() async {
    // A closed output pipe must not end the process mid-run. A failed write is reported as an error instead.
    signal(SIGPIPE, SIG_IGN)
    let given = Array(CommandLine.arguments.dropFirst())
    do {
      try refuseTokens(in: given)
      if given.first == "help", let failure = unknownCommand(Array(given.dropFirst())) { throw failure }
      var command = try Presetctl.parseAsRoot(try OptionVariables.current.get().arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let failure as CommandFailure {
      Console.early(given).end(CommandResult(failure))
    } catch let code as ExitCode {
      Presetctl.exit(withError: code)
    } catch {
      exit(parsing: error, given)
    }
  }

  /// Rejects a token on the command line, where other users of the machine can read it. The error does not repeat it.
  private static func refuseTokens(in arguments: [String]) throws(CommandFailure) {
    let names = ["--api-token", "--token"]
    let token = Variables.current["CLOUDFLARE_API_TOKEN"].flatMap(APIToken.init)
    let hasToken = arguments.contains { argument in
      names.contains(String(argument.prefix { $0 != "=" })) || token?.isContained(in: argument) == true
    }
    guard hasToken else { return }
    throw CommandFailure(
      usage: "cannot pass the API token on the command line, where other users can read it",
      hint: "set CLOUDFLARE_API_TOKEN or use --api-token-file")
  }

  /// Exits after the argument parser threw a request for help or a usage error.
  private static func exit(parsing error: any Error, _ arguments: [String]) -> Never {
    let console = Console.early(arguments)
    guard Presetctl.exitCode(for: error) == .success else {
      var failure = unknownCommand(arguments) ?? CommandFailure(usage: Presetctl.fullMessage(for: error))
      let variables = OptionVariables.options.map { "PRESETCTL_" + $0.variableSuffix }
      if failure.hint == nil, !variables.isEmpty {
        failure.hint = "these variables also set options: \(variables.joined(separator: ", "))"
      }
      console.end(CommandResult(failure))
    }
    do throws(CommandFailure) { try console.write(Presetctl.fullMessage(for: error) + "\n") } catch {
      if error.isBrokenPipe { Presetctl.exit(withError: ExitCode(.failure)) }
      console.end(CommandResult(error))
    }
    Presetctl.exit()
  }

  /// The failure of a first word that is not a command; nil if it is one.
  private static func unknownCommand(_ words: [String]) -> CommandFailure? {
    let known = Presetctl.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word = words.first, !word.hasPrefix("-"), !known.contains(word) else { return nil }
    return CommandFailure(
      usage: "unknown command '\(word)'" + didYouMean(Suggestion.nearest(to: word, among: known)),
      hint: "available commands: \(known.joined(separator: ", "))")
  }
}

/// The command line as a whole.
struct Presetctl: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presetctl",
    abstract: "Keep Cloudflare RealtimeKit presets equal to YAML manifests.",
    usage: "presetctl [OPTIONS] COMMAND",
    discussion: """
      Write manifests, review the plan, apply it:

        presetctl init
        presetctl validate
        presetctl plan
        presetctl apply

      Add --local to try any command without an account, against a local API. Every option has a variable, for example \
      PRESETCTL_PARALLELISM=5 for --parallelism 5. The API token comes from CLOUDFLARE_API_TOKEN or --api-token-file, \
      never from the command line.
      """,
    version: Version.tool,
    subcommands: [
      InitCommand.self, ValidateCommand.self, PlanCommand.self, ApplyCommand.self, RestoreCommand.self,
      ShowCommand.self, CompareCommand.self, MatrixCommand.self, ExplainCommand.self, ExportCommand.self,
      SchemaCommand.self, DoctorCommand.self, EmulateCommand.self, CompletionsCommand.self,
    ]
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  /// Returns the options of a command that variables do not set.
  static func ignoredVariables(of command: String) -> Set<String> {
    let type = configuration.subcommands.first { $0.configuration.commandName == command }
    return (type as? any SessionCommand.Type)?.ignoredVariables ?? []
  }
}
