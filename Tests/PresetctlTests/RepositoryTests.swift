import ArgumentParser
import Documents
import Foundation
import JSONValue
import Manifests
import Planning
import Rendering
import Schema
import TestSupport
import Testing

@testable import presetctl

/// The catalog, the examples and the documentation of the repository.
@Suite("The repository") struct RepositoryTests {
  private static let names = [
    "audio_room_host", "audio_room_participant", "group_call_guest", "group_call_host", "group_call_participant",
    "livestream_host", "livestream_viewer", "webinar_presenter", "webinar_viewer",
  ]

  @Test(
    "The catalog is valid without warnings and converges", arguments: ["none", "defaults"])
  func catalog(seed: String) async throws {
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    let validation = try await folder.run("validate")
    #expect(validation.output == "Valid. 9 presets and 3 bases in 12 files.\n")
    let variables = ["PRESETCTL_LOCAL": "1", "PRESETCTL_LOCAL_SEED": seed]
    #expect(try await folder.run("apply", "--auto-approve", variables: variables).status == 0)
    let plan = try await folder.run("plan", "-o", "json", variables: variables)
    let json = try JSON(parsing: Array(plan.output.utf8))
    #expect(json["operations"] == [] && json["unmanaged"] == [])
    #expect(json["summary"]?["unchanged"] == 9)
  }

