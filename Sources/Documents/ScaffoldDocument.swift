import Authoring
import Diagnostics
package import JSONValue
import OrderedCollections

extension ScaffoldReport {
  /// The report as a JSON document.
  package var json: JSON {
    let files = files.map { file -> JSON in
      ["file": .string(file.path), "content": .string(file.content), "outcome": .string(file.outcome.rawValue)]
    }
    return JSON.document(
      kind: "scaffold",
      ["tool_version": .string(Version.tool), "files": .array(files), "export": export?.json ?? .null])
  }
}

extension DocumentSchema {
  static let scaffold = DocumentSchema(
    "scaffold", "The result of initializing a project.",
    [
      "tool_version": text("The version of presetctl."),
      "files": list(
        object(
          [
            "file": text("The path of the file, relative to the working directory."),
            "content": text("A short description of the file."),
            "outcome": choice(
              ExportReport.Outcome.self, "Whether the file was written or already had the same content."),
          ], description: "A file of the new project.")),
      "export": nullable(
        ["type": "object", "description": "The export that wrote the manifests, as an `export` document."]),
    ])
}
