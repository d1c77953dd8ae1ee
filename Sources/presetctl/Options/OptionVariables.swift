import ArgumentParser
import Diagnostics
import JSONValue

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The environment variables of the process.
struct Variables: Sendable {
  private let values: [String: String]

  static let current = Variables(ProcessInfo.processInfo.environment)

  init(_ values: [String: String]) {
    self.values = values
  }

  /// The value of a variable; nil if it is not set or empty.
  subscript(name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The values of a variable that holds a list, separated by line breaks or commas.
  func list(_ name: String) -> [String] { (self[name] ?? "").listItems }

  /// The variables with a prefix that have a value, without the prefix.
  func suffixes(of prefix: String) -> [String] {
    values.filter { $0.key.hasPrefix(prefix) && !$0.value.isEmpty }.keys.map { String($0.dropFirst(prefix.count)) }
      .sorted()
  }
}

extension String {
  fileprivate var listItems: [String] {
    split(whereSeparator: { $0 == "," || $0.isNewline }).map(String.init)
  }
}

/// Options that are set with variables: every option `--some-option` has the variable `PRESETCTL_SOME_OPTION`.
///
/// The variables become arguments before the command line is parsed, so declarations do not mention them. An option
/// on the command line wins over its variable.
struct OptionVariables: Sendable {
  private static let prefix = "PRESETCTL_"
  /// Variables that are not options: they configure the local API of `--local`.
  private static let others = ["BEHAVIOR", "FAULTS"]

  /// The command line with the options from variables.
  private(set) var arguments: [String]
  /// The names of the options that variables set: `detailed-exitcode`.
  private(set) var options: [String] = []
  /// Unknown variables with the prefix, each with the nearest known name.
  private(set) var unknown: [(name: String, nearest: String?)] = []

  /// The command line of this process.
  static let current = Result { () throws(CommandFailure) in
    try OptionVariables(Array(CommandLine.arguments.dropFirst()), .current)
  }

  /// The names of the options that variables set in this process.
  static var options: [String] { (try? current.get().options) ?? [] }

  /// - Throws: A usage error if the variable of a flag is neither true nor false.
  init(_ arguments: [String], _ variables: Variables) throws(CommandFailure) {
    self.arguments = arguments
    let suffixes = variables.suffixes(of: Self.prefix)
    guard !suffixes.isEmpty, let commands = Self.commands() else { return }
    let position = arguments.firstIndex { commands[$0] != nil }
    let command = position.flatMap { commands[arguments[$0]] } ?? [:]
    let known = Set(commands.values.flatMap(\.keys)).map(\.variableSuffix) + Self.others
    let ignored = position.map { Presetctl.ignoredVariables(of: arguments[$0]) } ?? []
    var added: [String] = []
    for suffix in suffixes {
      let name = suffix.lowercased().replacing("_", with: "-")
      let value = variables[Self.prefix + suffix] ?? ""
      if !known.contains(suffix) {
        let nearest = Suggestion.nearest(to: suffix, among: known.sorted())
        unknown.append((Self.prefix + suffix, nearest.map { Self.prefix + $0 }))
      } else if let option = command[name], !ignored.contains(name), !option.isGiven(in: arguments),
        command["no-" + name]?.isGiven(in: arguments) != true
      {
        added += try option.arguments(value, variable: Self.prefix + suffix, isNegatable: command["no-" + name] != nil)
        options.append(name)
      }
    }
    self.arguments.insert(contentsOf: added, at: position.map { $0 + 1 } ?? 0)
  }

  /// The options of each command by their long names, as the argument parser describes them.
  private static func commands() -> [String: [String: Option]]? {
    guard let help = try? JSON(parsing: Array(Presetctl._dumpHelp().utf8)) else { return nil }
    let commands = help["command"]?["subcommands"]?.array ?? []
    return Dictionary(
      commands.compactMap { command in
        command["commandName"]?.string.map { name in
          let options = (command["arguments"]?.array ?? []).compactMap(Option.init)
          return (name, Dictionary(options.map { ($0.name, $0) }) { first, _ in first })
        }
      }
    ) { first, _ in first }
  }

  /// An option of a command.
  private struct Option {
    let name: String
    private let spellings: [String]
    private let isFlag: Bool
    private let isRepeatable: Bool

    init?(_ argument: JSON) {
      guard let kind = argument["kind"]?.string, kind != "positional" else { return nil }
      let names = (argument["names"]?.array ?? []).compactMap { name -> String? in
        name["name"]?.string.map { name["kind"]?.string == "short" ? "-\($0)" : "--\($0)" }
      }
      guard let long = names.first(where: { $0.hasPrefix("--") }) else { return nil }
      name = String(long.dropFirst(2))
      spellings = names
      isFlag = kind == "flag"
      isRepeatable = argument["isRepeating"] == true
    }

    func isGiven(in arguments: [String]) -> Bool {
      arguments.prefix { $0 != "--" }.contains { argument in
        spellings.contains { spelling in
          argument == spelling || argument.hasPrefix(spelling + "=")
            || (spelling.count == 2 && !argument.hasPrefix("--") && argument.hasPrefix(spelling))
        }
      }
    }

    func arguments(_ value: String, variable: String, isNegatable: Bool) throws(CommandFailure) -> [String] {
      guard isFlag else {
        return isRepeatable ? value.listItems.map { "--\(name)=\($0)" } : ["--\(name)=\(value)"]
      }
      switch value.lowercased() {
      case "1", "true": return ["--\(name)"]
      case "0", "false": return isNegatable ? ["--no-\(name)"] : []
      default:
        throw CommandFailure(usage: "invalid value '\(value)' for \(variable)", hint: "use 1 or true, 0 or false")
      }
    }
  }
}

extension String {
  /// The suffix of an option's variable: `SOME_OPTION` for `some-option`.
  var variableSuffix: String { uppercased().replacing("-", with: "_") }
}
