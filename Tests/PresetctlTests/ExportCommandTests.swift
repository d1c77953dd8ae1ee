import Foundation
import JSONValue
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

@testable import Documents

/// Runs `export` with the built program.
@Suite("export") struct ExportCommandTests {
  /// Returns the texts of the files in a folder by name.
  private static func files(_ folder: borrowing TemporaryFolder, _ path: String = "presets") throws -> [String: String]
  {
    let url = folder.url.appending(path: path)
    let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
    return try Dictionary(
      uniqueKeysWithValues: names.filter { $0 != ".git" }.map {
        ($0, try String(contentsOf: url.appending(path: $0), encoding: .utf8))
      })
  }

  private static func seeded(_ presets: [Preset]) throws -> TemporaryFolder {
    try TemporaryFolder(["seed.json": JSON.array(presets.map { .object($0.document) }).text()])
  }

  @Test("A new app is exported to valid manifests that leave an empty plan", arguments: ["text", "json", "markdown"])
  func defaults(format: String) async throws {
    let folder = try TemporaryFolder()
    let outcome = try await folder.run("export", "--local", "-o", format)
    try expectSnapshot(outcome.text, "export/defaults-\(format)")
    if format == "json" {
      let document = try JSON(parsing: Array(outcome.output.utf8))
      #expect(SchemaValidator(DocumentSchema.export.json).problems(of: document).isEmpty)
    }
    #expect(try await folder.run("validate").status == 0)
    #expect(try await folder.run("plan", "--local", "--detailed-exitcode").status == 0)
    let before = try Self.files(folder)
    let again = try await folder.run("export", "--local", "-q")
    #expect(again.status == 0 && again.errors.isEmpty && again.output.contains(": 0 written, "))
    #expect(try Self.files(folder) == before)
  }

