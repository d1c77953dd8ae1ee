import ArgumentParser
import Documents

/// `presetctl completions`: prints a shell completion script.
struct CompletionsCommand: SessionCommand {
  static let documentKind = "completions"
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print a shell completion script.",
    discussion: """
      Completes commands, options, and files, and the names of environments, presets, fields, and lint rules. Completion \
      reads the project file and the manifests, and sends no requests.

        presetctl completions bash > ~/.local/share/bash-completion/completions/presetctl
        presetctl completions zsh > "${fpath[1]}/_presetctl"
        presetctl completions fish > ~/.config/fish/completions/presetctl.fish
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(help: "Print the script for this shell.")
  var shell: Shell

  /// A supported shell.
  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash, zsh, fish
  }

  func run(in session: Session) async throws -> CommandResult {
    guard let shell = CompletionShell(rawValue: shell.rawValue) else {
      throw CommandFailure(.failure, "no completion script for '\(shell)'")
    }
    return CommandResult(CompletionScript(shell: shell.rawValue, text: Presetctl.completionScript(for: shell)))
  }
}
