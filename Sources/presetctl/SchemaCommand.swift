import ArgumentParser
import Presets

/// `presetctl schema`: the JSON Schema of a document.
struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of the documents that the program prints and keeps.",
    discussion: """
      Draft 2020-12.

        presetctl schema plan
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(help: "The document's kind: plan, report, validation, error, snapshot, doctor, comparison or explanation.")
  var document: String

  func run() async throws {
    let name = document
    try await Session.run(options, for: .schema) { _ in
      guard let document = DocumentSchema(rawValue: name) else {
        let known = DocumentSchema.allCases.map(\.rawValue)
        let nearest = Suggestion.nearest(to: name, among: known).map { ". Did you mean '\($0)'?" } ?? ""
        throw Failure(
          usage: "there is no schema of '\(name)'\(nearest)", hint: "schemas: \(known.joined(separator: ", "))")
      }
      return Outcome(.schema(document.json))
    }
  }
}
