import OrderedCollections
import Presets
import TestSupport
import Testing

/// What is known of fields, as a person asks for it.
@Suite("Explanations") struct ExplanationTests {
  private static let fields = Array(PresetSchema.current.fields.dropFirst())

  @Test("every field is explained, and is written as the explanation writes it", arguments: fields)
  func field(field: FieldDeclaration) throws {
    let explanation = try Explanation(of: field.path.description)
    #expect(explanation.subject == .field(field.path) && explanation.fields == [field])
    let text = whole("x", field.example.joined(separator: "\n") + "\n")
    let manifests = LoadedManifests(yaml: [wholeBase, text])
    #expect(manifests.diagnostics.isEmpty, "\(manifests.text)")
    let fields = manifests.state.presets.first { $0.name == "x" }?.fields ?? []
    #expect(fields.contains { $0.path == field.path && $0.location.file == "2.yaml" })
  }

  @Test("every key is written as its explanation writes it", arguments: ManifestKey.allCases)
  func key(key: ManifestKey) throws {
    #expect(try Explanation(of: key.rawValue).subject == .key(key))
    let bases = ["base", "moderator"].map { "name: \($0)\nextends: whole\nabstract: true\n" }
    let name = key == .name ? "" : "name: x\n"
    let extends = [.extends, .state].contains(key) ? "" : "extends: whole\n"
    let manifests = LoadedManifests(yaml: [wholeBase, name + extends + key.example + "\n"] + bases)
    #expect(manifests.diagnostics.isEmpty, "\(manifests.text)")
  }

  @Test("every group is explained by its fields, in the API's order")
  func groups() throws {
    for path in ["config", "permissions", "permissions.chat", "ui.design_tokens.colors.brand"] {
      let explanation = try Explanation(of: path)
      #expect(explanation.subject == .group(FieldPath(path)))
      #expect(explanation.fields == Self.fields.filter { FieldPath(path).covers($0.path) })
    }
    #expect(Explanation().fields == Self.fields)
  }

  @Test(
    "the end of a path will do where no other ends so",
    arguments: [
      ("can_record", .field("permissions.can_record")), ("private.text", .field("permissions.chat.private.text")),
      ("design_tokens", .group("ui.design_tokens")), ("polls", .group("permissions.polls")),
      ("low-contrast", .rule(LintRule.all.first { $0.id == "low-contrast" }!)),
      ("access_control", .field("permissions.plugins.config.<plugin>.access_control")),
      ("permissions.plugins.config.x", .group("permissions.plugins.config.x")),
      ("deletes", .setting(ProjectSetting.all.first { $0.path == "environments.<name>.limits.deletes" }!)),
    ] as [(String, Explanation.Subject)])
  func ends(name: String, subject: Explanation.Subject) throws {
    #expect(try Explanation(of: name).subject == subject)
  }

  @Test(
    "what is called so by nothing, or by too much, is told with what may be meant",
    arguments: [
      ("quality", .ambiguous(["config.media.screenshare.quality", "config.media.video.quality"])),
      ("permissions.can_recrod", .unknown(nearest: "permissions.can_record")),
      ("can_recrod", .unknown(nearest: "can_record")), ("extend", .unknown(nearest: "extends")),
      ("permissions.", .unknown(nearest: "permissions")), ("hiden-publisher", .unknown(nearest: "hidden-publisher")),
      ("", .unknown(nearest: nil)), (".", .unknown(nearest: nil)),
      ("nothing_like_it", .unknown(nearest: nil)),
    ] as [(String, Explanation.Problem)])
  func problems(name: String, problem: Explanation.Problem) {
    #expect(throws: problem) { try Explanation(of: name) }
  }
}
