import ArgumentParser
import OrderedCollections
import Presets

/// `presetctl completions`: the script by which a shell completes what is typed.
struct CompletionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print the script by which a shell completes commands, options and names.",
    discussion: """
      Environments, presets, fields and lint rules are completed as well, from the project file and the manifests where one \
      is. Nothing is asked of the network.

        presetctl completions bash > ~/.local/share/bash-completion/completions/presetctl
        presetctl completions zsh > "${fpath[1]}/_presetctl"
        presetctl completions fish > ~/.config/fish/completions/presetctl.fish
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(help: "The shell: bash, zsh or fish.")
  var shell: Shell

  /// A shell that can complete.
  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash, zsh, fish
  }

  func run() async throws {
    let name = shell.rawValue
    try await Session.run(options, for: .completions) { _ in
      guard let shell = CompletionShell(rawValue: name) else { throw Failure(.failure, "no script for \(name)") }
      return Outcome(.script(Script(shell: name, text: Presetctl.completionScript(for: shell))))
    }
  }
}

/// A script for a shell.
struct Script: Sendable {
  let shell: String
  let text: String

  /// The script as a JSON document.
  var json: JSON {
    JSON.document(kind: "completions", ["shell": .string(shell), "script": .string(text)])
  }

  /// The script as Markdown.
  var markdown: MarkdownDocument {
    MarkdownDocument(head: "```\(shell)\n\(text)```\n", columns: [], items: [], noun: "")
  }
}
