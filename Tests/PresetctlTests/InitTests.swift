import Foundation
import JSONValue
import Manifests
import RealtimeKitEmulator
import TestSupport
import Testing

@testable import Documents

/// Runs `init` with the built program.
@Suite("init") struct InitTests {
  private static let ids = ["--account-id", Emulator.accountID, "--app-id", Emulator.appID]

  @Test("init creates everything that a first plan needs", arguments: ["text", "json", "markdown"])
  func empty(format: String) async throws {
    let folder = try TemporaryFolder()
    let outcome = try await folder.run("init", "-o", format)
    try expectSnapshot(outcome.text, "init/empty-\(format)")
    if format == "json" {
      let document = try JSON(parsing: Array(outcome.output.utf8))
      #expect(SchemaValidator(DocumentSchema.scaffold.json).problems(of: document).isEmpty)
    }
    #expect(try await folder.run("validate").output == "Valid. 2 presets and 1 base in 3 files.\n")
    let plan = try await folder.run("plan", "--local")
    #expect(plan.status == 0 && plan.output.hasSuffix("Plan: 2 to add, 0 to change, 0 to delete.\n"))
    #expect(try await folder.run("apply", "--local", "--auto-approve").status == 0)
    #expect(try await folder.run("plan", "--local", "--detailed-exitcode").status == 0)
    let before = try folder.texts()
    #expect(try await folder.run("init").output.hasSuffix("\n4 files: 0 written, 4 unchanged.\n"))
    #expect(try folder.texts() == before)
  }

