import Diagnostics
import Foundation
import JSONValue
import Manifests
import OrderedCollections
import Schema
import TestSupport
import Testing

/// The JSON Schemas of manifests and project files accept the same documents as the program.
@Suite("Schemas of manifests and project files") struct ManifestSchemaTests {
  private static let manifest = SchemaValidator(ManifestSchema.manifest.json, .standard)
  private static let overlay = SchemaValidator(ManifestSchema.overlay.json, .standard)
  private static let project = SchemaValidator(ProjectSchema.json, .standard)

  /// Returns whether a document is accepted, and checks that the schema and the program agree.
  private static func isAccepted(_ document: JSON, _ comment: Comment) -> Bool {
    let text = ManifestText(Array(document.text().utf8), file: "x.yaml", format: .yaml)
    let loaded = ManifestLoader(in: Repository.find(around: ".")).load([text, bases])
    let accepted = !loaded.diagnostics.containsErrors
    let problems = manifest.problems(of: document)
    #expect(problems.isEmpty == accepted, "\(comment): \(problems)\n\(loaded.text)")
    return accepted
  }

  private static let bases = ManifestText(Array(completeBase.utf8), file: "whole.json", format: .json)

  @Test("The schema and the program accept complete presets, children, bases and absent presets", arguments: 0..<20)
  func valid(seed: Int) {
    var generator = PresetGenerator(seed: seed)
    let preset = generator.preset(named: "x")
    #expect(Self.isAccepted(.object(preset.document), "whole"))
    var part = Preset(["name": "x"])
    for field in PresetSchema.current.fields.dropFirst().shuffled().prefix(seed) {
      part[field.path] = preset[field.path]
    }
    #expect(!Self.isAccepted(.object(part.document), "a part"))
    for (key, value) in [("extends", "whole"), ("extends", ["whole"]), ("abstract", true)] as [(ExactString, JSON)] {
      #expect(Self.isAccepted(.object(part.document.merging([key: value]) { $1 }), "\(key)"))
    }
    #expect(Self.isAccepted(["name": "x", "state": "absent"], "absent"))
  }

  /// Values of every type.
  private static let values =
    (try? JSON(
      parsing: Array(
        """
        [true, "text", 3, 2.5, -1, 61, [], [360], [2.5], [-1], ["x"], {}, {"x": 1}, null, "hd", "SKIP", "#2160FD",
         "https://example.com/logo.png", "example.com", 9007199254740993, ""]
        """.utf8)))?.array ?? []

  @Test(
    "The schema and the program accept the same values of each field",
    arguments: Array(PresetSchema.current.fields.dropFirst()))
  func values(field: FieldDeclaration) {
    var generator = PresetGenerator(seed: 3)
    let preset = generator.preset(named: "x")
    var results: Set<Bool> = []
    #expect(Self.values.count > 20)
    for value in Self.values + [generator.value(of: field.type)] {
      // The program reads a YAML boolean in a text field as text, but a schema that allowed booleans would suggest them
      // in editors.
      if value == true, [.text, .color].contains(field.type) { continue }
      // Editors read `!unset` as empty text.
      if value == "" { continue }
      var changed = preset
      changed[field.path] = value
      results.insert(Self.isAccepted(.object(changed.document), "\(field.path): \(value.text())"))
    }
    #expect(results == [true, false])
  }

  @Test("The schema and the program require the same fields", arguments: Array(PresetSchema.current.fields.dropFirst()))
  func missing(field: FieldDeclaration) {
    var generator = PresetGenerator(seed: 4)
    var preset = generator.preset(named: "x")
    preset[field.path] = nil
    #expect(Self.isAccepted(.object(preset.document), "without \(field.path)") == !field.isRequired)
  }

  @Test("The schema and the program reject unknown keys at every depth")
  func unknown() {
    var generator = PresetGenerator(seed: 5)
    let preset = generator.preset(named: "x")
    let groups = Set(
      PresetSchema.current.fields.flatMap { field in
        (0..<field.path.components.count).map { FieldPath(Array(field.path.components.prefix($0))) }
      })
    for group in groups {
      var changed = preset
      changed[group.appending("wave")] = true
      #expect(!Self.isAccepted(.object(changed.document), "\(group)"))
    }
  }

