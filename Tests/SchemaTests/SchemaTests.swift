import JSONValue
import Schema
import Testing

@Suite("The preset schema") struct SchemaTests {
  private static let schema = PresetSchema.current

  @Test("The schema has 77 published fields, of which 65 are required, and two opaque fields")
  func counts() {
    #expect(Self.schema.fields.count == 79)
    #expect(Self.schema.fields.count { $0.type != .opaque } == 77)
    #expect(Self.schema.fields.count { $0.isRequired } == 65)
    #expect(Set(Self.schema.fields.map(\.path)).count == 79)
  }

  @Test("Every property is named after its path")
  func propertyNames() {
    func check(_ value: Any, _ path: [String]) {
      for child in Mirror(reflecting: value).children {
        guard let label = child.label?.filter({ $0 != "`" }),
          !["fields", "root", "places", "pluginsPath"].contains(label)
        else { continue }
        let key = label.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
        let children = Mirror(reflecting: child.value).children
        if let declaration = children.first(where: { $0.label == "declaration" })?.value as? FieldDeclaration {
          #expect(declaration.path.description == (path + [key]).joined(separator: "."))
        } else {
          check(child.value, path + [key])
        }
      }
    }
    check(Self.schema, [])
  }

  @Test("Every field has a description and a valid default")
  func meanings() {
    for field in Self.schema.fields {
      #expect(field.meaning.hasSuffix("."), "\(field.path)")
      if let suggested = field.suggested { #expect(field.type.violation(of: suggested) == nil, "\(field.path)") }
    }
  }

  @Test("Key paths give typed access and reject values of other types")
  func typedAccess() {
    var preset = Preset()
    preset[\.config.media.video.frameRate] = 24.5
    preset[\.permissions.waitingRoomType] = .skipOnAccept
    preset[\.ui.designTokens.colors.background.`1000`] = "#000"
    #expect(preset[\.config.media.video.frameRate] == 24.5)
    #expect(preset["permissions.waiting_room_type"] == "SKIP_ON_ACCEPT")
    #expect(preset["ui.design_tokens.colors.background.1000"] == "#000")
    preset["permissions.waiting_room_type"] = "OPEN"
    #expect(preset[\.permissions.waitingRoomType] == nil)
    preset[\.config.media.video.frameRate] = nil
    #expect(preset["config.media.video.frame_rate"] == nil)
  }

  @Test("Entries of the plugin map are known, and other unknown paths are not")
  func plugins() {
    let path: FieldPath = "permissions.plugins.config.some-id.access_control"
    #expect(Self.schema.declaration(at: path)?.type == .choice(["FULL_ACCESS", "VIEW_ONLY"]))
    #expect(Self.schema.declaration(at: "permissions.plugins.config.some-id.color")?.type == .opaque)
    #expect(Self.schema.declaration(at: "permissions.plugins.other") == nil)
  }

  @Test(
    "A change has the effects of its field and direction",
    arguments: [
      ("permissions.can_record", false, true, [Effect.widens, .bills]),
      ("permissions.can_record", true, false, [.narrows, .bills]),
      ("permissions.can_record", nil, true, [.widens, .bills]),
      ("permissions.kick_participant", false, true, [.widens]),
      ("permissions.waiting_room_type", "SKIP_ON_ACCEPT", "SKIP", [.widens]),
      ("permissions.waiting_room_type", "SKIP", "ON_PRIVILEGED_USER_ENTRY", [.narrows]),
      ("permissions.stage_access", "NOT_ALLOWED", "CAN_REQUEST", [.widens]),
      ("permissions.media.audio.can_produce", "ALLOWED", "CAN_REQUEST", [.narrows]),
      ("permissions.plugins.config.x.access_control", "VIEW_ONLY", "FULL_ACCESS", [.widens]),
      ("permissions.transcription_enabled", nil, true, [.bills]),
      ("permissions.transcription_enabled", nil, false, []),
      ("config.view_type", "GROUP_CALL", "WEBINAR", [.bills]),
      ("config.max_screenshare_count", 1, 0, []),
      ("ui.design_tokens.theme", "dark", "light", []),
    ] as [(String, JSON?, JSON?, [Effect])])
  func effects(path: String, before: JSON?, after: JSON?, effects: [Effect]) throws {
    let field = try #require(Self.schema.declaration(at: FieldPath(path)))
    #expect(field.effects(from: before, to: after) == effects)
  }
}
