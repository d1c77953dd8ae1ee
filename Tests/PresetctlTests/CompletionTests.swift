import Diagnostics
import Foundation
import JSONValue
import TestSupport
import Testing

@testable import Documents

/// Shell completion, tested with the shells themselves.
@Suite("Completion") struct CompletionTests {
  /// A command line, words that complete it, and words that do not.
  private static let cases: [(line: String, offered: [String], other: [String])] = [
    ("presetctl ", ["plan", "apply", "init", "explain"], ["prod"]),
    ("presetctl ex", ["explain", "export"], ["plan"]),
    ("presetctl plan --on", ["--only"], ["--out"]),
    ("presetctl plan -e ", ["staging", "prod"], ["other"]),
    ("presetctl plan --env pr", ["prod"], ["staging"]),
    ("presetctl plan --config other.yaml -e ", ["other"], ["staging"]),
    ("presetctl compare ", ["staging", "prod"], ["plan"]),
    ("presetctl compare staging ", ["prod"], ["plan"]),
    ("presetctl export --only gr", ["group_call_host", "group_call_guest"], ["webinar_viewer", "base"]),
    ("presetctl explain permissions.can_re", ["permissions.can_record"], ["permissions.can_livestream"]),
    ("presetctl explain hid", ["hidden-publisher"], ["low-contrast"]),
    ("presetctl schema ", ["manifest", "project", "plan"], ["json"]),
    ("presetctl plan --output ", ["text", "json", "markdown"], ["yaml"]),
    ("presetctl completions ", ["bash", "zsh", "fish"], ["tcsh"]),
    ("presetctl show pl", ["plan.json"], ["presets"]),
  ]

  private static func folder(_ project: String = "version: 1\nenvironments: {staging: {}, prod: {}, \"a b\": {}}\n")
    throws
    -> TemporaryFolder
  {
    let folder = try TemporaryFolder([
      "presetctl.yaml": project, "other.yaml": "version: 1\nenvironments: {other: {}}\n", "plan.json": "{}",
    ])
    try folder.copy("presets", to: "presets")
    return folder
  }

  /// A script that asks bash for completions as bash itself does, and prints one completion per line.
  private static let bashScript = """
    source <(presetctl completions bash)
    COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9 COMP_KEY=9
    read -ra COMP_WORDS <<< "$1"
    [[ $1 == *' ' ]] && COMP_WORDS+=('')
    COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
    COMPREPLY=()
    $(complete -p presetctl | sed -E 's/.*-F ([^ ]+) .*/\\1/') presetctl "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
    printf '%s\\n' "${COMPREPLY[@]}"
    """

  @Test("Completion offers the matching words and no others", arguments: cases)
  func matchingWords(item: (line: String, offered: [String], other: [String])) async throws {
    let offered = try await Self.run("bash", ["-c", Self.bashScript, "bash", item.line], in: try Self.folder())
      .split(separator: "\n").map(String.init)
    #expect(Set(offered).isSuperset(of: item.offered), "\(item.line): \(offered)")
    #expect(Set(offered).isDisjoint(with: item.other + ["a b", "a"]), "\(item.line): \(offered)")
  }

  /// A script that types lines into a shell in a terminal, each after the prompt, and prints the output of the
  /// terminal.
  private static let terminalScript = """
    coproc SHELL { timeout 60 script -qec "$1" /dev/null; }
    shift
    while IFS= read -r line <&"${SHELL[0]}"; do
      printf '%s\\n' "$line"
      [[ $line == *READY* ]] || continue
      printf '%b\\r' "${1-exit}" >&"${SHELL[1]}"
      shift
    done
    """

  @Test(
    "The Tab key completes a word in a terminal",
    arguments: [
      (
        "zsh", "ZDOTDIR=$PWD zsh -i", ".zshrc",
        "precmd() { print READY }; fpath=($PWD $fpath); autoload -U compinit; compinit -u -D"
      ),
      (
        "fish", "fish --no-config -i -C 'source _presetctl; source start.fish'", "start.fish",
        "function fish_greeting; end; function ready --on-event fish_prompt; echo READY; end"
      ),
    ])
  func keys(shell: String, command: String, file: String, start: String) async throws {
    let folder = try Self.folder()
    try folder.write(try await folder.run("completions", shell).output, "_presetctl")
    try folder.write(start + "\n", file)
    let lines = [
      ("plan -e pr", "plan -e prod"), ("explain hid", "explain hidden-publisher"),
      ("export --only group_call_h", "export --only group_call_host"), ("compare staging pr", "compare staging prod"),
      ("completions fi", "completions fish"), ("doctor --pro", "doctor --probe"),
    ]
    // Tab completes the word, and then the command line is printed instead of run.
    let typed = lines.map { "presetctl \($0.0)\\t\\x01echo SHOWN " }
    let terminalOutput = try await Self.run("bash", ["-c", Self.terminalScript, "bash", command] + typed, in: folder)
    for (line, completed) in lines {
      #expect(terminalOutput.contains("SHOWN presetctl \(completed)"), "\(line): \(terminalOutput.visible)")
    }
  }

  private static func run(_ shell: String, _ arguments: [String], in folder: borrowing TemporaryFolder) async throws
    -> String
  {
    let path = Binary.url.deletingLastPathComponent().path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
    let variables = ["PATH": path, "HOME": folder.url.path, "TERM": "xterm"]
    return try await Binary.run(URL(filePath: "/usr/bin/env"), [shell] + arguments, in: folder.url, variables).output
  }

  @Test("A completion script has valid syntax", arguments: ["bash", "zsh", "fish"])
  func syntax(shell: String) async throws {
    let folder = try TemporaryFolder()
    let script = try await folder.run("completions", shell)
    #expect(script.status == 0 && script.errors.isEmpty)
    try folder.write(script.output, "script")
    let outcome = try await Binary.run(URL(filePath: "/usr/bin/env"), [shell, "-n", "script"], in: folder.url)
    #expect(outcome.text == "exit 0\n--- stdout ---\n--- stderr ---\n")
    let json = try JSON(parsing: Array(try await folder.run("completions", shell, "-o", "json").output.utf8))
    #expect(json["shell"]?.string == shell && json["script"]?.string == script.output)
    #expect(SchemaValidator(DocumentSchema.completions.json).problems(of: json).isEmpty)
  }

  @Test("Completion offers nothing and prints no error if a file is invalid")
  func broken() async throws {
    let folder = try Self.folder("environments: [\n")
    try folder.write("name: [\n", "presets/broken.yaml")
    let arguments = ["---completion", "plan", "--", "--env", "3", "0", "presetctl", "plan", "-e", ""]
    let outcome = try await folder.run(arguments, ["SAP_SHELL": "bash"])
    #expect(outcome.status == 0)
    #expect(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty && outcome.errors.isEmpty)
  }

  @Test("An unknown shell is an error")
  func unknown() async throws {
    let outcome = try await TemporaryFolder().run("completions", "tcsh")
    #expect(outcome.status == 64)
    #expect(
      outcome.errors == """
        error: The value 'tcsh' is invalid for '<shell>'. Please provide one of 'bash', 'zsh' or 'fish'.
        Help:  <shell>  Print the script for this shell.
        Usage: presetctl completions [<options>] <shell>
          See 'presetctl completions --help' for more information.

        """)
  }
}
