import Foundation
import OrderedCollections
import Presets
import TestSupport
import Testing
import YAML

/// What the schemas of manifests and project files say, and what the program says.
@Suite("Schemas of what people write") struct ManifestSchemaTests {
  private static let manifest = SchemaValidator(ManifestSchema.manifest.json, .standard)
  private static let overlay = SchemaValidator(ManifestSchema.overlay.json, .standard)
  private static let project = SchemaValidator(ProjectSchema.json, .standard)

  /// Whether schema and program agree on a document, and whether they take it.
  private static func verdict(_ document: JSON, _ comment: Comment) -> Bool {
    let text = ManifestText(Array(document.text().utf8), file: "x.yaml", format: .yaml)
    let loaded = ManifestLoader(in: RepositoryFolder(around: ".")).load([text, bases])
    let isTaken = !loaded.diagnostics.containsErrors
    let problems = manifest.problems(of: document)
    #expect(problems.isEmpty == isTaken, "\(comment): \(problems)\n\(loaded.text)")
    return isTaken
  }

  private static let bases = ManifestText(Array(wholeBase.utf8), file: "whole.json", format: .json)

  @Test("both take whole presets, and parts of them that inherit, are bases, or must not exist", arguments: 0..<20)
  func valid(seed: Int) {
    var generator = PresetGenerator(seed: seed)
    let preset = generator.preset(named: "x")
    #expect(Self.verdict(.object(preset.document), "whole"))
    var part = Preset(["name": "x"])
    for field in PresetSchema.current.fields.dropFirst().shuffled().prefix(seed) {
      part[field.path] = preset[field.path]
    }
    #expect(!Self.verdict(.object(part.document), "a part"))
    for (key, value) in [("extends", "whole"), ("extends", ["whole"]), ("abstract", true)] as [(ExactString, JSON)] {
      #expect(Self.verdict(.object(part.document.merging([key: value]) { $1 }), "\(key)"))
    }
    #expect(Self.verdict(["name": "x", "state": "absent"], "absent"))
  }

  /// Values of every kind, for places that want another.
  private static let values =
    (try? JSON(
      parsing: Array(
        """
        [true, "text", 3, 2.5, -1, 61, [], [360], [2.5], [-1], ["x"], {}, {"x": 1}, null, "hd", "SKIP", "#2160FD",
         "https://example.com/logo.png", "example.com", 9007199254740993, ""]
        """.utf8)))?.array ?? []

  @Test("both take the same values of each field", arguments: Array(PresetSchema.current.fields.dropFirst()))
  func values(field: FieldDeclaration) {
    var generator = PresetGenerator(seed: 3)
    let preset = generator.preset(named: "x")
    var verdicts: Set<Bool> = []
    #expect(Self.values.count > 20)
    for value in Self.values + [generator.value(of: field.type)] {
      // What YAML reads as true is a word to the program where text is wanted; a schema that took it would offer it.
      if value == true, [.text, .colour].contains(field.type) { continue }
      // To an editor, empty text is how `!unset` reads.
      if value == "" { continue }
      var changed = preset
      changed[field.path] = value
      verdicts.insert(Self.verdict(.object(changed.document), "\(field.path): \(value.text())"))
    }
    #expect(verdicts == [true, false])
  }

  @Test("both miss every required field, and nothing else", arguments: Array(PresetSchema.current.fields.dropFirst()))
  func missing(field: FieldDeclaration) {
    var generator = PresetGenerator(seed: 4)
    var preset = generator.preset(named: "x")
    preset[field.path] = nil
    #expect(Self.verdict(.object(preset.document), "without \(field.path)") == !field.isRequired)
  }

  @Test("both refuse keys that are not known, at every depth")
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
      #expect(!Self.verdict(.object(changed.document), "\(group)"))
    }
  }

  @Test(
    "both take the same in keys beside the fields",
    arguments: ["name", "extends", "abstract", "previously", "state", "ignore_changes", "previous"] as [ExactString])
  func keys(key: ExactString) {
    var generator = PresetGenerator(seed: 6)
    let preset = generator.preset(named: "x")
    let values: [JSON] = [true, false, "absent", "whole", "", " x", "x ", "a\u{7}", 3, [], ["whole"], [""], [:], .null]
    for value in values {
      // What a name or a pattern is about lies outside the document, and a word such as true is a name to the program.
      let isRelation =
        switch key {
        case "name": value.bool != nil || value == "whole"
        case "previously": value.bool != nil
        case "extends": value.bool != nil || value == 3 || value == "absent"
        case "ignore_changes": ![[], "", [""], [:], .null].contains(value)
        default: false
        }
      if isRelation { continue }
      _ = Self.verdict(.object(preset.document.merging([key: value]) { $1 }), "\(key): \(value.text())")
    }
    if key == "name" { return }
    _ = Self.verdict(["name": "x", "state": "absent", key: "whole"], "absent with \(key)")
  }

  @Test("the schema of overlays takes parts and nothing that only manifests have")
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
    "both take the same ids and addresses",
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
    "both take the same project files",
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
    let isTaken = read != nil && !diagnostics.containsErrors
    let problems = project.problems(of: try JSON(yaml: text))
    #expect(problems.isEmpty == isTaken, "\(problems) \(diagnostics)")
  }
}
