import Diagnostics
import JSONValue
import OrderedCollections
import Schema
import TestSupport
import Testing

@testable import Manifests

/// Returns a manifest that inherits all required fields from `completeBase`.
func childManifest(_ name: String, _ fields: String = "") -> String {
  "name: \(name)\nextends: whole\n\(fields)"
}

let completeBase: String = {
  var generator = PresetGenerator(seed: 1)
  var preset = generator.preset(named: "whole")
  preset[\.permissions.canRecord] = false
  preset[\.config.media.video.simulcast] = true
  preset["permissions.plugins.config"] = [:]
  preset.document["abstract"] = true
  return JSON.object(preset.document).text()
}()

private func value(_ path: FieldPath, _ texts: String...) throws -> JSON? {
  let manifests = LoadedManifests(yaml: [completeBase] + texts)
  #expect(manifests.diagnostics.isEmpty, "\(manifests.text)")
  let preset = try #require(manifests.state.presets.first { $0.name == "x" })
  return preset.fields.first { $0.path == path }?.value
}

@Suite("Inheritance") struct InheritanceTests {
  private let field: FieldPath = "permissions.can_record"

  @Test("Later bases override earlier ones, and a manifest's own fields override all bases")
  func order() throws {
    let one = "name: one\nabstract: true\npermissions: {can_record: true}\n"
    let two = "name: two\nabstract: true\npermissions: {can_record: false}\n"
    #expect(try value(field, one, two, "name: x\nextends: [whole, one]\n") == true)
    #expect(try value(field, one, two, "name: x\nextends: [whole, one, two]\n") == false)
    #expect(try value(field, one, two, "name: x\nextends: [whole, two]\npermissions: {can_record: true}\n") == true)
  }

  @Test("The order of keys does not matter, and fields have the order of the API", arguments: 0..<20)
  func shuffled(seed: Int) throws {
    var (generator, random) = (PresetGenerator(seed: seed), SeededGenerator(seed: seed))
    func shuffled(_ value: JSON) -> JSON {
      guard let members = value.object else { return value }
      return .object(
        JSON.Object(uniqueKeysWithValues: members.shuffled(using: &random).map { ($0.key, shuffled($0.value)) }))
    }
    func fields(_ body: JSON) throws -> [DesiredField] {
      try #require(LoadedManifests(yaml: [body.text()]).state.presets.first).fields
    }
    let body = JSON.object(generator.preset(named: "x").document)
    let (original, reordered) = (try fields(body), try fields(shuffled(body)))
    #expect(original.map(\.path) == reordered.map(\.path) && original.map(\.value) == reordered.map(\.value))
    let indices = reordered.compactMap { field in PresetSchema.current.fields.firstIndex { $0.path == field.path } }
    #expect(indices == indices.sorted() && !indices.isEmpty)
  }

  @Test("Each base is resolved completely before it is merged")
  func complete() throws {
    let root = "name: root\nabstract: true\npermissions: {can_record: true}\n"
    let leaf = "name: leaf\nextends: root\nabstract: true\n"
    let other = "name: other\nabstract: true\npermissions: {can_record: false}\n"
    #expect(try value(field, root, leaf, other, "name: x\nextends: [whole, other, leaf]\n") == true)
  }

