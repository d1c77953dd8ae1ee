import Authoring
import Diagnostics
package import JSONValue
import OrderedCollections

extension ExportReport {
  /// The export as a JSON document.
  package var json: JSON {
    let files = files.map { file -> JSON in
      [
        "file": .string(file.path), "name": .string(file.manifest.name), "abstract": .bool(file.manifest.isAbstract),
        "outcome": .string(file.outcome.rawValue),
        "unknown_fields": .array(file.manifest.unknownFields.map { .string("\($0)") }),
      ]
    }
    let counts = Outcome.allCases.map { (ExactString($0.rawValue), JSON.number(JSON.Number(count($0)))) }
    return JSON.document(
      kind: "export",
      [
        "tool_version": .string(Version.tool), "environment": environment.json, "folder": .string(folder),
        "files": .array(files),
        "skipped": .array(
          skipped.map { ["name": .string($0.name.text), "reasons": .array($0.reasons.map(JSON.string))] }),
        "left_out": .array(leftOut.map { ["name": .string($0.name.text), "field": .string("\($0.field)")] }),
        "summary": .object(
          JSON.Object(uniqueKeysWithValues: counts + [("skipped", .number(JSON.Number(skipped.count)))])),
      ])
  }
}

extension DocumentSchema {
  static let export = DocumentSchema(
    "export", "The result of exporting an app's presets as manifests.",
    [
      "tool_version": text("The version of presetctl."),
      "environment": environment("The environment that was exported."),
      "folder": text("The folder of the files, relative to the working directory."),
      "files": list(
        object(
          [
            "file": text("The path of the file, relative to the working directory."),
            "name": text("The name of the preset or base."),
            "abstract": ["type": "boolean", "description": "Whether the manifest is only a base for others."],
            "outcome": choice(
              ExportReport.Outcome.self, "Whether the file was written or already had the same content."),
            "unknown_fields": list(text("A field that this version does not know.")),
          ], description: "A manifest and its file.")),
      "skipped": list(
        object(
          ["name": text("The preset's name."), "reasons": list(text("A reason."))],
          description: "A preset that cannot be exported.")),
      "left_out": list(
        object(
          ["name": text("The preset's name."), "field": text("The field's path.")],
          description: "A field whose value manifests do not allow. It was left out and is therefore unmanaged.")),
      "summary": object(
        [
          "written": count("Number of files written."),
          "unchanged": count("Number of files that already had the same content."),
          "skipped": count("Number of skipped presets."),
        ], description: "The counts of the export."),
    ])
}
