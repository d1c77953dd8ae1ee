import Foundation
import Presets
import RealtimeKitEmulator
import TestSupport
import Testing

/// `init`, with the built program.
@Suite("The command init") struct InitTests {
  private static let ids = ["--account-id", Emulator.accountID, "--app-id", Emulator.appID]

  @Test("gives an empty folder all that a first plan needs", arguments: ["text", "json", "markdown"])
  func empty(form: String) async throws {
    let folder = try Folder()
    let outcome = try await folder.run("init", "-o", form)
    try expectSnapshot(outcome.text, "init/empty-\(form)")
    if form == "json" {
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

  @Test("writes nothing at all where a file stands in the way of a folder")
  func obstacle() async throws {
    let folder = try Folder(["presets": "notes\n"])
    let outcome = try await folder.run("init")
    #expect(
      outcome.text == """
        exit 1
        --- stdout ---
        --- stderr ---
        error: 'presets/base.yaml' cannot be written: a file stands where a folder is needed; nothing was written

        """)
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "presetctl.yaml").path))
  }

  @Test("writes texts that explain themselves, of which the base is the catalogue's")
  func texts() async throws {
    let folder = try Folder()
    _ = try await folder.run(["init", "-e", "staging"] + Self.ids)
    let texts = try folder.texts()
    #expect(texts["presets/base.yaml"] == "# \(ManifestSchema.modeline)\n" + (try Repository.text("presets/base.yaml")))
    for name in ["presetctl.yaml", "presets/guest.yaml", "presets/host.yaml"] {
      try expectSnapshot(texts[name] ?? "", "init/\(name.split(separator: "/").last ?? "")")
    }
    let unnamed = try Folder()
    _ = try await unnamed.run("init")
    try expectSnapshot(try unnamed.texts()["presetctl.yaml"] ?? "", "init/presetctl-without-app.yaml")
  }

  @Test("says what it says in comments such that it holds when they are taken away")
  func comments() async throws {
    let folder = try Folder()
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

  @Test("makes the app's presets code, of which a plan is empty")
  func remote() async throws {
    let folder = try Folder()
    let outcome = try await folder.run("init", "--local", "--from-remote")
    try expectSnapshot(outcome.text, "init/from-remote")
    #expect(try await folder.run("validate").status == 0)
    #expect(try await folder.run("plan", "--local", "--detailed-exitcode").status == 0)
    let again = try await folder.run("init", "--local", "--from-remote")
    #expect(again.status == 0 && again.output.contains(" 0 written, "))
    let emulator = try Emulator(DefaultPresets.all)
    try await EmulatorServer.with(emulator) { address in
      let away = try Folder()
      let variables = ["CLOUDFLARE_API_TOKEN": "token", "CLOUDFLARE_BASE_URL": address]
      let arguments = ["init", "--from-remote", "-e", "staging", "--flat"] + Self.ids
      #expect(try await away.run(arguments, variables).status == 0)
      let project = try away.texts()["presetctl.yaml"] ?? ""
      #expect(project.contains("\n  staging:\n    account_id: "))
      #expect(project.contains("    base_url: \(address)\n"))
      let plan = try await away.run(
        "plan", "--detailed-exitcode", variables: ["CLOUDFLARE_API_TOKEN": "token"])
      #expect(plan.status == 0, "\(plan.text)")
    }
  }

  @Test("overwrites nothing that differs, and then writes nothing, unless it is told to")
  func conflicts() async throws {
    let folder = try Folder(["presetctl.yaml": "version: 1\n", "presets/guest.yaml": "name: guest\n"])
    let before = try folder.texts()
    for arguments in [["init"], ["init", "--local", "--from-remote"]] {
      let outcome = try await folder.run(arguments)
      #expect(outcome.status == 1)
      #expect(
        outcome.errors == """
          error: 1 file would be overwritten: 'presetctl.yaml'; nothing was written
          hint: --force overwrites what is there

          """)
      #expect(try folder.texts() == before)
    }
    #expect(try await folder.run("init", "--force").status == 0)
    #expect(try await folder.run("validate").output == "Valid. 2 presets and 1 base in 3 files.\n")
  }

  @Test("leaves manifests alone that are there")
  func manifests() async throws {
    let folder = try Folder()
    try folder.copy("presets", to: "presets")
    let outcome = try await folder.run("init")
    #expect(outcome.output == "written    presetctl.yaml  the project file\n\n1 file: 1 written, 0 unchanged.\n")
    #expect(try await folder.run("validate").output == "Valid. 9 presets and 3 bases in 12 files.\n")
  }

  @Test("founds no project within another unless it is told to")
  func within() async throws {
    let folder = try Folder(["presetctl.yaml": "version: 1\n", "below/.keep": ""])
    let below = folder.url.appending(path: "below")
    let refused = try await Binary.run(["init"], in: below)
    #expect(refused.status == 1)
    #expect(
      refused.errors == """
        error: '../presetctl.yaml' is the project file of this folder already; nothing was written
        hint: --force makes a project of its own of this folder

        """)
    #expect(try await Binary.run(["init", "--force"], in: below).status == 0)
    #expect(try folder.texts()["below/presets/host.yaml"] != nil)
    #expect(try folder.texts()["presetctl.yaml"] == "version: 1\n")
  }

  @Test("allows the fields that this version does not know, where the app has some")
  func unknownFields() async throws {
    let folder = try Folder()
    let variables = ["PRESETCTL_LOCAL": "1", "PRESETCTL_BEHAVIOR": "adds-unknown-fields=true"]
    for _ in 1...2 {
      let outcome = try await folder.run("init", "--from-remote", variables: variables)
      #expect(outcome.status == 0 && !outcome.errors.contains("warning"), "\(outcome.text)")
      let plan = try await folder.run("plan", "--detailed-exitcode", "-q", variables: variables)
      #expect(plan.status == 0, "\(plan.text)")
    }
    #expect(try String(contentsOf: folder.url.appending(path: ".presetctl/.gitignore"), encoding: .utf8) == "*\n")
  }

  @Test("writes over nothing that has the name of one of its own manifests")
  func ownNames() async throws {
    let folder = try Folder(["presets/host.yaml": "name: mine\nabstract: true\n"])
    let outcome = try await folder.run("init")
    #expect(outcome.status == 0 && outcome.output.hasSuffix("\n1 file: 1 written, 0 unchanged.\n"))
    #expect(try folder.texts()["presets/host.yaml"] == "name: mine\nabstract: true\n")
  }

  @Test("takes another folder for the manifests, whatever it is called", arguments: ["roles", "on", "1e3", "a: b"])
  func folder(name: String) async throws {
    let folder = try Folder()
    let outcome = try await folder.run("init", "--manifests", name)
    #expect(outcome.output.contains("  \(name)/guest.yaml"))
    let validation = try await folder.run("validate")
    #expect(validation.output == "Valid. 2 presets and 1 base in 3 files.\n", "\(validation.text)")
  }

  @Test("refuses what is wrong with the ids, and links that lead away")
  func wrong() async throws {
    let folder = try Folder()
    let wrong = try await folder.run("init", "--account-id", "a/b", "--app-id", Emulator.appID)
    #expect(wrong.status == 64)
    #expect(wrong.errors == "error: the account id 'a/b' has characters that no id has\n")
    let named = try await folder.run(["init", "-e", " x"] + Self.ids)
    #expect(named.status == 64)
    #expect(named.errors == "error: the project file would be wrong: a name cannot begin or end with a space\n")
    let elsewhere = try Folder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "presets"), withDestinationURL: elsewhere.url)
    let away = try await folder.run("init")
    #expect(away.status == 65)
    #expect(
      away.errors == """
        error: 'presets/base.yaml' leads out of the repository, or nowhere; nothing was written
        hint: remove the link

        """)
    #expect(try folder.texts().isEmpty && elsewhere.texts().isEmpty)
  }
}

extension Folder {
  /// The texts of all files below the folder but those of git and of the program's own folder, by their paths.
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