  @Test("An unset removes an inherited field or group of fields")
  func unset() throws {
    let path: FieldPath = "config.media.video.simulcast"
    #expect(try value(path, childManifest("x")) == true)
    let text = childManifest("x", "config: {media: {video: {simulcast: !unset }, audio: !unset }}\n")
    let manifests = LoadedManifests(yaml: [completeBase, text])
    let fields = try #require(manifests.state.presets.first?.fields)
    #expect(
      fields.filter { $0.value == nil }.map(\.path.description) == [
        "config.media.video.simulcast", "config.media.audio.enable_high_bitrate", "config.media.audio.enable_stereo",
      ])
  }

  @Test("Plugins merge by entry and value, and entries can be unset")
  func plugins() throws {
    let base = """
      name: base
      extends: whole
      abstract: true
      permissions: {plugins: {config: {p: {access_control: VIEW_ONLY, size: 3}, q: {handles_view_only: true}, r: {}}}}
      """
    let text = """
      name: x
      extends: base
      permissions: {plugins: {config: {p: {access_control: FULL_ACCESS}, q: !unset , s: {}}}}
      """
    let manifests = LoadedManifests(yaml: [completeBase, base, text])
    #expect(manifests.diagnostics.isEmpty, "\(manifests.text)")
    let fields = try #require(manifests.state.presets.first).fields
      .filter { FieldPath("permissions.plugins.config").covers($0.path) }
      .map { "\($0.path.components.dropFirst(3).map(\.text).joined(separator: ".")) \($0.value?.text() ?? "gone")" }
    #expect(fields == [" {}", "p.access_control \"FULL_ACCESS\"", "p.size 3", "q gone", "r {}", "s {}"])
  }

  @Test("Thousands of plugins are read quickly")
  func manyPlugins() throws {
    let entries = (0..<4_000).map { "p\($0): {a: 0}" }.joined(separator: ", ")
    let base = "name: base\nabstract: true\npermissions: {plugins: {config: {\(entries)}}}\n"
    let unset = (0..<2_000).map { "p\($0): !unset " }.joined(separator: ", ")
    let text = "name: x\nextends: [whole, base]\npermissions: {plugins: {config: {\(unset)}}}\n"
    let manifests = LoadedManifests(yaml: [completeBase, base, text])
    let fields = try #require(manifests.state.presets.first).fields
      .filter { FieldPath("permissions.plugins.config").covers($0.path) }
    #expect(fields.count == 1 + 4_000)
    #expect(fields.count { $0.value == nil } == 2_000)
  }

  @Test("Lists and opaque values are replaced as a whole")
  func lists() throws {
    let base =
      "name: base\nextends: whole\nabstract: true\nconfig: {livestream_viewer_qualities: [360, 720], track_recording: {a: 1}}\n"
    let text = "name: x\nextends: base\nconfig: {livestream_viewer_qualities: [1080], track_recording: {b: yes}}\n"
    #expect(try value("config.livestream_viewer_qualities", base, text) == [1080])
    #expect(try value("config.track_recording", base, text) == ["b": "yes"])
  }

  @Test("An inherited value keeps the location of its definition")
  func locations() throws {
    let base = "name: base\nextends: whole\nabstract: true\npermissions:\n  can_record: true\n"
    let manifests = LoadedManifests(yaml: [completeBase, base, "name: x\nextends: base\n"])
    let field = try #require(manifests.state.presets.first?.fields.first { $0.path == self.field })
    #expect(field.location == Location(file: "2.yaml", line: 5, column: 15))
  }

  @Test("Only fields are inherited")
  func settings() throws {
    let base = "name: base\nextends: whole\npreviously: old\nignore_changes: [ui.*]\n"
    let manifests = LoadedManifests(yaml: [completeBase, base, "name: x\nextends: base\n"])
    let preset = try #require(manifests.state.presets.last)
    #expect(preset.previousNames.isEmpty && !preset.ignoresChanges(of: "ui.x"))
    #expect(manifests.state.presets.map(\.name) == ["base", "x"])
  }

  @Test("A problem in a base is reported once, at its location in the base")
  func wrongBase() {
    let base = "name: base\nextends: whole\nabstract: true\npermissions: {can_record: yes}\n"
    let manifests = LoadedManifests(yaml: [completeBase, base, "name: x\nextends: base\n", "name: y\nextends: base\n"])
    #expect(
      manifests.text == """
        2.yaml:4:27: error[wrong-type]: expected true or false, found 'yes'
            4 | permissions: {can_record: yes}
              |                           ^^^
          note: 3.yaml:2:10: inherited by 'x' and 1 other
          hint: write true

        """)
  }

  @Test("A base is not reported as unknown while a file that may define it is invalid")
  func unreadableBase() {
    let manifests = LoadedManifests(yaml: ["name: 'base\n", "name: x\nextends: base\ncofig: 1\n"])
    #expect(manifests.diagnostics.map(\.problem.rule) == ["yaml-syntax", "unknown-field"])
  }

  @Test("Only bases are taken from the library, and only if no manifest declares them")
  func library() throws {
    let base = ManifestText(Array(completeBase.utf8), file: "base.yaml", format: .yaml)
    let text = ManifestText(Array("name: x\nextends: whole\n".utf8), file: "x.yaml", format: .yaml)
    let manifests = ManifestLoader(in: Repository.find(around: ".")).load([text], library: [base])
    #expect(manifests.diagnostics.isEmpty)
    #expect(manifests.state.presets.map(\.name) == ["x"])
    let wrong = ManifestText(
      Array("name: whole\nabstract: true\nui: 3\n---\nname: other\nui: 4\n".utf8), file: "base.yaml", format: .yaml)
    let inherited = ManifestLoader(in: Repository.find(around: ".")).load([text], library: [wrong])
    #expect(inherited.diagnostics.contains { $0.location == Location(file: "base.yaml", line: 3, column: 5) })
    #expect(!inherited.diagnostics.contains { $0.location.file == "base.yaml" && $0.location.line > 3 })
  }

  @Test("A field that accepts null accepts every spelling of null")
  func null() throws {
    let path: FieldPath = "config.livestream_viewer_qualities"
    for text in ["null", "~", ""] {
      #expect(try value(path, childManifest("x", "config: {livestream_viewer_qualities: \(text)}\n")) == .null)
    }
  }
}