  @Test(
    "The schema and the program accept the same values of other keys",
    arguments: ["name", "extends", "abstract", "previously", "state", "ignore_changes", "previous"] as [ExactString])
  func keys(key: ExactString) {
    var generator = PresetGenerator(seed: 6)
    let preset = generator.preset(named: "x")
    let values: [JSON] = [true, false, "absent", "whole", "", " x", "x ", "a\u{7}", 3, [], ["whole"], [""], [:], .null]
    for value in values {
      // References depend on other documents, and the program accepts YAML booleans as names.
      let dependsOnOtherDocuments =
        switch key {
        case "name": value.bool != nil || value == "whole"
        case "previously": value.bool != nil
        case "extends": value.bool != nil || value == 3 || value == "absent"
        case "ignore_changes": ![[], "", [""], [:], .null].contains(value)
        default: false
        }
      if dependsOnOtherDocuments { continue }
      _ = Self.isAccepted(.object(preset.document.merging([key: value]) { $1 }), "\(key): \(value.text())")
    }
    if key == "name" { return }
    _ = Self.isAccepted(["name": "x", "state": "absent", key: "whole"], "absent with \(key)")
  }

  @Test("The overlay schema accepts partial presets but not the keys of manifests")
  func overlays() {
    let part: JSON.Object = ["name": "x", "permissions": ["can_record": true]]
    #expect(Self.overlay.problems(of: .object(part)).isEmpty)
    #expect(Self.overlay.problems(of: ["name": "x", "state": "absent"]).isEmpty)
    for key in ["extends", "abstract", "previously", "ignore_changes", "wave"] as [ExactString] {
      #expect(!Self.overlay.problems(of: .object(part.merging([key: "y"]) { $1 })).isEmpty)
    }
    #expect(!Self.overlay.problems(of: ["permissions": [:]]).isEmpty)
    #expect(!Self.overlay.problems(of: ["name": "x", "state": "absent", "ui": [:]]).isEmpty)
  }

  @Test(
    "The schema and the program accept the same ids and URLs",
    arguments: [
      "account_id: 0123456789abcdef0123456789abcdef", "account_id: 0123", "account_id: a b", "account_id: a/b",
      "account_id: ''", "app_id: 3f0c0a52-7a0e-4d6b-9a63-0f8f3a1f6f10", "app_id: '../x'", "app_id: ä",
      "base_url: https://api.cloudflare.com/client/v4", "base_url: HTTPS://example.com:8443/", "base_url: x",
      "base_url: ftp://example.com", "base_url: http://example.com", "base_url: http://127.0.0.1:8787/client/v4",
      "base_url: http://localhost", "base_url: 'http://[::1]:1'", "base_url: https://user:secret@example.com",
      "base_url: 'https://example.com?a'", "base_url: 'https://example.com#a'", "base_url: https://",
      "base_url: http://127.1/", "base_url: http://localhost.example.com/",
    ])
  func identities(line: String) throws { try Self.compareProjects("environments: {a: {\(line)}}") }

  @Test(
    "The schema and the program accept the same project files",
    arguments: [
      "{}", "version: 1", "version: 2", "version: one", "manifests: presets", "manifests: [a, b]", "manifests: {}",
      "manifests:", "allow_unknown_fields: true", "allow_unknown_fields: yes", "environments: {}", "environments: []",
      "environments: {a: {}}", "environments: {' a': {}}", "environments: {a: }", "wave: 1",
      "environments: {a: {account_id: x, app_id: y, base_url: z}}", "environments: {a: {account_id: [x]}}",
      "environments: {a: {overlays: o}}", "environments: {a: {overlays: [o, p]}}", "environments: {a: {overlays: {}}}",
      "environments: {a: {prune: true, manage: [b], protect: c}}", "environments: {a: {prune: 1}}",
      "environments: {a: {limits: {deletes: 0, changes: 3}}}", "environments: {a: {limits: {changes: 50%}}}",
      "environments: {a: {limits: {deletes: -1}}}", "environments: {a: {limits: {deletes: 1.5}}}",
      "environments: {a: {limits: {changes: 101%}}}", "environments: {a: {limits: {changes: half}}}",
      "environments: {a: {limits: {changes: 007}}}", "environments: {a: {limits: {wave: 1}}}",
      "environments: {a: {policy: {widening: deny, drift: allow}}}", "environments: {a: {policy: {widening: maybe}}}",
      "environments: {a: {policy: deny}}", "environments: {a: {wave: 1}}",
    ])
  func projects(text: String) throws { try Self.compareProjects(text) }

  private static func compareProjects(_ text: String) throws {
    let (read, diagnostics) = Project.read(Array(text.utf8), file: "presetctl.yaml")
    let accepted = read != nil && !diagnostics.containsErrors
    let problems = project.problems(of: try JSON(yaml: text))
    #expect(problems.isEmpty == accepted, "\(problems) \(diagnostics)")
  }
}
