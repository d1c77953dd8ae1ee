import ArgumentParser
import Presets
import RealtimeKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The program's entry: parses, runs, and turns whatever went wrong into words and an exit code.
@main
enum Program {
  static func main() async {
    // Whoever stops reading must not end a run midway; what cannot be written is told instead.
    signal(SIGPIPE, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    let console = Console.early(arguments, Variables.current)
    do {
      try refuseTokens(in: arguments)
      if arguments.first == "help", let failure = unknownCommand(Array(arguments.dropFirst())) { throw failure }
      var command = try command(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      console.end(Outcome(failure))
    } catch let code as ExitCode {
      Presetctl.exit(withError: code)
    } catch {
      exit(parsing: error, console)
    }
  }

  /// The command that the arguments ask for, with its options.
  private static func command(_ arguments: [String]) throws -> any ParsableCommand {
    // Most say the command first. To look at its options alone saves a quarter; what is wrong is told by looking at all.
    let named = Presetctl.configuration.subcommands.first { $0.configuration.commandName == arguments.first }
    if let command = try? named?.parse(Array(arguments.dropFirst())) { return command }
    return try Presetctl.parseAsRoot(arguments)
  }

  /// Refuses a token on the command line, where other users of the machine can read it, without repeating it.
  private static func refuseTokens(in arguments: [String]) throws(Failure) {
    let names = ["--api-token", "--token"]
    let token = Variables.current["CLOUDFLARE_API_TOKEN"].flatMap(APIToken.init)
    let isThere = arguments.contains { argument in
      names.contains(String(argument.prefix { $0 != "=" })) || token?.isHeld(by: argument) == true
    }
    guard isThere else { return }
    throw Failure(
      usage: "the API token is not taken from the command line, where others can read it",
      hint: "set CLOUDFLARE_API_TOKEN, or name a file with --api-token-file")
  }

  /// Ends on what the argument parser threw: a request for help, or a usage that is wrong.
  private static func exit(parsing error: any Error, _ console: Console) -> Never {
    let code = Presetctl.exitCode(for: error)
    guard code == .success else {
      console.end(
        Outcome(unknownCommand(CommandLine.arguments.dropFirst()) ?? Failure(usage: Presetctl.fullMessage(for: error))))
    }
    do throws(Failure) { try console.write(Presetctl.fullMessage(for: error) + "\n") } catch {
      if error.isUnread { Presetctl.exit(withError: ExitCode(.failure)) }
      console.end(Outcome(error))
    }
    Presetctl.exit()
  }

  /// The failure of a first word that is no command.
  private static func unknownCommand(_ words: some Collection<String>) -> Failure? {
    let known = Presetctl.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word = words.first, !word.hasPrefix("-"), !known.contains(word) else {
      return nil
    }
    let nearest = Suggestion.nearest(to: word, among: known).map { ". Did you mean '\($0)'?" } ?? ""
    return Failure(
      usage: "there is no command '\(word)'\(nearest)", hint: "commands: \(known.joined(separator: ", "))")
  }
}

/// The command line as a whole.
struct Presetctl: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presetctl",
    abstract: "Keeps Cloudflare RealtimeKit presets equal to YAML manifests.",
    usage: "presetctl [OPTIONS] COMMAND",
    discussion: """
      Write manifests, see what would change, change it:

        presetctl init
        presetctl validate
        presetctl plan
        presetctl apply

      --local tries all of it without an account, against a local API. Every option can also be given as a variable, \
      such as PRESETCTL_PARALLELISM=5. The API token comes from CLOUDFLARE_API_TOKEN or --api-token-file, never from \
      the command line.
      """,
    version: toolVersion,
    subcommands: [
      InitCommand.self, ValidateCommand.self, PlanCommand.self, ApplyCommand.self, RestoreCommand.self,
      ShowCommand.self,
      CompareCommand.self, MatrixCommand.self, ExplainCommand.self, ExportCommand.self,
      SchemaCommand.self, DoctorCommand.self, EmulateCommand.self, CompletionsCommand.self,
    ]
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions
}
