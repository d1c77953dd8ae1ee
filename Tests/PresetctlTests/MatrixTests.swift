import Foundation
import Presets
import RealtimeKitEmulator
import TestSupport
import Testing

/// `matrix`, with the built program.
@Suite("The command matrix") struct MatrixTests {
  @Test(
    "shows presets side by side",
    arguments: [
      "matrix", "matrix permissions.chat --only group_* --differing", "matrix view_type -o markdown",
      "matrix polls --only group_* -o json", "matrix config.media --color always --only webinar_*", "matrix nope",
      "matrix extends", "matrix --only nobody",
    ])
  func forms(line: String) async throws {
    let folder = try Folder()
    try folder.copy("presets", to: "presets")
    let outcome = try await folder.run(line.split(separator: " ").map(String.init))
    try expectSnapshot(outcome.text, "matrix/\(line.replacing(" ", with: "_").replacing("*", with: ""))")
    guard line.hasSuffix("json") else { return }
    let document = try JSON(parsing: Array(outcome.output.utf8))
    #expect(SchemaValidator(DocumentSchema.matrix.json).problems(of: document).isEmpty)
  }

  @Test("says the same of an app to which the manifests were applied")
  func remote() async throws {
    let folder = try Folder()
    try folder.copy("presets", to: "presets")
    _ = try await folder.run("apply", "--local", "--local-seed", "none", "--auto-approve")
    func document(_ arguments: String...) async throws -> JSON {
      try JSON(parsing: Array(try await folder.run(["matrix", "-o", "json"] + arguments).output.utf8))
    }
    let (wanted, held) = (try await document(), try await document("--remote", "--local"))
    #expect(wanted["rows"] == held["rows"] && wanted["presets"] == held["presets"])
    #expect(wanted["source"] == "manifests" && held["source"] == "app")
    // What an environment lays over the manifests counts.
    try folder.write(
      "version: 1\nenvironments: {a: {overlays: [over]}, b: {}}\n", "presetctl.yaml")
    try folder.write("name: group_call_guest\npermissions: {can_record: true}\n", "over/guest.yaml")
    let (over, plain) = (try await document("-e", "a"), try await document("-e", "b"))
    #expect(over["rows"] != plain["rows"] && plain["rows"] == wanted["rows"])
  }

  @Test("is as narrow as the terminal, in as many tables as it takes", arguments: [40, 60, 80, 120, 200])
  func narrow(columns: Int) throws {
    let folder = Binary.repository.appending(path: "presets")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
    let texts = try names.map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    let state = LoadedManifests(yaml: texts).state
    #expect(state.presets.count == 9)
    let text = MatrixText(ink: Ink(isOn: false), width: columns).text(Matrix(of: "permissions", in: state))
    let lines = text.split(separator: "\n")
    if columns >= 80 { #expect(lines.allSatisfy { $0.count <= columns }, "\(text)") }
    let heads = lines.filter { $0.hasPrefix("permissions ") }
    #expect(heads.flatMap { $0.split(separator: " ").dropFirst() }.map(String.init) == state.presets.map(\.name.text))
    #expect(heads.count == [40: 9, 60: 9, 80: 5, 120: 3, 200: 2][columns], "\(heads)")
  }
}
