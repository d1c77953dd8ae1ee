import ArgumentParser
import Diagnostics
import Documents
import Manifests
import OrderedCollections
import Rendering

/// `presetctl schema`: prints the JSON Schema of a document.
struct SchemaCommand: SessionCommand {
  static let documentKind = "schema"
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of a manifest, project file, or JSON output.",
    discussion: """
      The schemas use draft 2020-12. Editors can check manifests with them as you type.

        presetctl schema manifest > manifest.schema.json
        presetctl schema plan
      """
  )

  @OptionGroup(title: "Global options") var options: GlobalOptions

  @Argument(
    help: "Print the schema of this document, for example manifest or plan.",
    completion: CompletionCandidates.schemas)
  var document: String

  /// The schemas by document name.
  static let schemas = OrderedDictionary(
    uniqueKeysWithValues: ManifestSchema.allCases.map { ($0.rawValue, $0.json) } + [("project", ProjectSchema.json)]
      + DocumentSchema.all.map { ($0.kind, $0.json) })

  func run(in session: Session) async throws -> CommandResult {
    guard let schema = Self.schemas[document] else {
      let known = Self.schemas.keys
      throw CommandFailure(
        usage: "unknown schema '\(document)'" + didYouMean(Suggestion.nearest(to: document, among: known)),
        hint: "available schemas: \(known.joined(separator: ", "))")
    }
    return CommandResult(SchemaPresentation(schema))
  }
}
