import Documents
import Foundation
import HTTPTypes
import JSONValue
import OrderedCollections
import Planning
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

/// The snapshot of an apply and the restore command.
@Suite("Snapshots and restores") struct RestoreCommandTests {
  /// The manifests have one operation of each kind for a new app.
  private static let files = [
    "presets/base.json": DefaultPresets.base,
    "presets/host.yaml": "name: group_call_host\nextends: base\npermissions: {can_record: false}\n",
    "presets/guest.yaml": "name: class-guest\nextends: base\n---\nname: webinar_viewer\nstate: absent\n",
    "presets/viewer.yaml": "name: viewer\nextends: base\npreviously: livestream_viewer\n",
  ]

  private static func snapshots(_ folder: URL, _ path: String = ".presetctl/snapshots") -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path)
    return (names ?? []).sorted().map { "\(path)/\($0)" }
  }

  /// Returns the presets of the local API by name as response texts, without ids and times.
  private static func state(_ folder: URL) throws -> [String: String] {
    let file = folder.appending(path: ".presetctl/local.json")
    let presets = try JSON(parsing: [UInt8](Data(contentsOf: file)))["presets"]?.array ?? []
    return responseTexts(presets.map { Preset($0["document"]?.object ?? [:]) })
  }

  /// Returns documents as the API sends them, with defaults and in the order of the API.
  private static func responseTexts(_ documents: [Preset]) -> [String: String] {
    let texts = documents.map { document in
      var response = document
      for field in PresetSchema.current.fields where !field.isRequired && response[field.path] == nil {
        if let value = field.suggested { response[field.path] = value }
      }
      return (document.name, JSON.object(response.document).text())
    }
    return Dictionary(uniqueKeysWithValues: texts)
  }

  @Test("A restore brings back the presets byte for byte, and the restore itself can be undone")
  func restoreAndUndo() async throws {
    let folder = try TemporaryFolder(Self.files)
    let url = folder.url
    try FileManager.default.removeItem(at: url.appending(path: ".git"))
    try await folder.git("init", "-q")
    try await folder.git("add", "-A")
    try await folder.git("commit", "-qm", "presets")
    #expect(try await folder.run("plan", "--local").status == 0)
    let before = try Self.state(url)
    let apply = try await folder.run("apply", "--local", "--auto-approve", "-o", "json")
    #expect(apply.status == 0, "\(apply.text)")
    let snapshot = try #require(Self.snapshots(url).first)
    #expect(try JSON(parsing: Array(apply.output.utf8))["snapshot"]?.string == snapshot)
    #expect(apply.errors == "hint: to undo this apply, run:\n  presetctl restore --local \(snapshot)\n")
    let applied = try Self.state(url)
    #expect(applied != before)

    for (path, mode) in [(".presetctl/snapshots", 0o700), (snapshot, 0o600)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: url.appending(path: path).path)
      #expect(attributes[.posixPermissions] as? Int == mode)
    }
    #expect(try await folder.git("status", "--short") == "")

    let dry = try await folder.run("restore", snapshot, "--local", "--dry-run")
    #expect(try Self.state(url) == applied)
    let restore = try await folder.run("restore", snapshot, "--local", "--auto-approve")
    try expectSnapshot(restore.text.withoutTimes, "restore/story")
    #expect(restore.output.hasPrefix(dry.output) && dry.status == 0)
    #expect(try Self.state(url) == before)
    let again = try await folder.run("restore", snapshot, "--local", "--auto-approve")
    #expect(again.output.hasSuffix("\nNo changes. 4 presets match the snapshot.\n"))
    #expect(again.errors == "")

    let snapshots = Self.snapshots(url)
    #expect(snapshots.count == 2 && snapshots.first == snapshot)
    let redone = try await folder.run("restore", snapshots[1], "--local", "--auto-approve", "-q")
    #expect(redone.status == 0 && redone.errors == "")
    #expect(try Self.state(url) == applied)
  }

  @Test("The snapshot folder is set by a flag or a variable, and snapshots can be disabled")
  func options() async throws {
    let cases: [([String], [String: String], String?)] = [
      (["--snapshot-dir", "a/b"], [:], "a/b"), ([], ["PRESETCTL_SNAPSHOT_DIR": "c"], "c"),
      (["--no-snapshot"], [:], nil),
      ([], ["PRESETCTL_NO_SNAPSHOT": "1"], nil), (["--snapshot-dir", "d"], ["PRESETCTL_NO_SNAPSHOT": "1"], "d"),
    ]
    for (flags, variables, path) in cases {
      let folder = try TemporaryFolder(Self.files)
      let outcome = try await Binary.run(
        ["apply", "--local", "--auto-approve", "-o", "json"] + flags, in: folder.url, variables)
      #expect(outcome.status == 0, "\(outcome.text)")
      let written = path.flatMap { Self.snapshots(folder.url, $0).first }
      #expect((written == nil) == (path == nil), "\(flags) \(variables)")
      #expect(try JSON(parsing: Array(outcome.output.utf8))["snapshot"] == (written.map(JSON.string) ?? .null))
      #expect(Self.snapshots(folder.url).isEmpty)
    }
  }

  @Test("Concurrent applies never overwrite a snapshot")
  func concurrentApplies() async throws {
    let folder = try TemporaryFolder()
    let url = folder.url
    let emulator = try Emulator([])
    try await EmulatorServer.with(emulator) { address in
      try await withThrowingTaskGroup(of: Int32.self) { group in
        for number in 0..<6 {
          let name = "\(number).json"
          let body = JSON.object(DefaultPresets.all[number].document).text()
          try Data(body.utf8).write(to: url.appending(path: name))
          group.addTask {
            try await Binary.run(
              ["apply", "--auto-approve", "--manifests", name], in: url, Self.variables(address)
            ).status
          }
        }
        for try await status in group { #expect(status == 0) }
      }
    }
    let names = try Self.snapshots(url).map { path in
      try Snapshot(document: [UInt8](Data(contentsOf: url.appending(path: path)))).absentNames.map(\.text)
    }
    #expect(Set(names.joined()) == Set(DefaultPresets.all.prefix(6).map(\.name)))
    #expect(names.count == 6)
  }

  private static func variables(_ address: String) -> [String: String] {
    [
      "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_API_TOKEN": Emulator.token,
      "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID, "REALTIMEKIT_APP_ID": Emulator.appID,
    ]
  }

  @Test(
    "A command that writes nothing to the API creates no snapshot",
    arguments: ["apply --dry-run", "apply --auto-approve --deny-widening", "apply plan.json", "apply", "plan"])
  func noSnapshot(line: String) async throws {
    let folder = try TemporaryFolder(Self.files)
    let url = folder.url
    let emulator = try Emulator(DefaultPresets.all)
    try await EmulatorServer.with(emulator) { address in
      let variables = Self.variables(address)
      #expect(try await Binary.run(["plan", "--out", "plan.json"], in: url, variables).status == 0)
      await emulator.edit("group_call_host") { $0["permissions.can_record"] = false }
      _ = try await Binary.run(line.split(separator: " ").map(String.init), in: url, variables)
    }
    #expect(!FileManager.default.fileExists(atPath: url.appending(path: ".presetctl").path))
  }

  @Test(
    "An apply stops before the first write if the snapshot cannot be saved", arguments: ["text", "json", "markdown"])
  func unwritable(format: String) async throws {
    let folder = try TemporaryFolder(Self.files.merging(["file": ""]) { $1 })
    let url = folder.url
    let emulator = try Emulator(DefaultPresets.all)
    let before = await emulator.presets
    let outcome = try await EmulatorServer.with(emulator) { address in
      try await Binary.run(
        ["apply", "--auto-approve", "--snapshot-dir", "file/kept", "-o", format], in: url, Self.variables(address))
    }
    #expect(outcome.status == 1)
    #expect(
      (format == "json" ? outcome.output : outcome.errors).contains(
        "could not save a snapshot to 'file/kept', so nothing was changed: Not a directory"))
    #expect(await emulator.presets == before)
    #expect(await emulator.journal.allSatisfy { $0.method == "GET" })
  }

  @Test("The report of a failed apply names the snapshot in every format")
  func failures() async throws {
    let folder = try TemporaryFolder(Self.files)
    let url = folder.url
    let emulator = try Emulator(DefaultPresets.all)
    try await EmulatorServer.with({ request, body in
      if request.method == .delete { return EmulatedResponse(HTTPResponse(status: .badRequest)) }
      return await emulator.respond(to: request, body: body)
    }) { address in
      let reports = ["txt", "md", "json"].flatMap { ["--report", "report.\($0)"] }
      let outcome = try await Binary.run(["apply", "--auto-approve"] + reports, in: url, Self.variables(address))
      #expect(outcome.status == 4)
      let snapshot = try #require(Self.snapshots(url).first)
      let hint = "To undo completed operations, run 'presetctl restore \(snapshot)'.\n"
      #expect(outcome.output.hasSuffix(hint))
      let texts = try ["txt", "md", "json"].map {
        try String(contentsOf: url.appending(path: "report.\($0)"), encoding: .utf8)
      }
      #expect(texts[0].hasSuffix(hint))
      #expect(
        texts[1].hasSuffix("\nTo undo completed operations, run <code>presetctl restore \(snapshot)</code>.\n"))
      #expect(try JSON(parsing: Array(texts[2].utf8))["snapshot"]?.string == snapshot)
    }
  }

  @Test("A restore can be saved as a plan, reviewed and applied")
  func savedPlan() async throws {
    let folder = try TemporaryFolder(Self.files)
    _ = try await folder.run("plan", "--local")
    let before = try Self.state(folder.url)
    _ = try await folder.run("apply", "--local", "--auto-approve")
    let snapshot = try #require(Self.snapshots(folder.url).first)
    let plan = try await folder.run("restore", snapshot, "--local", "--out", "back.json")
    #expect(plan.status == 0)
    #expect(try await folder.run("show", "back.json").output == plan.output)
    #expect(try await folder.run("apply", "back.json", "--local").status == 0)
    #expect(try Self.state(folder.url) == before)
  }

  @Test("A restore that would cause a name conflict names the other preset")
  func nameConflict() async throws {
    let folder = try TemporaryFolder([
      "presets/base.json": DefaultPresets.base,
      "presets/a.yaml": "name: a\nextends: base\npreviously: webinar_viewer\n",
    ])
    _ = try await folder.run("apply", "--local", "--auto-approve")
    let snapshot = try #require(Self.snapshots(folder.url).first)
    try folder.write("name: webinar_viewer\nextends: base\n", "presets/a.yaml")
    _ = try await folder.run("apply", "--local", "--auto-approve")
    let outcome = try await folder.run("restore", snapshot, "--local", "--auto-approve")
    #expect(
      outcome.text == """
        exit 1
        --- stdout ---
        --- stderr ---
        error: cannot rename 'a' to 'webinar_viewer': another preset has that name (00000000-0000-4000-8000-000000000008)
        hint: rename or delete that preset, then restore again

        """)
  }
}