  @Test("init writes nothing if a file is in the place of a folder")
  func fileInsteadOfFolder() async throws {
    let folder = try TemporaryFolder(["presets": "notes\n"])
    let outcome = try await folder.run("init")
    #expect(
      outcome.text == """
        exit 1
        --- stdout ---
        --- stderr ---
        error: cannot write 'presets/base.yaml': a part of the path is not a folder; nothing was written

        """)
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "presetctl.yaml").path))
  }

  @Test("The generated files explain themselves, and the base is the one of the catalog")
  func texts() async throws {
    let folder = try TemporaryFolder()
    _ = try await folder.run(["init", "-e", "staging"] + Self.ids)
    let texts = try folder.texts()
    #expect(texts["presets/base.yaml"] == "# \(ManifestSchema.modeline)\n" + (try SourceTree.text("presets/base.yaml")))
    for name in ["presetctl.yaml", "presets/guest.yaml", "presets/host.yaml"] {
      try expectSnapshot(texts[name] ?? "", "init/\(name.split(separator: "/").last ?? "")")
    }
    let unnamed = try TemporaryFolder()
    _ = try await unnamed.run("init")
    try expectSnapshot(try unnamed.texts()["presetctl.yaml"] ?? "", "init/presetctl-without-app.yaml")
  }

  @Test("The comments in the project file are valid settings when they are uncommented")
  func comments() async throws {
    let folder = try TemporaryFolder()
    _ = try await folder.run("init")
    let text = try folder.texts()["presetctl.yaml"] ?? ""
    let uncommented = text.replacing(/(?m)^# (?=(lint|environments|  ))/, with: "")
      .replacing("32 hexadecimal digits, from the dashboard", with: Emulator.accountID)
      .replacing("a UUID, from the dashboard", with: Emulator.appID)
    try folder.write(uncommented, "presetctl.yaml")
    try folder.write("name: host\npermissions: {can_record: true}\n", "overlays/production/host.yaml")
    let plan = try await folder.run("plan", "--local", "-e", "production", "-o", "json")
    #expect(plan.status == 0, "\(plan.text)\n\(uncommented)")
    let json = try JSON(parsing: Array(plan.output.utf8))
    #expect(
      json["environments"]?.array?.first?["name"]?.string == "production"
        || json["environment"]?["name"] == "production")
  }

  @Test("init --from-remote writes manifests of the remote presets that leave an empty plan")
  func remote() async throws {
    let folder = try TemporaryFolder()
    let outcome = try await folder.run("init", "--local", "--from-remote")
    try expectSnapshot(outcome.text, "init/from-remote")
    #expect(try await folder.run("validate").status == 0)
    #expect(try await folder.run("plan", "--local", "--detailed-exitcode").status == 0)
    let again = try await folder.run("init", "--local", "--from-remote")
    #expect(again.status == 0 && again.output.contains(" 0 written, "))
    let emulator = try Emulator(DefaultPresets.all)
    try await EmulatorServer.with(emulator) { address in
      let otherFolder = try TemporaryFolder()
      let variables = ["CLOUDFLARE_API_TOKEN": "token", "CLOUDFLARE_BASE_URL": address]
      let arguments = ["init", "--from-remote", "-e", "staging", "--flat"] + Self.ids
      #expect(try await otherFolder.run(arguments, variables).status == 0)
      let project = try otherFolder.texts()["presetctl.yaml"] ?? ""
      #expect(project.contains("\n  staging:\n    account_id: "))
      #expect(project.contains("    base_url: \(address)\n"))
      let plan = try await otherFolder.run(
        "plan", "--detailed-exitcode", variables: ["CLOUDFLARE_API_TOKEN": "token"])
      #expect(plan.status == 0, "\(plan.text)")
    }
  }

  @Test("init with conflicting files writes nothing unless --force is used")
  func conflicts() async throws {
    let folder = try TemporaryFolder(["presetctl.yaml": "version: 1\n", "presets/guest.yaml": "name: guest\n"])
    let before = try folder.texts()
    for arguments in [["init"], ["init", "--local", "--from-remote"]] {
      let outcome = try await folder.run(arguments)
      #expect(outcome.status == 1)
      #expect(
        outcome.errors == """
          error: 1 file would be overwritten: 'presetctl.yaml'; nothing was written
          hint: use --force to overwrite

          """)
      #expect(try folder.texts() == before)
    }
    #expect(try await folder.run("init", "--force").status == 0)
    #expect(try await folder.run("validate").output == "Valid. 2 presets and 1 base in 3 files.\n")
  }

  @Test("init keeps existing manifests")
  func manifests() async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    let outcome = try await folder.run("init")
    #expect(outcome.output == "written    presetctl.yaml  project file\n\n1 file: 1 written, 0 unchanged.\n")
    #expect(try await folder.run("validate").output == "Valid. 9 presets and 3 bases in 12 files.\n")
  }

  @Test("init creates no project inside another project unless --force is used")
  func nestedProject() async throws {
    let folder = try TemporaryFolder(["presetctl.yaml": "version: 1\n", "below/.keep": ""])
    let below = folder.url.appending(path: "below")
    let nested = try await Binary.run(["init"], in: below)
    #expect(nested.status == 1)
    #expect(
      nested.errors == """
        error: this folder already belongs to the project file '../presetctl.yaml'; nothing was written
        hint: use --force to create a separate project here

        """)
    #expect(try await Binary.run(["init", "--force"], in: below).status == 0)
    #expect(try folder.texts()["below/presets/host.yaml"] != nil)
    #expect(try folder.texts()["presetctl.yaml"] == "version: 1\n")
  }

  @Test("init --from-remote allows unknown fields if the app has some")
  func unknownFields() async throws {
    let folder = try TemporaryFolder()
    let variables = ["PRESETCTL_LOCAL": "1", "PRESETCTL_BEHAVIOR": "adds-unknown-fields=true"]
    for _ in 1...2 {
      let outcome = try await folder.run("init", "--from-remote", variables: variables)
      #expect(outcome.status == 0 && !outcome.errors.contains("warning"), "\(outcome.text)")
      let plan = try await folder.run("plan", "--detailed-exitcode", "-q", variables: variables)
      #expect(plan.status == 0, "\(plan.text)")
    }
    #expect(try String(contentsOf: folder.url.appending(path: ".presetctl/.gitignore"), encoding: .utf8) == "*\n")
  }

  @Test("init does not overwrite a manifest that has the file name of a generated one")
  func ownNames() async throws {
    let folder = try TemporaryFolder(["presets/host.yaml": "name: mine\nabstract: true\n"])
    let outcome = try await folder.run("init")
    #expect(outcome.status == 0 && outcome.output.hasSuffix("\n1 file: 1 written, 0 unchanged.\n"))
    #expect(try folder.texts()["presets/host.yaml"] == "name: mine\nabstract: true\n")
  }

  @Test(
    "init creates the manifests in the folder from --manifests, whatever its name",
    arguments: ["roles", "on", "1e3", "a: b"])
  func folder(name: String) async throws {
    let folder = try TemporaryFolder()
    let outcome = try await folder.run("init", "--manifests", name)
    #expect(outcome.output.contains("  \(name)/guest.yaml"))
    let validation = try await folder.run("validate")
    #expect(validation.output == "Valid. 2 presets and 1 base in 3 files.\n", "\(validation.text)")
  }

  @Test("init rejects invalid ids, invalid names and links out of the repository")
  func invalidArguments() async throws {
    let folder = try TemporaryFolder()
    let invalidID = try await folder.run("init", "--account-id", "a/b", "--app-id", Emulator.appID)
    #expect(invalidID.status == 64)
    #expect(invalidID.errors == "error: invalid characters in the account id 'a/b'\n")
    let invalidName = try await folder.run(["init", "-e", " x"] + Self.ids)
    #expect(invalidName.status == 64)
    #expect(invalidName.errors == "error: the project file would be invalid: a name cannot start or end with a space\n")
    let outside = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "presets"), withDestinationURL: outside.url)
    let linked = try await folder.run("init")
    #expect(linked.status == 65)
    #expect(
      linked.errors == """
        error: 'presets/base.yaml' is a broken link or a link out of the repository; nothing was written
        hint: remove the link

        """)
    #expect(try folder.texts().isEmpty && outside.texts().isEmpty)
  }
}

extension TemporaryFolder {
  /// Returns the texts of all files by path, except those of git and of the `.presetctl` folder.
  fileprivate borrowing func texts() throws -> [String: String] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: url.path).filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: url.appending(path: path).path, isDirectory: &isFolder)
        && !isFolder.boolValue && !path.hasPrefix(".git") && !path.hasPrefix(".presetctl")
    }
    return try Dictionary(
      uniqueKeysWithValues: paths.map { ($0, try String(contentsOf: url.appending(path: $0), encoding: .utf8)) })
  }
}
