import ArgumentParser
import OrderedCollections
import Presets

/// `presetctl schema`: the JSON Schema of a document.
struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of what people write, or of what the program prints and keeps.",
    discussion: """
      Draft 2020-12. Editors check manifests with it while they are written.

        presetctl schema manifest > manifest.schema.json
        presetctl schema plan
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(
    help: "What the schema is of: manifest, overlay or project; plan, report or another document.",
    completion: Candidates.schemas)
  var document: String

  /// All schemas by name.
  static let schemas = OrderedDictionary(
    uniqueKeysWithValues: ManifestSchema.allCases.map { ($0.rawValue, $0.json) } + [("project", ProjectSchema.json)]
      + DocumentSchema.allCases.map { ($0.rawValue, $0.json) })

  func run() async throws {
    let name = document
    try await Session.run(options, for: .schema) { _ in
      guard let schema = Self.schemas[name] else {
        let known = Self.schemas.keys
        let nearest = Suggestion.nearest(to: name, among: known).map { ". Did you mean '\($0)'?" } ?? ""
        throw Failure(
          usage: "there is no schema of '\(name)'\(nearest)", hint: "schemas: \(known.joined(separator: ", "))")
      }
      return Outcome(.schema(schema))
    }
  }
}
