import Diagnostics
import JSONValue
import Manifests
import Rendering
import Schema
import TestSupport
import Testing
import YAML

/// Explanations of fields, keys, groups, rules and settings.
@Suite("Explanations") struct ExplanationTests {
  private static let fields = Array(PresetSchema.current.fields.dropFirst())

  @Test("Every field has an explanation whose example is valid", arguments: fields)
  func field(field: FieldDeclaration) throws {
    let explanation = try Explanation(of: field.path.description)
    #expect(explanation.subject == .field(field.path) && explanation.fields.map(\.path) == [field.path])
    let text = childManifest("x", field.example.joined(separator: "\n") + "\n")
    let manifests = LoadedManifests(yaml: [completeBase, text])
    #expect(manifests.diagnostics.isEmpty, "\(manifests.text)")
    let fields = manifests.state.presets.first { $0.name == "x" }?.fields ?? []
    #expect(fields.contains { $0.path == field.path && $0.location.file == "2.yaml" })
  }

  @Test("Every key has an explanation whose example is valid", arguments: ManifestKey.allCases)
  func key(key: ManifestKey) throws {
    #expect(try Explanation(of: key.rawValue).subject == .key(key))
    let bases = ["base", "moderator"].map { "name: \($0)\nextends: whole\nabstract: true\n" }
    let name = key == .name ? "" : "name: x\n"
    let extends = [.extends, .state].contains(key) ? "" : "extends: whole\n"
    let manifests = LoadedManifests(yaml: [completeBase, name + extends + key.example + "\n"] + bases)
    #expect(manifests.diagnostics.isEmpty, "\(manifests.text)")
  }

  @Test("The explanation of a group lists its fields in the order of the API")
  func groups() throws {
    for path in ["config", "permissions", "permissions.chat", "ui.design_tokens.colors.brand"] {
      let explanation = try Explanation(of: path)
      #expect(explanation.subject == .group(FieldPath(path)))
      #expect(explanation.fields.map(\.path) == Self.fields.map(\.path).filter(FieldPath(path).covers))
    }
    #expect(Explanation().fields.map(\.path) == Self.fields.map(\.path))
  }

  @Test(
    "A path can be shortened to its end if the end is unique",
    arguments: [
      ("can_record", .field("permissions.can_record")), ("private.text", .field("permissions.chat.private.text")),
      ("design_tokens", .group("ui.design_tokens")), ("polls", .group("permissions.polls")),
      ("low-contrast", .rule(LintRule.all.first { $0.id == "low-contrast" }!)),
      ("access_control", .field("permissions.plugins.config.<plugin>.access_control")),
      ("permissions.plugins.config.x", .group("permissions.plugins.config.x")),
      ("deletes", .setting(ProjectSetting.all.first { $0.path == "environments.<name>.limits.deletes" }!)),
    ] as [(String, Explanation.Subject)])
  func pathSuffixes(name: String, subject: Explanation.Subject) throws {
    #expect(try Explanation(of: name).subject == subject)
  }

  @Test(
    "An unknown or ambiguous name is reported with suggestions",
    arguments: [
      ("quality", .ambiguous(["config.media.screenshare.quality", "config.media.video.quality"])),
      ("permissions.can_recrod", .unknown(nearest: "permissions.can_record")),
      ("can_recrod", .unknown(nearest: "can_record")), ("extend", .unknown(nearest: "extends")),
      ("permissions.", .unknown(nearest: "permissions")), ("hiden-publisher", .unknown(nearest: "hidden-publisher")),
      ("", .unknown(nearest: nil)), (".", .unknown(nearest: nil)),
      ("nothing_like_it", .unknown(nearest: nil)),
    ] as [(String, Explanation.LookupError)])
  func problems(name: String, problem: Explanation.LookupError) {
    #expect(throws: problem) { try Explanation(of: name) }
  }
}
