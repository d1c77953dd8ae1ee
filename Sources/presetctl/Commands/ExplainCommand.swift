import ArgumentParser
import Manifests
import Schema

/// `presetctl explain`: describes a field, a group of fields, a key, or a lint rule.
struct ExplainCommand: SessionCommand {
  static let documentKind = "explanation"
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Describe a field, a group of fields, a key, or a lint rule.",
    discussion: """
      For a field or a key, shows its values, whether it is required, the effect of a change, and an example. For a \
      lint rule, shows its reason and examples. The end of a field's path is enough if it is unambiguous. Without a \
      name, lists all names.

        presetctl explain
        presetctl explain permissions.chat
        presetctl explain waiting_room_type
        presetctl explain hidden-publisher
        presetctl explain protect
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(
    help: "Describe this field, group, key, or rule. (default: list all)",
    completion: CompletionCandidates.explanations)
  var name: String?

  func run(in session: Session) async throws -> CommandResult {
    guard let name else { return CommandResult(Explanation()) }
    do throws(Explanation.LookupError) {
      return CommandResult(try Explanation(of: name))
    } catch {
      throw CommandFailure(error, name)
    }
  }
}

extension CommandFailure {
  fileprivate init(_ problem: Explanation.LookupError, _ name: String) {
    switch problem {
    case .unknown(let nearest):
      self.init(
        usage: "unknown field, group, key, or rule '\(name)'" + (nearest.map { ". Did you mean '\($0)'?" } ?? ""),
        hint: "run 'presetctl explain' to list all names")
    case .ambiguous(let paths):
      self.init(
        usage: "'\(name)' is ambiguous: several fields end with it",
        hint: "use one of: \(paths.map(\.description).joined(separator: ", "))")
    }
  }
}
