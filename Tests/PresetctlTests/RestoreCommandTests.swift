import Foundation
import HTTPTypes
import OrderedCollections
import Presets
import RealtimeKitEmulator
import TestSupport
import Testing

/// What an apply keeps before it writes, and the way back.
@Suite("Snapshots of the program") struct RestoreCommandTests {
  /// One operation of each kind on a new app.
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

  /// The presets of the local API as it answers with them, by name, byte for byte but for ids and times.
  private static func state(_ folder: URL) throws -> [String: String] {
    let file = folder.appending(path: ".presetctl/local.json")
    let presets = try JSON(parsing: [UInt8](Data(contentsOf: file)))["presets"]?.array ?? []
    return answers(presets.map { Preset($0["document"]?.object ?? [:]) })
  }

  /// Documents as the API answers with them: with its defaults, in the order of their keys.
  private static func answers(_ documents: [Preset]) -> [String: String] {
    let answers = documents.map { document in
      var answer = document
      for field in PresetSchema.current.fields where !field.isRequired && answer[field.path] == nil {
        if let value = field.suggested { answer[field.path] = value }
      }
      return (document.name, JSON.object(answer.document).text())
    }
    return Dictionary(uniqueKeysWithValues: answers)
  }

  @Test("lead back to the very bytes that were there, and back again")
  func story() async throws {
    let folder = try Folder(Self.files)
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
    #expect(apply.errors == "hint: to go back to what is there now: presetctl restore --local \(snapshot)\n")
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
    #expect(again.output.hasSuffix("\nNo changes. 4 presets are as in the snapshot.\n"))
    #expect(again.errors == "")

    let kept = Self.snapshots(url)
    #expect(kept.count == 2 && kept.first == snapshot)
    let redone = try await folder.run("restore", kept[1], "--local", "--auto-approve", "-q")
    #expect(redone.status == 0 && redone.errors == "")
    #expect(try Self.state(url) == applied)
  }

  @Test("take their folder from a flag or a variable, or are not kept at all")
  func options() async throws {
    let cases: [([String], [String: String], String?)] = [
      (["--snapshot-dir", "a/b"], [:], "a/b"), ([], ["PRESETCTL_SNAPSHOT_DIR": "c"], "c"),
      (["--no-snapshot"], [:], nil),
      ([], ["PRESETCTL_NO_SNAPSHOT": "1"], nil), (["--snapshot-dir", "d"], ["PRESETCTL_NO_SNAPSHOT": "1"], "d"),
    ]
    for (flags, variables, path) in cases {
      let folder = try Folder(Self.files)
      let outcome = try await Binary.run(
        ["apply", "--local", "--auto-approve", "-o", "json"] + flags, in: folder.url, variables)
      #expect(outcome.status == 0, "\(outcome.text)")
      let written = path.flatMap { Self.snapshots(folder.url, $0).first }
      #expect((written == nil) == (path == nil), "\(flags) \(variables)")
      #expect(try JSON(parsing: Array(outcome.output.utf8))["snapshot"] == (written.map(JSON.string) ?? .null))
      #expect(Self.snapshots(folder.url).isEmpty)
    }
  }

  @Test("are never overwritten, however fast one run follows another")
  func runs() async throws {
    let folder = try Folder()
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
    "are not made where nothing will be written",
    arguments: ["apply --dry-run", "apply --auto-approve --deny-widening", "apply plan.json", "apply", "plan"])
  func nothing(line: String) async throws {
    let folder = try Folder(Self.files)
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

  @Test("that cannot be kept stop everything before the first write", arguments: ["text", "json", "markdown"])
  func unwritable(form: String) async throws {
    let folder = try Folder(Self.files.merging(["file": ""]) { $1 })
    let url = folder.url
    let emulator = try Emulator(DefaultPresets.all)
    let before = await emulator.presets
    let outcome = try await EmulatorServer.with(emulator) { address in
      try await Binary.run(
        ["apply", "--auto-approve", "--snapshot-dir", "file/kept", "-o", form], in: url, Self.variables(address))
    }
    #expect(outcome.status == 1)
    #expect(
      (form == "json" ? outcome.output : outcome.errors).contains(
        "nothing was changed, since no snapshot can be kept in 'file/kept': Not a directory"))
    #expect(await emulator.presets == before)
    #expect(await emulator.journal.allSatisfy { $0.method == "GET" })
  }

  @Test("are told where something failed, in every form")
  func failures() async throws {
    let folder = try Folder(Self.files)
    let url = folder.url
    let emulator = try Emulator(DefaultPresets.all)
    try await EmulatorServer.with({ request, body in
      if request.method == .delete { return Reply(HTTPResponse(status: .badRequest)) }
      return await emulator.respond(to: request, body: body)
    }) { address in
      let reports = ["txt", "md", "json"].flatMap { ["--report", "report.\($0)"] }
      let outcome = try await Binary.run(["apply", "--auto-approve"] + reports, in: url, Self.variables(address))
      #expect(outcome.status == 4)
      let snapshot = try #require(Self.snapshots(url).first)
      let words = "What was there before is kept in \(snapshot), for 'presetctl restore'.\n"
      #expect(outcome.output.hasSuffix(words))
      let texts = try ["txt", "md", "json"].map {
        try String(contentsOf: url.appending(path: "report.\($0)"), encoding: .utf8)
      }
      #expect(texts[0].hasSuffix(words))
      #expect(
        texts[1].hasSuffix("\nWhat was there before is kept in <code>\(snapshot)</code>, for `presetctl restore`.\n"))
      #expect(try JSON(parsing: Array(texts[2].utf8))["snapshot"]?.string == snapshot)
    }
  }

  @Test("are saved as a plan to be looked at and applied")
  func savedPlan() async throws {
    let folder = try Folder(Self.files)
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

  @Test("say which preset has a name that another shall have again")
  func nameConflict() async throws {
    let folder = try Folder([
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
        error: 'a' cannot be called 'webinar_viewer' again: another preset has that name by now (00000000-0000-4000-8000-000000000008)
        hint: rename or delete that one, then restore again

        """)
  }
}
