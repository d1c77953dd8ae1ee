import Foundation
import Presets
import TestSupport

/// The manual page, made of what the program says of itself and of the documentation.
struct ManualPage {
  /// A command as the program describes it.
  private struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let arguments: [Argument]?
    let subcommands: [Command]?
  }

  private struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let kind: String
    let names: [Name]?
    let valueName: String?
    let abstract: String?
    let isOptional: Bool
    let isRepeating: Bool
    let sectionTitle: String?
  }

  private struct Description: Decodable {
    let command: Command
  }

  private let program: Command
  private let version: String
  /// The table of exit codes: code and meaning.
  private let codes: [(String, String)]

  /// Reads what `--experimental-dump-help` prints, and the page on commands.
  init(description: String, version: String, commands: String) throws {
    program = try JSONDecoder().decode(Description.self, from: Data(description.utf8)).command
    self.version = version
    let section = commands.components(separatedBy: "## Exit codes\n").last?.components(separatedBy: "\n## ").first ?? ""
    codes = section.matches(of: /(?m)^\| ([0-9, ]+) \| (.+) \|$/).map { (String($0.output.1), String($0.output.2)) }
  }

  /// The page, in the macros of man(7).
  var text: String {
    let commands = (program.subcommands ?? []).filter { $0.commandName != "help" }
    let options = (program.arguments ?? []).filter { $0.sectionTitle != nil }
    return
      ([
        ".\\\" Made from the program's own words by the tests; edit those.",
        ".TH PRESETCTL 1 \"\" \"presetctl \(version)\" \"User Commands\"",
        ".SH NAME", "presetctl \\- \(Self.escaped((program.abstract ?? "").dropLast()))",
        ".SH SYNOPSIS", ".B presetctl", "[\\fIOPTIONS\\fR] \\fICOMMAND\\fR",
        ".SH DESCRIPTION",
      ] + Self.paragraphs(program.discussion) + [".SH COMMANDS"] + commands.flatMap(section)
      + [".SH GLOBAL OPTIONS", "Every command takes them, before or after its name."] + options.flatMap(Self.item)
      + [
        ".SH EXIT STATUS", "The same in every form of output.",
      ] + codes.flatMap { [".TP", ".B \($0.0)", Self.escaped($0.1.replacing("`", with: ""))] } + Self.rest)
      .joined(separator: "\n") + "\n"
  }

  private func section(_ command: Command) -> [String] {
    let arguments = (command.arguments ?? []).filter { $0.sectionTitle == nil }
    let own = arguments.filter { !["version", "help"].contains($0.valueName ?? "") }
    let words = own.filter { $0.kind == "positional" }.map { argument in
      let word = "\\fI" + (argument.valueName ?? "").uppercased() + "\\fR" + (argument.isRepeating ? "..." : "")
      return argument.isOptional ? "[\(word)]" : word
    }
    return [
      ".SS " + (["presetctl", command.commandName] + words).joined(separator: " "),
      Self.escaped(command.abstract ?? ""),
    ]
      + (command.discussion.map { [".PP"] + Self.paragraphs($0) } ?? []) + own.flatMap(Self.item)
  }

  private static func item(_ argument: Argument) -> [String] {
    let value = "\\fI\((argument.valueName ?? "").uppercased())\\fR"
    let names = (argument.names ?? []).map {
      ($0.kind == "short" ? "\\-" : "\\-\\-") + $0.name.replacing("-", with: "\\-")
    }
    let head = argument.kind == "positional" ? value : "\\fB" + names.joined(separator: "\\fR, \\fB") + "\\fR"
    return [".TP", head + (argument.kind == "option" ? " \(value)" : ""), escaped(argument.abstract ?? "")]
  }

  /// Paragraphs, those that are indented as they stand.
  private static func paragraphs(_ text: String?) -> [String] {
    (text ?? "").components(separatedBy: "\n\n").enumerated().flatMap { index, paragraph -> [String] in
      guard paragraph.hasPrefix("  ") else { return (index > 0 ? [".PP"] : []) + [escaped(paragraph)] }
      return [".PP", ".RS 4", ".nf"] + paragraph.split(separator: "\n").map { escaped($0.dropFirst(2)) } + [
        ".fi", ".RE",
      ]
    }
  }

  /// A line that stands for itself, whatever it holds.
  private static func escaped(_ text: some StringProtocol) -> String {
    let line = String(text).replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }

  private static let rest = [
    ".SH ENVIRONMENT",
    "Every option has a variable:", ".B PRESETCTL_",
    "and its name in capitals, such as PRESETCTL_PARALLELISM. A flag wins over its variable.",
    ".TP", ".B CLOUDFLARE_API_TOKEN", "The API token, with the permission Realtime Admin or Realtime.",
    ".TP", ".BR CLOUDFLARE_ACCOUNT_ID \", \" REALTIMEKIT_APP_ID \", \" CLOUDFLARE_BASE_URL",
    "The account, the app and the address of the API, where neither options nor the project file say them.",
    ".TP", ".BR NO_COLOR \", \" FORCE_COLOR \", \" CLICOLOR_FORCE", "Whether text is coloured.",
    ".TP", ".BR HTTPS_PROXY \", \" NO_PROXY \", \" SSL_CERT_FILE \", \" SSL_CERT_DIR",
    "Proxies, and the certificates that are trusted.",
    ".SH FILES",
    ".TP", ".I presetctl.yaml", "The project file, in the working directory or above it.",
    ".TP", ".I presets/", "The manifests.",
    ".TP", ".I .presetctl/",
    "Snapshots, and the state of the local API; kept out of commits by a .gitignore of its own.",
    ".SH EXAMPLES",
    ".PP", ".RS 4", ".nf", "presetctl init \\-\\-from\\-remote",
    "presetctl plan \\-\\-base origin/main \\-\\-out plan.json", "presetctl apply plan.json", ".fi", ".RE",
    ".SH SEE ALSO",
    ".UR https://github.com/presetctl/presetctl", "The documentation", ".UE",
  ]
}
