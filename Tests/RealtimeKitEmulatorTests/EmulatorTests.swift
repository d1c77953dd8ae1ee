import HTTPTypes
import OrderedCollections
import Presets
import RealtimeKitEmulator
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
    let answer = await emulator.respond(to: request, body: body.map { Array($0.text().utf8) } ?? [])
    return (answer.head.status.code, try JSON(parsing: answer.body))
  }

  private static func body(_ name: String = "x") -> Preset {
    var generator = PresetGenerator(seed: 3)
    return generator.preset(named: name)
  }

  @Test("the seven default presets are whole and valid")
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

  @Test("a body without any one required field is refused", arguments: PresetSchema.current.fields.filter(\.isRequired))
  func missing(field: FieldDeclaration) async throws {
    var body = Self.body()
    body[field.path] = nil
    let answer = try await send(Emulator(), .post, "", .object(body.document))
    #expect(answer.status == 400)
    #expect(answer.body["error"]?["message"]?.string?.contains(field.path.components.last?.text ?? "?") == true)
  }

  @Test(
    "a value of another type is refused, in every field",
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
    "keys that the schema does not know are refused, at every depth",
    arguments: [
      "x", "config.x", "config.media.video.x", "permissions.chat.x", "ui.design_tokens.colors.brand.350", "id",
    ])
  func unknownKeys(path: String) async throws {
    var body = Self.body()
    body[FieldPath(path)] = true
    #expect(try await send(Emulator(), .post, "", .object(body.document)).status == 400)
  }

  @Test("keys outside the schema that it answered with itself may be sent back")
  func echoedKeys() async throws {
    var behavior = Behavior()
    behavior.addsUnknownFields = true
    let emulator = try Emulator([Self.body()], behavior: behavior)
    let path = "/00000000-0000-4000-8000-000000000001"
    let held = try await send(emulator, .get, path).body["data"]?["permissions"]
    #expect(held?["can_wave"] == false)
    #expect(try await send(emulator, .patch, path, ["permissions": held ?? .null]).status == 200)
    #expect(try await send(emulator, .patch, path, ["permissions": ["can_dance": true]]).status == 400)
  }

  @Test("names are unique")
  func conflicts() async throws {
    let emulator = try Emulator([Self.body("a"), Self.body("b")])
    #expect(try await send(emulator, .post, "", .object(Self.body("a").document)).status == 409)
    #expect(try await send(emulator, .patch, "/00000000-0000-4000-8000-000000000002", ["name": "a"]).status == 409)
    #expect(try await send(emulator, .patch, "/00000000-0000-4000-8000-000000000001", ["name": "a"]).status == 200)
  }

  @Test(
    "PATCH merges as deeply as its switch says",
    arguments: [
      (Behavior.Merging.deep, 200), (.shallow, 400), (.section, 400),
    ])
  func merging(merging: Behavior.Merging, status: Int) async throws {
    var behavior = Behavior()
    behavior.patch = merging
    let emulator = try Emulator([Self.body()], behavior: behavior)
    let path = "/00000000-0000-4000-8000-000000000001"
    // A section of which most is left out survives only where it is merged.
    #expect(
      try await send(emulator, .patch, path, ["permissions": ["chat": ["public": ["text": true]]]]).status == status)
    let one = try await send(emulator, .patch, path, ["permissions": ["can_record": true]]).status
    #expect(one == (merging == .section ? 400 : 200))
  }

  @Test("lists are paged and searched")
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

  @Test("requests without a token, and to what is not there, are refused")
  func refusals() async throws {
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

  @Test("both error envelopes carry the same words")
  func envelopes() async throws {
    var behavior = Behavior()
    behavior.errorEnvelope = .gateway
    behavior.envelope = .result
    let emulator = try Emulator(behavior: behavior)
    let refusal = try await send(emulator, .post, "", ["name": "x"]).body
    #expect(refusal["errors"]?.array?.count == 64)
    #expect(try await send(emulator, .get).body["result"] == [])
  }

  @Test(
    "switches are turned by text",
    arguments: [
      ("patch=shallow", true), ("patch=flat", false), ("maximum-page-size=3", true), ("maximum-page-size=0", false),
      ("reorders-keys=true", true), ("reorders-keys", false), ("nope=1", false), ("in-use-status=403", true),
      ("in-use-status=500", false), ("read-lag=-1", false), ("ignores-field=permissions.can_fly", false),
    ])
  func switches(text: String, isKnown: Bool) {
    var behavior = Behavior()
    let isTurned = behavior.set(text)
    #expect(isTurned == isKnown)
    #expect((behavior != Behavior()) == isKnown)
  }

  @Test("bodies that the API would refuse are no seed")
  func seeds() {
    #expect(throws: SeedProblem.self) { try Emulator([Preset(["name": "x"])]) }
    #expect(throws: SeedProblem.self) { try Emulator([Self.body(), Self.body()]) }
  }

  @Test("every switch that is named takes what it names, and nothing else")
  func namedSwitches() {
    for known in Behavior.switches {
      let values =
        switch known.values {
        case "NUMBER": ["7"]
        case "GLOB": ["class-*"]
        case "FIELD": ["ui.design_tokens.theme"]
        default: known.values.split(separator: "|").map(String.init)
        }
      var found: Set<Behavior> = []
      for value in values {
        var behavior = Behavior()
        let isTurned = behavior.set("\(known.name)=\(value)")
        #expect(isTurned, "\(known.name)=\(value)")
        found.insert(behavior)
      }
      #expect(found.count == values.count, "\(known.name)")
      var behavior = Behavior()
      let takesNothing = behavior.set("\(known.name)=")
      #expect(!takesNothing && behavior == Behavior(), "\(known.name)")
    }
  }
}
