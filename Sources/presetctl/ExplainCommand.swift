import ArgumentParser
import Presets

/// `presetctl explain`: what a field, a group of fields, a key or a lint rule is.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tell what a field, a group of fields, a key or a lint rule is.",
    discussion: """
      What it takes, whether the API wants it, what a change of it means, and how it is written. The end of a path will do \
      where no other field ends so. Keys are those of manifests and of the project file. Of a lint rule: why it is there, and what is bad and good by it.

        presetctl explain
        presetctl explain permissions.chat
        presetctl explain waiting_room_type
        presetctl explain hidden-publisher
        presetctl explain protect
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(
    help: "A field, a group of fields, a key, or a rule; everything where it is left out.",
    completion: Candidates.explanations)
  var name: String?

  func run() async throws {
    let name = self.name
    try await Session.run(options, for: .explain) { _ in
      guard let name else { return Outcome(.explanation(Explanation())) }
      do throws(Explanation.Problem) {
        return Outcome(.explanation(try Explanation(of: name)))
      } catch {
        throw Failure(error, name)
      }
    }
  }
}

extension Failure {
  /// The failure of a name that cannot be explained.
  fileprivate init(_ problem: Explanation.Problem, _ name: String) {
    switch problem {
    case .unknown(let nearest):
      self.init(
        usage: "there is no field, group, key or rule '\(name)'" + (nearest.map { ". Did you mean '\($0)'?" } ?? ""),
        hint: "'presetctl explain' lists them")
    case .ambiguous(let paths):
      self.init(
        usage: "several fields end with '\(name)'",
        hint: "choose one: \(paths.map(\.description).joined(separator: ", "))")
    }
  }
}