  @Test("The catalog is exported as it was applied", arguments: [[], ["--flat"]])
  func catalog(flags: [String]) async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    _ = try await folder.run("apply", "--local", "--local-seed", "none", "--auto-approve")
    #expect(try await folder.run(["export", "--local", "--out", "exported"] + flags).status == 0)
    #expect(try await folder.run("validate", "exported").status == 0)
    let plan = try await folder.run("plan", "--local", "--manifests", "exported", "--detailed-exitcode")
    #expect(plan.status == 0, "\(plan.text)")
    let files = try Self.files(folder, "exported").sorted { $0.key < $1.key }
    try expectSnapshot(files.map { "=== \($0.key)\n\($0.value)" }.joined(), "export/catalog\(flags.joined())")
  }

  @Test("A base that other manifests extend is kept, and a base from an earlier export is replaced")
  func bases() async throws {
    let folder = try TemporaryFolder([
      "presets/base.yaml": "name: base\nabstract: true\n",
      "presets/mine.yaml": "name: mine\nextends: base\nabstract: true\n",
    ])
    #expect(try await folder.run("export", "--local").status == 0)
    #expect(try Self.files(folder)["base.yaml"] == "name: base\nabstract: true\n")
    #expect(try Self.files(folder)["webinar_viewer.yaml"]?.contains("\nextends: base-2\n") == true)
    #expect(try await folder.run("validate").status == 0)
    let exported = try Self.files(folder)
    #expect(try await folder.run("export", "--local", "--flat", "--force").status == 0)
    #expect(try Self.files(folder)["webinar_viewer.yaml"]?.contains("extends") == false)
    #expect(try await folder.run("export", "--local", "--force").status == 0)
    #expect(try Self.files(folder) == exported)
    // The base of all presets differs from the base of two presets.
    #expect(try await folder.run("export", "--local", "--only", "group_call_*", "--force").status == 0)
    #expect(try Self.files(folder)["base-2.yaml"] == exported["base-2.yaml"])
    #expect(try Self.files(folder)["base-3.yaml"] != nil)
    #expect(try await folder.run("plan", "--local", "--detailed-exitcode").status == 0)
  }

  @Test("An export with conflicting files writes nothing unless --force is used")
  func conflicts() async throws {
    let folder = try TemporaryFolder()
    _ = try await folder.run("export", "--local")
    let exported = try Self.files(folder)
    try folder.write("name: x\nabstract: true\n", "presets/webinar_viewer.yaml")
    try folder.write("", "presets/webinar_presenter.yaml")
    try FileManager.default.removeItem(at: folder.url.appending(path: "presets/group_call_guest.yaml"))
    let before = try Self.files(folder)
    try expectSnapshot(try await folder.run("export", "--local").text, "export/conflict")
    #expect(try Self.files(folder) == before)
    #expect(try await folder.run("export", "--local", "--force").status == 0)
    #expect(try Self.files(folder) == exported)
  }

  @Test("A preset that another file declares is not exported, not even with --force")
  func duplicates() async throws {
    let folder = try TemporaryFolder(["presets/deep/mine.yaml": "name: group_call_host\nstate: absent\n"])
    try expectSnapshot(try await folder.run("export", "--local", "--force").text, "export/duplicate")
    #expect(try await folder.run("export", "--local", "--out", "presets/below").status == 1)
    #expect(try await folder.run("export", "--local", "--out", "elsewhere").status == 0)
    #expect(try await folder.run("export", "--local", "--except", "group_call_host").status == 0)
    #expect(try await folder.run("validate").status == 0)
  }

  @Test("An export contains only the selected presets, and a pattern without a match is an error")
  func selection() async throws {
    let folder = try TemporaryFolder()
    #expect(try await folder.run("export", "--local", "--only", "*_viewer", "--out", "a/b").status == 0)
    #expect(Set(try Self.files(folder, "a/b").keys).isSuperset(of: ["livestream_viewer.yaml", "webinar_viewer.yaml"]))
    #expect(try Self.files(folder, "a/b")["webinar_presenter.yaml"] == nil)
    try expectSnapshot(try await folder.run("export", "--local", "--only", "webinar_viewr").text, "export/no-match")
  }

  @Test("A preset that cannot be exported is reported, and all other presets are written")
  func skipped() async throws {
    let presets = [
      DefaultPresets.all[0], DefaultPresets.all[1].named("bad \u{202E}\u{7}::name"),
      DefaultPresets.all[2].named("GROUP_CALL_HOST"),
    ]
    let folder = try Self.seeded(presets)
    let outcome = try await folder.run("export", "--local", "--local-seed", "seed.json")
    try expectSnapshot(outcome.text, "export/skipped")
    #expect(try await folder.run("validate").status == 0)
  }

  @Test("An export of an app without presets succeeds and writes nothing")
  func empty() async throws {
    let folder = try TemporaryFolder()
    let outcome = try await folder.run("export", "--local", "--local-seed", "none")
    #expect(
      outcome.text == "exit 0\n--- stdout ---\nThe app has no presets; nothing was written.\n--- stderr ---\n")
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "presets").path))
  }

  @Test("Two presets with the same name are an error, and nothing is written")
  func ambiguous() async throws {
    let folder = try TemporaryFolder()
    _ = try await folder.run("plan", "--local", "--manifests", "x")
    _ = try await folder.run("export", "--local", "--out", "first")
    let state = folder.url.appending(path: ".presetctl/local.json")
    let text = try String(contentsOf: state, encoding: .utf8)
    try folder.write(
      text.replacingOccurrences(of: "\"webinar_viewer\"", with: "\"webinar_presenter\""), ".presetctl/local.json")
    let outcome = try await folder.run("export", "--local")
    #expect(outcome.status == 1 && outcome.errors.contains("webinar_presenter"), "\(outcome.text)")
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "presets").path))
  }

  @Test("Unknown fields are exported with a note about the setting that a plan needs")
  func unknownFields() async throws {
    let folder = try TemporaryFolder()
    let variables = ["PRESETCTL_BEHAVIOR": "adds-unknown-fields=true"]
    let outcome = try await folder.run("export", "--local", "--only", "webinar_viewer", variables: variables)
    try expectSnapshot(outcome.text, "export/unknown-fields")
    let plan = ["plan", "--local", "--detailed-exitcode"]
    #expect(try await folder.run(plan, variables).status == 65)
    try folder.write("version: 1\nallow_unknown_fields: true\n", "presetctl.yaml")
    #expect(try await folder.run(plan, variables).status == 0)
    #expect(
      try await folder.run("export", "--local", "--only", "webinar_viewer", "-q", variables: variables).errors.isEmpty)
  }

  @Test("A link out of the repository is not written through, whether or not its target exists")
  func links() async throws {
    let folder = try TemporaryFolder(["presets/x.md": ""])
    let outside = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "presets/webinar_viewer.yaml"),
      withDestinationURL: outside.url.appending(path: "x.yaml"))
    let outcome = try await folder.run("export", "--local", "--force")
    #expect(outcome.status == 65)
    #expect(
      outcome.errors == """
        error: 'presets/webinar_viewer.yaml' is a broken link or a link out of the repository; nothing was written
        hint: remove the link

        """)
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside.url.path) == [".git"])
    try outside.write("name: x\n", "x.yaml")
    #expect(try await folder.run("export", "--local", "--force").status == 65)
    #expect(try Self.files(outside, ".")["x.yaml"] == "name: x\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "presets").path).count == 2)
  }

  @Test("An export writes to the first manifest folder of the project, which must be in the repository")
  func folders() async throws {
    let folder = try TemporaryFolder(["presetctl.yaml": "version: 1\nmanifests: [a, b]\n", "below/x": ""])
    let below = folder.url.appending(path: "below")
    let outcome = try await Binary.run(["export", "--local"], in: below)
    #expect(outcome.output.contains("  ../a/webinar_viewer.yaml  "), "\(outcome.text)")
    let outside = try TemporaryFolder()
    try FileManager.default.removeItem(at: folder.url.appending(path: "a"))
    try FileManager.default.createSymbolicLink(at: folder.url.appending(path: "a"), withDestinationURL: outside.url)
    #expect(try await folder.run("export", "--local").status == 65)
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside.url.path) == [".git"])
    try FileManager.default.removeItem(at: folder.url.appending(path: "a"))
    try folder.write("", "file")
    #expect(try await folder.run("export", "--local", "--out", "file").status == 64)
  }
}