  @Test("The catalog grants no role a permission that it does not need")
  func leastPrivilege() throws {
    let loader = ManifestLoader(in: Repository.find(around: Binary.repository.path))
    let presets = loader.load([ManifestPath(Binary.repository.appending(path: "presets").path, .commandLine)]).state
      .presets
    #expect(presets.map(\.name.text) == Self.names)
    for preset in presets where !preset.name.text.hasSuffix("host") && preset.name != "webinar_presenter" {
      func value(_ path: FieldPath) -> JSON? { preset.fields.first { $0.path == path }?.value }
      let forbidden: [FieldPath] = [
        "permissions.kick_participant", "permissions.can_record", "permissions.can_livestream",
        "permissions.accept_waiting_requests", "permissions.disable_participant_audio",
        "permissions.can_change_participant_permissions", "permissions.hidden_participant",
      ]
      for path in forbidden { #expect(value(path) == false, "\(preset.name) \(path)") }
    }
  }

  @Test(
    "The commands in the README of each example succeed and converge",
    arguments: ["designers", "environments", "inheritance", "json-bodies", "matrix", "rename", "retire", "seeding"])
  func examples(name: String) async throws {
    let folder = try TemporaryFolder()
    try folder.copy("examples/\(name)", to: "example")
    let exampleFolder = folder.url.appending(path: "example")
    let readme = try String(contentsOf: exampleFolder.appending(path: "README.md"), encoding: .utf8)
    let commands = readme.split(separator: "\n").filter { $0.hasPrefix("presetctl ") }
    #expect(commands.count >= 3)
    var first: Binary.Outcome?
    var last: Binary.Outcome?
    for command in commands {
      let outcome = try await Binary.run(command.split(separator: " ").dropFirst().map(String.init), in: exampleFolder)
      #expect(outcome.status == 0, "\(command)\n\(outcome.text)")
      if first == nil, command.contains(" plan") { first = outcome }
      last = outcome
    }
    #expect(last?.output.contains("\nNo changes. ") == true)
    let summary = try #require(first?.output.split(separator: "\n").last)
    #expect(readme.contains(summary) || name == "json-bodies", "\(summary)")
  }

  @Test("The example of a preset in use shows the output of the program, and --allow-in-use accepts the failure")
  func inUse() async throws {
    let folder = try TemporaryFolder()
    try folder.copy("examples/retire", to: "example")
    let exampleFolder = folder.url.appending(path: "example")
    let readme = try String(contentsOf: exampleFolder.appending(path: "README.md"), encoding: .utf8)
    let variables = ["PRESETCTL_BEHAVIOR": "in-use=group_call_guest"]
    let first = try await Binary.run(["apply", "--local", "--auto-approve"], in: exampleFolder, variables)
    #expect(first.status == 4)
    let inUseLines = first.output.split(separator: "\n").filter { $0.hasPrefix("in use ") }
    #expect(inUseLines.count == 1 && readme.contains("```\n\(inUseLines.joined())\n```"), "\(first.output)")
    let second = try await Binary.run(
      ["apply", "--local", "--auto-approve", "--allow-in-use"], in: exampleFolder, variables)
    #expect(second.status == 0)
  }

  /// Folders with request bodies of applications: the example, and the folder from `PRESETCTL_TEST_BODIES`.
  private static let bodyFolders =
    [Binary.repository.appending(path: "examples/json-bodies/presets")]
    + [ProcessInfo.processInfo.environment["PRESETCTL_TEST_BODIES"]].compactMap { $0.map { URL(filePath: $0) } }

  @Test("The server has exactly the preset from a request body of an application", arguments: bodyFolders)
  func bodies(source: URL) async throws {
    let folder = try TemporaryFolder()
    let files = try FileManager.default.contentsOfDirectory(at: source, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
    #expect(!files.isEmpty)
    for file in files {
      try folder.write(try String(contentsOf: file, encoding: .utf8), "presets/\(file.lastPathComponent)")
    }
    let outcome = try await folder.run("apply", "--local", "--local-seed", "none", "--auto-approve")
    #expect(outcome.status == 0, "\(outcome.text)")
    let state = try JSON(parsing: [UInt8](Data(contentsOf: folder.url.appending(path: ".presetctl/local.json"))))
    let documents = (state["presets"]?.array ?? []).compactMap { $0["document"] }
    #expect(documents.count == files.count)
    for file in files { #expect(documents.contains(try JSON(parsing: [UInt8](Data(contentsOf: file))))) }
    #expect(try await folder.run("plan", "--local", "--detailed-exitcode").status == 0)
  }

  @Test("The README shows the output of the program and has less than 150 lines")
  func readme() async throws {
    let text = try String(contentsOf: Binary.repository.appending(path: "README.md"), encoding: .utf8)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 150)
    let folder = try TemporaryFolder()
    try folder.copy("presets", to: "presets")
    _ = try await folder.run("apply", "--local", "--local-seed", "none", "--auto-approve")
    // Make the changes that the README describes.
    try folder.replace(
      "waiting_room_type: SKIP_ON_ACCEPT", by: "waiting_room_type: SKIP", in: "presets/group-call-guest.yaml")
    try folder.replace("can_record: true", by: "can_record: false", in: "presets/webinar-presenter.yaml")
    try folder.write("name: audio_room_host\nstate: absent\n", "presets/audio-room-host.yaml")
    try folder.write("name: interviewer\nextends: group_call_host\n", "presets/interviewer.yaml")
    let plan = try await folder.run("plan", "--local")
    #expect(text.contains("```\n$ presetctl plan\n" + plan.output + "```"), "\(plan.output)")
    try folder.write(
      "name: guide\nextends: group_call_hots\npermissions:\n  can_recod: yes\n  kick_participant: yes\n",
      "presets/guide.yaml")
    let validation = try await folder.run("validate")
    #expect(text.contains("```\n$ presetctl validate\n" + validation.output + "```"), "\(validation.output)")
  }

  @Test(
    "The generated reference pages are up to date",
    arguments: [("fields", FieldReference.markdown()), ("rules", LintRuleReference.markdown)])
  func references(name: String, page: String) throws {
    let file = Binary.repository.appending(path: "docs/\(name).md")
    if ProcessInfo.processInfo.environment["PRESETCTL_RECORD"] == "1" { try Data(page.utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == page)
  }

  @Test("All manifests, overlays and project files of the repository match their JSON Schemas")
  func corpus() throws {
    var counts: [String: Int] = [:]
    for root in ["presets", "examples"] {
      let folder = Binary.repository.appending(path: root)
      for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      where path.hasSuffix(".yaml") && !path.contains("/.") {
        let isOverlay = path.contains("overlays/")
        let (name, schema) =
          path.hasSuffix("presetctl.yaml")
          ? ("project", ProjectSchema.json)
          : isOverlay ? ("overlay", ManifestSchema.overlay.json) : ("manifest", ManifestSchema.manifest.json)
        for document in try JSON.documents(yaml: [UInt8](Data(contentsOf: folder.appending(path: path)))) {
          let problems = SchemaValidator(schema, .standard).problems(of: document)
          #expect(problems.isEmpty, "\(path): \(problems)")
          counts[name, default: 0] += 1
        }
      }
    }
    #expect(counts.count == 3 && (counts["manifest"] ?? 0) > 30, "\(counts)")
  }

  private static let schemaNames =
    ManifestSchema.allCases.map(\.rawValue) + ["project"] + DocumentSchema.all.map(\.kind)

  @Test("The JSON Schemas in the repository are up to date", arguments: schemaNames)
  func schemas(name: String) async throws {
    let output = try await Binary.run(["schema", name], in: Binary.repository).output
    let file = Binary.repository.appending(path: "docs/schemas/\(name).schema.json")
    if ProcessInfo.processInfo.environment["PRESETCTL_RECORD"] == "1" { try Data(output.utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == output)
  }

  @Test("Every command and option is documented")
  func commands() async throws {
    let text = try String(contentsOf: Binary.repository.appending(path: "docs/commands.md"), encoding: .utf8)
    for command in Presetctl.configuration.subcommands.compactMap({ $0.configuration.commandName }) {
      #expect(text.contains("## `\(command)"), "\(command)")
      let help = try await Binary.run(["help", command], in: Binary.repository).output
      for option in help.matches(of: /--[a-z][a-z-]+/) {
        #expect(text.contains("`\(option.output)"), "\(option.output)")
      }
    }
  }

  @Test("Exactly the exit codes of the program are documented")
  func exitCodes() throws {
    let section = try SourceTree.text("docs/commands.md").components(separatedBy: "\n## Exit codes\n").last ?? ""
    let rows = section.components(separatedBy: "\n## ")[0].matches(of: /(?m)^\| ([0-9, ]+) \| [^|]+ \|$/)
    #expect(rows.flatMap { $0.output.1.split(separator: ", ") } == ExitStatus.allCases.map { "\($0.rawValue)" })
  }

  @Test("Every rule of the diagnostics is documented")
  func rules() throws {
    let pages = try ["manifests", "project", "commands"].map { try SourceTree.text("docs/\($0).md") }
    for rule in ManifestRule.allCases.map(\.rawValue) + PlanRule.allCases.map(\.rawValue) {
      #expect(pages.contains { $0.contains("`\(rule)`") }, "\(rule)")
    }
  }

  /// The paths of all documentation pages.
  private static let pages: [String] = {
    let folders =
      ["", "docs", "docs/guides", "examples"]
      + ((try? FileManager.default.contentsOfDirectory(atPath: Binary.repository.appending(path: "examples").path))
      ?? [])
      .map { "examples/\($0)" }
    return folders.flatMap { folder in
      let names = try? FileManager.default.contentsOfDirectory(atPath: Binary.repository.appending(path: folder).path)
      return (names ?? []).filter { $0.hasSuffix(".md") }.map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
    }.sorted()
  }()

  @Test("Every link in the documentation has an existing file or heading as its target", arguments: pages)
  func links(file: String) throws {
    let url = Binary.repository.appending(path: file)
    let text = try String(contentsOf: url, encoding: .utf8)
    for match in text.matches(of: /\]\((?<path>[^)#:]*)(?<anchor>#[^)]*)?\)/) {
      let path = String(match.output.path)
      let target = path.isEmpty ? url : url.deletingLastPathComponent().appending(path: path)
      #expect(FileManager.default.fileExists(atPath: target.path), "\(path)")
      guard let anchor = match.output.anchor?.dropFirst(), target.pathExtension == "md" else { continue }
      let headings = try String(contentsOf: target, encoding: .utf8).split(separator: "\n")
        .filter { $0.hasPrefix("#") }.map(Self.anchor)
      #expect(headings.contains(String(anchor)), "\(path)#\(anchor)")
    }
  }

  /// Returns the anchor of a heading.
  private static func anchor(_ heading: Substring) -> String {
    String(
      heading.drop { $0 == "#" }.dropFirst().lowercased().compactMap { character in
        character == " " ? "-" : character.isLetter || character.isNumber || "-_".contains(character) ? character : nil
      })
  }
}
