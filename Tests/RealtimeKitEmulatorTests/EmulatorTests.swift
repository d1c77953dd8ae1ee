import HTTPTypes
import JSONValue
import OrderedCollections
import Planning
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

@Suite("The local API") struct EmulatorTests {
  private static let root = "/client/v4/accounts/any/realtime/kit/\(Emulator.appID)/presets"

  private func send(
    _ emulator: Emulator, _ method: HTTPRequest.Method, _ path: String = "", _ body: JSON? = nil, token: String? = "x"
  ) async throws -> (status: Int, body: JSON) {
    var request = HTTPRequest(
      method: method, scheme: nil, authority: nil, path: path.hasPrefix("/client") ? path : Self.root + path)
    if let token { request.headerFields[.authorization] = "Bearer \(token)" }
    let response = await emulator.respond(to: request, body: body.map { Array($0.text().utf8) } ?? [])
    return (response.head.status.code, try JSON(parsing: response.body))
  }

  private static func body(_ name: String = "x") -> Preset {
    var generator = PresetGenerator(seed: 3)
    return generator.preset(named: name)
  }

  @Test("The default presets are complete and valid")
  func defaults() async throws {
    let emulator = try Emulator()
    for preset in DefaultPresets.all {
      #expect(try await send(emulator, .post, "", .object(preset.document)).status == 201, "\(preset.name)")
    }
    #expect(
      DefaultPresets.all.map(\.name) == [
        "group_call_host", "group_call_participant", "group_call_guest", "webinar_presenter", "webinar_viewer",
        "livestream_host", "livestream_viewer",
      ])
  }

  @Test(
    "A request body without a required field is rejected", arguments: PresetSchema.current.fields.filter(\.isRequired))
  func missing(field: FieldDeclaration) async throws {
    var body = Self.body()
    body[field.path] = nil
    let response = try await send(Emulator(), .post, "", .object(body.document))
    #expect(response.status == 400)
    #expect(response.body["error"]?["message"]?.string?.contains(field.path.components.last?.text ?? "?") == true)
  }

  @Test(
    "A value of the wrong type is rejected in every field",
    arguments: PresetSchema.current.fields.filter { $0.type != .opaque })
  func wrongType(field: FieldDeclaration) async throws {
    var body = Self.body()
    body[field.path] = field.type == .boolean ? "true" : true
    #expect(try await send(Emulator(), .post, "", .object(body.document)).status == 400)
    #expect(
      try await send(
        Emulator([Self.body()]), .patch, "/00000000-0000-4000-8000-000000000001",
        .object([field.path.section: body.document[field.path.section] ?? .null])
      ).status == 400)
  }

  @Test(
    "Unknown keys are rejected at any depth",
    arguments: [
      "x", "config.x", "config.media.video.x", "permissions.chat.x", "ui.design_tokens.colors.brand.350", "id",
    ])
  func unknownKeys(path: String) async throws {
    var body = Self.body()
    body[FieldPath(path)] = true
    #expect(try await send(Emulator(), .post, "", .object(body.document)).status == 400)
  }

  @Test("Unknown keys are accepted if the server added them itself")
  func echoedKeys() async throws {
    var behavior = Behavior()
    behavior.addsUnknownFields = true
    let emulator = try Emulator([Self.body()], behavior: behavior)
    let path = "/00000000-0000-4000-8000-000000000001"
    let permissions = try await send(emulator, .get, path).body["data"]?["permissions"]
    #expect(permissions?["can_wave"] == false)
    #expect(try await send(emulator, .patch, path, ["permissions": permissions ?? .null]).status == 200)
    #expect(try await send(emulator, .patch, path, ["permissions": ["can_dance": true]]).status == 400)
  }

  @Test("Preset names are unique")
  func conflicts() async throws {
    let emulator = try Emulator([Self.body("a"), Self.body("b")])
    #expect(try await send(emulator, .post, "", .object(Self.body("a").document)).status == 409)
    #expect(try await send(emulator, .patch, "/00000000-0000-4000-8000-000000000002", ["name": "a"]).status == 409)
    #expect(try await send(emulator, .patch, "/00000000-0000-4000-8000-000000000001", ["name": "a"]).status == 200)
  }

  @Test(
    "PATCH merges as deeply as configured",
    arguments: [
      (Behavior.Merging.deep, 200), (.shallow, 400), (.section, 400),
    ])
  func merging(merging: Behavior.Merging, status: Int) async throws {
    var behavior = Behavior()
    behavior.patch = merging
    let emulator = try Emulator([Self.body()], behavior: behavior)
    let path = "/00000000-0000-4000-8000-000000000001"
    // A partial section is valid only if it is merged.
    #expect(
      try await send(emulator, .patch, path, ["permissions": ["chat": ["public": ["text": true]]]]).status == status)
    let one = try await send(emulator, .patch, path, ["permissions": ["can_record": true]]).status
    #expect(one == (merging == .section ? 400 : 200))
  }

  @Test("Lists support paging and search")
  func lists() async throws {
    let emulator = try Emulator((1...5).map { Self.body("preset-\($0)") } + [Self.body("other")])
    let page = try await send(emulator, .get, "?page_no=2&per_page=4").body
    #expect(page["data"]?.array?.compactMap { $0["name"]?.string } == ["preset-5", "other"])
    #expect(page["paging"] == ["total_count": 6, "start_offset": 5, "end_offset": 6])
    #expect(page["data"]?.array?.first?.object?.keys.sorted() == ["created_at", "id", "name", "updated_at"])
    #expect(try await send(emulator, .get, "?search=oth").body["data"]?.array?.count == 1)
    for query in ["?page_no=0", "?page_no=x", "?per_page=0", "?page_no=-1", "?page_no=9223372036854775807"] {
      let status = try await send(emulator, .get, query).status
      #expect([200, 400].contains(status))
    }
  }

  @Test("Requests without a token and requests to unknown paths are rejected")
  func rejectedRequests() async throws {
    let emulator = try Emulator()
    #expect(try await send(emulator, .get, token: nil).status == 401)
    #expect(try await send(emulator, .get, "/nope").status == 404)
    #expect(try await send(emulator, .get, "/client/v4/accounts/a/realtime/kit/other/presets").status == 404)
    #expect(try await send(emulator, .get, "/client/v4/other").status == 404)
    #expect(try await send(emulator, .post, "/nope", [:]).status == 405)
    #expect(try await send(emulator, .post, "", [1]).status == 400)
    let apps = try await send(emulator, .get, "/client/v4/accounts/any/realtime/kit/apps")
    #expect(apps.body["data"]?.array?.first?["id"]?.string == Emulator.appID)
  }

  @Test("Both error envelopes contain the same messages")
  func envelopes() async throws {
    var behavior = Behavior()
    behavior.errorEnvelope = .gateway
    behavior.envelope = .result
    let emulator = try Emulator(behavior: behavior)
    let errorResponse = try await send(emulator, .post, "", ["name": "x"]).body
    #expect(errorResponse["errors"]?.array?.count == 64)
    #expect(try await send(emulator, .get).body["result"] == [])
  }

  @Test(
    "A behavior switch is set by text",
    arguments: [
      ("patch=shallow", true), ("patch=flat", false), ("maximum-page-size=3", true), ("maximum-page-size=0", false),
      ("reorders-keys=true", true), ("reorders-keys", false), ("nope=1", false), ("in-use-status=403", true),
      ("in-use-status=500", false), ("read-lag=-1", false), ("ignores-field=permissions.can_fly", false),
    ])
  func switches(text: String, isKnown: Bool) {
    var behavior = Behavior()
    let wasSet = behavior.set(text)
    #expect(wasSet == isKnown)
    #expect((behavior != Behavior()) == isKnown)
  }

  @Test("Invalid presets are rejected as seeds")
  func seeds() {
    #expect(throws: SeedError.self) { try Emulator([Preset(["name": "x"])]) }
    #expect(throws: SeedError.self) { try Emulator([Self.body(), Self.body()]) }
  }

  @Test("Every documented switch accepts its documented values and no empty value")
  func namedSwitches() {
    for behaviorSwitch in Behavior.switches {
      let values =
        switch behaviorSwitch.values {
        case "NUMBER": ["7"]
        case "GLOB": ["class-*"]
        case "FIELD": ["ui.design_tokens.theme"]
        default: behaviorSwitch.values.split(separator: "|").map(String.init)
        }
      var behaviors: Set<Behavior> = []
      for value in values {
        var behavior = Behavior()
        let wasSet = behavior.set("\(behaviorSwitch.name)=\(value)")
        #expect(wasSet, "\(behaviorSwitch.name)=\(value)")
        behaviors.insert(behavior)
      }
      #expect(behaviors.count == values.count, "\(behaviorSwitch.name)")
      var behavior = Behavior()
      let acceptsEmptyValue = behavior.set("\(behaviorSwitch.name)=")
      #expect(!acceptsEmptyValue && behavior == Behavior(), "\(behaviorSwitch.name)")
    }
  }
}
