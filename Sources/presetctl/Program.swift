import ArgumentParser
import Presets

/// The program's entry: parses, runs, and turns whatever went wrong into words and an exit code.
@main
enum Program {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let console = Console.early(arguments, Variables.current)
    do {
      var command = try Presetctl.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      console.show(failure)
      Presetctl.exit(withError: ExitCode(failure.status.rawValue))
    } catch let code as ExitCode {
      Presetctl.exit(withError: code)
    } catch {
      exit(parsing: error, console)
    }
  }

  /// Ends on what the argument parser threw: a request for help, or a usage that is wrong.
  private static func exit(parsing error: any Error, _ console: Console) -> Never {
    let code = Presetctl.exitCode(for: error)
    guard code == .success else {
      console.show(Failure(usage: Presetctl.fullMessage(for: error)))
      Presetctl.exit(withError: ExitCode(ExitStatus.usage.rawValue))
    }
    console.write(Presetctl.fullMessage(for: error) + "\n")
    Presetctl.exit()
  }
}

/// The command line as a whole.
struct Presetctl: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presetctl",
    abstract: "Keeps Cloudflare RealtimeKit presets equal to YAML manifests.",
    usage: "presetctl [OPTIONS] COMMAND",
    discussion: """
      Write manifests into presets/, see what would change, change it:

        presetctl validate
        presetctl plan
        presetctl apply

      --local tries all of it without an account, against a local API. Every option can also be given as a variable, \
      such as PRESETCTL_PARALLELISM=5. The API token comes from CLOUDFLARE_API_TOKEN or --api-token-file, never from \
      the command line.
      """,
    version: toolVersion,
    subcommands: [ValidateCommand.self, PlanCommand.self, ApplyCommand.self, EmulateCommand.self]
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions
}
