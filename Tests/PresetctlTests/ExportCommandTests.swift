import Foundation
import Presets
import RealtimeKitEmulator
import TestSupport
import Testing

/// `export`, with the built program.
@Suite("The command export") struct ExportCommandTests {
  /// The files below a folder and their texts.
  private static func files(_ folder: borrowing Folder, _ path: String = "presets") throws -> [String: String] {
    let url = folder.url.appending(path: path)
    let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
    return try Dictionary(
      uniqueKeysWithValues: names.filter { $0 != ".git" }.map {
        ($0, try String(contentsOf: url.appending(path: $0), encoding: .utf8))
      })
  }

  private static func seeded(_ presets: [Preset]) throws -> Folder {
    try Folder(["seed.json": JSON.array(presets.map { .object($0.document) }).text()])
  }

  @Test("a new app is exported, validates, and leaves nothing to plan", arguments: ["text", "json", "markdown"])
  func defaults(form: String) async throws {
    let folder = try Folder()
    let outcome = try await folder.run("export", "--local", "-o", form)
    try expectSnapshot(outcome.text, "export/defaults-\(form)")
    if form == "json" {
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

  @Test("the catalogue is exported as it was applied", arguments: [[], ["--flat"]])
  func catalogue(flags: [String]) async throws {
    let folder = try Folder()
    try folder.copy("presets", to: "presets")
    _ = try await folder.run("apply", "--local", "--local-seed", "none", "--auto-approve")
    #expect(try await folder.run(["export", "--local", "--out", "exported"] + flags).status == 0)
    #expect(try await folder.run("validate", "exported").status == 0)
    let plan = try await folder.run("plan", "--local", "--manifests", "exported", "--detailed-exitcode")
    #expect(plan.status == 0, "\(plan.text)")
    let files = try Self.files(folder, "exported").sorted { $0.key < $1.key }
    try expectSnapshot(files.map { "=== \($0.key)\n\($0.value)" }.joined(), "export/catalogue\(flags.joined())")
  }

  @Test("a base that others extend is left alone, and one of an earlier export is replaced")
  func bases() async throws {
    let folder = try Folder([
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
    // The base of all is not the base of two.
    #expect(try await folder.run("export", "--local", "--only", "group_call_*", "--force").status == 0)
    #expect(try Self.files(folder)["base-2.yaml"] == exported["base-2.yaml"])
    #expect(try Self.files(folder)["base-3.yaml"] != nil)
    #expect(try await folder.run("plan", "--local", "--detailed-exitcode").status == 0)
  }

  @Test("files that differ are not overwritten, and then nothing is written, unless it is told to")
  func conflicts() async throws {
    let folder = try Folder()
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

  @Test("a preset that another file declares already is not declared twice, not even by force")
  func duplicates() async throws {
    let folder = try Folder(["presets/deep/mine.yaml": "name: group_call_host\nstate: absent\n"])
    try expectSnapshot(try await folder.run("export", "--local", "--force").text, "export/duplicate")
    #expect(try await folder.run("export", "--local", "--out", "presets/below").status == 1)
    #expect(try await folder.run("export", "--local", "--out", "elsewhere").status == 0)
    #expect(try await folder.run("export", "--local", "--except", "group_call_host").status == 0)
    #expect(try await folder.run("validate").status == 0)
  }

  @Test("only what is asked for is exported, and a pattern that matches nothing is wrong usage")
  func selection() async throws {
    let folder = try Folder()
    #expect(try await folder.run("export", "--local", "--only", "*_viewer", "--out", "a/b").status == 0)
    #expect(Set(try Self.files(folder, "a/b").keys).isSuperset(of: ["livestream_viewer.yaml", "webinar_viewer.yaml"]))
    #expect(try Self.files(folder, "a/b")["webinar_presenter.yaml"] == nil)
    try expectSnapshot(try await folder.run("export", "--local", "--only", "webinar_viewr").text, "export/no-match")
  }

  @Test("what cannot be exported is told and ends with 1, and the rest is written")
  func skipped() async throws {
    let bodies = [
      DefaultPresets.all[0], DefaultPresets.all[1].named("bad \u{202E}\u{7}::name"),
      DefaultPresets.all[2].named("GROUP_CALL_HOST"),
    ]
    let folder = try Self.seeded(bodies)
    let outcome = try await folder.run("export", "--local", "--local-seed", "seed.json")
    try expectSnapshot(outcome.text, "export/skipped")
    #expect(try await folder.run("validate").status == 0)
  }

  @Test("an app without presets is no error, and nothing is written")
  func empty() async throws {
    let folder = try Folder()
    let outcome = try await folder.run("export", "--local", "--local-seed", "none")
    #expect(
      outcome.text == "exit 0\n--- stdout ---\nThe app has no presets; nothing was written.\n--- stderr ---\n")
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "presets").path))
  }

  @Test("two presets of one name are an error, and nothing is written")
  func ambiguous() async throws {
    let folder = try Folder()
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

  @Test("fields that this version does not know are kept, and it is told what a plan takes")
  func unknownFields() async throws {
    let folder = try Folder()
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

  @Test("is not written through a link out of the repository, be there a file at its end or not")
  func links() async throws {
    let folder = try Folder(["presets/x.md": ""])
    let outside = try Folder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "presets/webinar_viewer.yaml"),
      withDestinationURL: outside.url.appending(path: "x.yaml"))
    let outcome = try await folder.run("export", "--local", "--force")
    #expect(outcome.status == 65)
    #expect(
      outcome.errors == """
        error: 'presets/webinar_viewer.yaml' leads out of the repository, or nowhere; nothing was written
        hint: remove the link

        """)
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside.url.path) == [".git"])
    try outside.write("name: x\n", "x.yaml")
    #expect(try await folder.run("export", "--local", "--force").status == 65)
    #expect(try Self.files(outside, ".")["x.yaml"] == "name: x\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "presets").path).count == 2)
  }

  @Test("goes to the first folder of the project's manifests, which stays within the repository")
  func folders() async throws {
    let folder = try Folder(["presetctl.yaml": "version: 1\nmanifests: [a, b]\n", "below/x": ""])
    let below = folder.url.appending(path: "below")
    let outcome = try await Binary.run(["export", "--local"], in: below)
    #expect(outcome.output.contains("  ../a/webinar_viewer.yaml  "), "\(outcome.text)")
    let outside = try Folder()
    try FileManager.default.removeItem(at: folder.url.appending(path: "a"))
    try FileManager.default.createSymbolicLink(at: folder.url.appending(path: "a"), withDestinationURL: outside.url)
    #expect(try await folder.run("export", "--local").status == 65)
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside.url.path) == [".git"])
    try FileManager.default.removeItem(at: folder.url.appending(path: "a"))
    try folder.write("", "file")
    #expect(try await folder.run("export", "--local", "--out", "file").status == 64)
  }
}
