import Foundation
import JSONValue
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

/// Deletes, protections and limits with the built program.
@Suite("Deletes") struct DeletionTests {
  private static let project = """
    environments:
      production:
        manage: ["class-*"]
        prune: true
        protect: ["class-host"]
        limits: { changes: 90% }

    """

  /// Returns a project with one manifest, and a seed with the given presets.
  private static func folder(_ names: [String], _ project: String = project) throws -> TemporaryFolder {
    let folder = try TemporaryFolder(["presetctl.yaml": project])
    try folder.write(
      "name: class-guest\nextends: base\nconfig: {view_type: GROUP_CALL}\npermissions: {waiting_room_type: SKIP}\n",
      "presets/guest.yaml")
    try folder.copy("presets/base.yaml", to: "presets/base.yaml")
    let documents = names.map { name in JSON.object(DefaultPresets.all[0].named(name).document) }
    try folder.write(JSON.array(documents).text(), "seed.json")
    return folder
  }

  private static let local = ["--local", "--local-seed", "seed.json"]

  @Test("A plan shows pruned, protected and unmanaged presets")
  func pruning() async throws {
    let folder = try Self.folder(["class-a", "class-host", "other", "webinar_viewer"])
    try expectSnapshot(try await folder.run(["plan"] + Self.local).text, "deleting/pruned")
    try expectSnapshot(
      try await folder.run(["plan"] + Self.local, ["PRESETCTL_PRUNE": "0"]).text, "deleting/kept")
    let json = try JSON(
      parsing: Array(try await folder.run(["plan", "-o", "json"] + Self.local, ["PRESETCTL_PRUNE": "0"]).output.utf8))
    #expect(json["prunable"] == ["class-a", "class-host"])
    let apply = try await folder.run(["apply", "--auto-approve"] + Self.local)
    try expectSnapshot(apply.text, "deleting/blocked")
  }

  @Test("Blocked operations can be skipped, and all other operations are carried out")
  func skipping() async throws {
    let folder = try Self.folder(["class-a", "class-host", "other"])
    let apply = try await folder.run(["apply", "--auto-approve", "--skip-blocked", "--no-snapshot"] + Self.local)
    try expectSnapshot(apply.text, "deleting/skipped")
    let again = try await folder.run(["plan", "-o", "json"] + Self.local)
    let json = try JSON(parsing: Array(again.output.utf8))
    #expect(again.status == 5)
    #expect(json["operations"]?.array?.map { $0["name"] } == ["class-host"])
  }

  @Test(
    "An apply that exceeds a limit writes nothing",
    arguments: [
      (["class-1", "class-2", "class-3", "class-4"], [], [:]),
      (["class-1"], ["--max-deletes", "0"], [:]), (["class-1"], [], ["PRESETCTL_MAX_DELETES": "0"]),
      (["class-1", "class-2"], ["--max-changes", "1"], [:]), (["class-1"], ["--max-changes", "0%"], [:]),
    ] as [([String], [String], [String: String])])
  func limits(names: [String], arguments: [String], variables: [String: String]) async throws {
    let folder = try Self.folder(names)
    let state = { try String(contentsOf: folder.url.appending(path: ".presetctl/local.json"), encoding: .utf8) }
    #expect(try await folder.run(["plan"] + Self.local + arguments, variables).status == 5)
    let before = try state()
    let apply = try await folder.run(["apply", "--auto-approve"] + Self.local + arguments, variables)
    #expect(apply.status == 5)
    #expect(apply.output.contains("--max-"))
    #expect(try state() == before)
    let withoutLimit = ["apply", "--auto-approve", "--max-deletes", "9", "--max-changes", "100%"]
    #expect(try await folder.run(withoutLimit + Self.local).status == 0)
  }

  @Test("The last preset is deleted only with --allow-delete-all")
  func lastOne() async throws {
    let folder = try Self.folder(["class-guest", "other"])
    try folder.write("name: class-guest\nstate: absent\n", "presets/guest.yaml")
    let plan = try await folder.run(["plan"] + Self.local)
    try expectSnapshot(plan.text, "deleting/last")
    let withoutLimit = ["apply", "--auto-approve", "--allow-delete-all", "--max-changes", "100%"]
    #expect(try await folder.run(withoutLimit + Self.local).status == 0)
  }

  @Test(
    "Missing manifests are an error, never a delete",
    arguments: ["folder", "files", "comments", "unreadable", "pattern", "elsewhere"])
  func missingManifests(case name: String) async throws {
    let folder = try Self.folder(["class-guest", "class-a"])
    _ = try await folder.run(["plan"] + Self.local)
    let presets = folder.url.appending(path: "presets")
    var arguments: [String] = []
    switch name {
    case "folder": try FileManager.default.removeItem(at: presets)
    case "files":
      for file in ["base", "guest"] { try FileManager.default.removeItem(at: presets.appending(path: "\(file).yaml")) }
    case "comments":
      try folder.write("# nothing\n", "presets/base.yaml")
      try folder.write("---\n# nothing\n", "presets/guest.yaml")
    case "unreadable":
      try FileManager.default.removeItem(at: presets.appending(path: "guest.yaml"))
      try FileManager.default.createSymbolicLink(
        at: presets.appending(path: "guest.yaml"), withDestinationURL: presets.appending(path: "gone.yaml"))
    case "pattern": arguments = ["--only", "klass-*"]
    default: arguments = ["--manifests", "nope"]
    }
    let apply = try await folder.run(["apply", "--auto-approve", "--prune"] + Self.local + arguments)
    #expect(apply.status == (name == "pattern" ? 64 : 65), "\(apply.text)")
    let state = try String(contentsOf: folder.url.appending(path: ".presetctl/local.json"), encoding: .utf8)
    #expect(state.contains(#""name":"class-a""#) && state.contains(#""name":"class-guest""#))
  }

  @Test("A pattern without a match suggests the nearest preset, and a saved plan accepts no planning options")
  func usage() async throws {
    let folder = try Self.folder(["class-a"])
    try expectSnapshot(try await folder.run(["plan", "--only", "class-gest"] + Self.local).text, "deleting/unmatched")
    _ = try await folder.run(["plan", "--out", "plan.json", "--max-deletes", "5"] + Self.local)
    for option in [["--prune"], ["--only", "a"], ["--except", "a"], ["--max-deletes", "9"], ["--allow-delete-all"]] {
      let apply = try await folder.run(["apply", "plan.json"] + option + Self.local)
      #expect(apply.status == 64)
      #expect(apply.errors.hasPrefix("error: \(option[0]) cannot be used with a saved plan\n"))
    }
    for option in [["--max-deletes", "50%"], ["--max-deletes", "x"], ["--max-changes", "101%"]] {
      #expect(try await folder.run(["plan"] + option + Self.local).status == 64)
    }
  }
}
