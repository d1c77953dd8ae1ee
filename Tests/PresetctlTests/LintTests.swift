import Foundation
import JSONValue
import TestSupport
import Testing

/// Lint problems of valid presets, reported by the built program.
@Suite("Linting") struct LintTests {
  private static let observer = """
    name: observer
    extends: group_call_participant
    permissions:
      hidden_participant: true

    """

  private static func folder(_ lint: String = "{}", _ observer: String = observer) throws -> TemporaryFolder {
    let folder = try TemporaryFolder(["presetctl.yaml": "version: 1\nlint: \(lint)\n"])
    try folder.copy("presets", to: "presets")
    try folder.write(observer, "presets/observer.yaml")
    return folder
  }

  @Test(
    "A warning is reported and does not change the exit code",
    arguments: ["validate", "validate -o json", "plan --local --only observer"])
  func warnings(line: String) async throws {
    let outcome = try await Self.folder().run(line.split(separator: " ").map(String.init))
    #expect(outcome.status == 0)
    try expectSnapshot(outcome.text, "lint/\(line.filter { $0.isLetter })")
  }

  @Test("An error stops every command if the project file raises the severity of the rule")
  func errors() async throws {
    let folder = try Self.folder("{ hidden-publisher: error, kick-ends-meeting: note }")
    for arguments in [["validate"], ["plan", "--local"], ["apply", "--local", "--auto-approve"]] {
      let outcome = try await folder.run(arguments)
      #expect(outcome.status == 65)
      #expect((outcome.output + outcome.errors).contains("observer.yaml:4:23: error[hidden-publisher]: "))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: ".presetctl").path))
    let validation = try await folder.run("validate")
    #expect(validation.output.contains("presets/moderator.yaml:15:21: note[kick-ends-meeting]: "))
    #expect(
      validation.output.contains(
        "  note: presets/audio-room-host.yaml:4:1: inherited by 'audio_room_host' and 3 others"))
    #expect(try await Self.folder("{ hidden-publisher: off }").run("validate").output.hasPrefix("Valid. "))
  }

  @Test("With --quiet only errors are shown")
  func quiet() async throws {
    let folder = try Self.folder("{ kick-ends-meeting: note }")
    try folder.write("name: x\nextends: group_call_guest\nwave: 1\n", "presets/x.yaml")
    func rules(_ arguments: String...) async throws -> [String] {
      try await folder.run(["plan", "--local"] + arguments).errors
        .matches(of: /(?:error|warning|note)\[[a-z-]+\]/).map { String($0.output) }
    }
    #expect(try await rules() == ["warning[hidden-publisher]", "error[unknown-field]"])
    #expect(try await rules("-q") == ["error[unknown-field]"])
  }

  @Test("Lint problems appear in every report format for pipelines")
  func reportFormats() async throws {
    let folder = try Self.folder("{ kick-ends-meeting: note }")
    let outcome = try await folder.run(
      "validate", "--report", "a.sarif", "--report", "gl-code-quality.json", "--report", "a.md",
      variables: ["GITHUB_ACTIONS": "true"])
    #expect(outcome.status == 0)
    let annotations = outcome.output.split(separator: "\n").filter { $0.hasPrefix("::") }
    #expect(
      annotations.map { $0.prefix { $0 != "," } } == [
        "::warning file=presets/observer.yaml", "::notice file=presets/moderator.yaml",
      ])
    func json(_ name: String) throws -> JSON {
      try JSON(parsing: [UInt8](Data(contentsOf: folder.url.appending(path: name))))
    }
    let run = try json("a.sarif")["runs"]?.array?.first
    #expect(run?["results"]?.array?.compactMap { $0["level"] } == ["note", "warning"])
    #expect(
      run?["tool"]?["driver"]?["rules"]?.array?.first
        == ["id": "hidden-publisher", "shortDescription": ["text": "A hidden participant must not publish media."]])
    #expect(try json("gl-code-quality.json").array?.compactMap { $0["severity"] } == ["info", "minor"])
    let markdown = try String(contentsOf: folder.url.appending(path: "a.md"), encoding: .utf8)
    #expect(markdown.contains("| ⚠️ <code>hidden-publisher</code> | <code>presets/observer.yaml:4:23</code> |"))
    #expect(markdown.contains("| ℹ️ <code>kick-ends-meeting</code> |"))
  }

  @Test("Rules about all presets do not run when only some manifests are checked")
  func someManifests() async throws {
    let folder = try Self.folder("{}", "name: observer\nextends: group_call_guest\n")
    try folder.replace(
      "accept_waiting_requests: true", by: "accept_waiting_requests: false", in: "presets/group-call-host.yaml")
    let all = try await folder.run("validate")
    #expect(all.output.contains("warning[waiting-room-without-host]"))
    #expect(try await folder.run("validate", "presets/observer.yaml").output == "Valid. 1 preset in 1 file.\n")
    #expect(try await folder.run("validate", "presets").output == all.output)
  }
}
