import Diagnostics
package import JSONValue
import Manifests
import OrderedCollections

extension LoadedManifests {
  /// The result of `validate` as a JSON document.
  /// - Parameter path: Maps a location's file to the path to show.
  package func json(path: (String) -> String) -> JSON {
    func number(_ value: Int) -> JSON { .number(JSON.Number(value)) }
    return JSON.document(
      kind: "validation",
      [
        "diagnostics": .array(diagnostics.map { $0.json(path: path) }),
        "summary": [
          "files": number(files), "presets": number(state.presets.count), "abstract": number(abstract),
          "errors": number(diagnostics.count { $0.severity == .error }),
          "warnings": number(diagnostics.count { $0.severity == .warning }),
        ],
      ])
  }
}

extension DocumentSchema {
  static let validation = DocumentSchema(
    "validation", "The result of validating manifests.",
    [
      "diagnostics": list(reference("diagnostic")),
      "summary": object(
        [
          "files": count("Number of files read."), "presets": count("Number of declared presets."),
          "abstract": count("Number of abstract manifests."), "errors": count("Number of errors."),
          "warnings": count("Number of warnings."),
        ], description: "The counts of the validation."),
    ])
}
