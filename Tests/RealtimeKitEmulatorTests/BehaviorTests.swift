import HTTPTypes
import JSONValue
import OrderedCollections
import RealtimeKitEmulator
import Schema
import TestSupport
import Testing

@Suite("Emulator behaviors") struct BehaviorTests {
  private static func body(_ name: String = "x", seed: Int = 3) -> Preset {
    var generator = PresetGenerator(seed: seed)
    return generator.preset(named: name)
  }

  private static func client(_ names: [String], _ change: (inout Behavior) -> Void) throws -> Client {
    var behavior = Behavior()
    change(&behavior)
    return Client(emulator: try Emulator(names.map { body($0) }, behavior: behavior))
  }

  @Test("A delete of a preset in use fails with the configured status", arguments: Behavior.InUseStatus.allCases)
  func inUse(status: Behavior.InUseStatus) async throws {
    let client = try Self.client(["class-a", "class-b", "host"]) {
      $0.inUse = ["class-*", "other"]
      $0.inUseStatus = status
    }
    let reply = await client.reply(.delete, Client.preset(2))
    #expect(reply.head.status.code == status.rawValue)
    #expect(
      String(decoding: reply.body, as: UTF8.self)
        == #"{"success":false,"error":{"code":\#(status.rawValue),"message":"Preset is in use by participants"}}"#)
    #expect(await client.status(.delete, Client.preset(3)) == 200)
    #expect(await client.status(.patch, Client.preset(1), ["name": "class-c"]) == 200)
    #expect(try await client.list() == "class-c class-b of 2")
  }

  @Test("A create response has the configured status and has no id if configured")
  func creates() async throws {
    let client = try Self.client([]) {
      $0.createStatus = .ok
      $0.createAnswersWithID = false
      $0.addsDefaults = false
    }
    let body = Self.body()
    let reply = await client.reply(.post, "presets", .object(body.document))
    #expect(reply.head.status == .ok)
    let response = try #require(JSON(parsing: reply.body)["data"]?.object)
    #expect(Set(response.keys) == Set(body.document.keys).union(["created_at", "updated_at"]))
    #expect(try await client.data(.get, Client.preset())?["name"] == "x")
  }

  @Test(
    "A search returns names that contain the text, names that are equal to it, or all names",
    arguments: [
      (Behavior.Search.partial, "class class-a of 2"), (.exact, "class of 1"), (.ignored, "class class-a host of 3"),
    ])
  func search(search: Behavior.Search, rows: String) async throws {
    let client = try Self.client(["class", "class-a", "host"]) { $0.search = search }
    #expect(try await client.list("?search=class") == rows)
    #expect(try await client.list() == "class class-a host of 3")
  }

  // MARK: Lag

  @Test("Reads that lag return the old preset after an update, in the list as well")
  func laggingUpdate() async throws {
    let client = try Self.client(["old", "other"]) { $0.readLag = 2 }
    let body = Self.body("new", seed: 4)
    #expect(await client.status(.put, Client.preset(), .object(body.document)) == 200)
    // Writes never lag.
    #expect(await client.status(.post, "presets", .object(Self.body("new").document)) == 409)
    for name in ["old", "new"] {
      #expect(try await client.data(.get, Client.preset())?["name"]?.string == name)
      #expect(try await client.list() == "\(name) other of 2")
    }
    #expect(await client.emulator.presets.map(\.document.name) == ["new", "other"])
  }

  @Test(
    "A new preset is missing or forbidden until the lag is over, and the list does not contain it",
    arguments: [(Behavior.FreshPreset.missing, 404), (.forbidden, 403)])
  func laggingCreate(fresh: Behavior.FreshPreset, status: Int) async throws {
    let client = try Self.client(["a"]) {
      $0.readLag = 2
      $0.freshPreset = fresh
    }
    #expect(await client.status(.post, "presets", .object(Self.body("b").document)) == 201)
    for expected in [status, status, 200] { #expect(await client.status(.get, Client.preset(2)) == expected) }
    #expect(await client.status(.post, "presets", .object(Self.body("c").document)) == 201)
    for expected in ["a b of 2", "a b of 2", "a b c of 3"] { #expect(try await client.list() == expected) }
    #expect(await client.status(.get, Client.preset(9)) == 404)
  }

  @Test("A deleted preset remains readable until the lag is over")
  func laggingDelete() async throws {
    let client = try Self.client(["a", "b"]) { $0.readLag = 1 }
    #expect(await client.status(.delete, Client.preset(1)) == 200)
    #expect(await client.status(.delete, Client.preset(1)) == 404)
    #expect(try await client.list() == "a b of 2")
    #expect(try await client.list() == "b of 1")
    #expect(await client.status(.delete, Client.preset(2)) == 200)
    for expected in [200, 404] { #expect(await client.status(.get, Client.preset(2)) == expected) }
  }

  // MARK: Lists

  @Test(
    "A list that shifts between pages skips or repeats a row and changes its total",
    arguments: [
      (Behavior.ListShift.skips, ["a b of 5", "d e of 4", " of 4"]),
      (.repeats, ["a b of 5", "b c of 6", "d e of 6"]),
    ])
  func shifting(shift: Behavior.ListShift, pages: [String]) async throws {
    let client = try Self.client(["a", "b", "c", "d", "e"]) {
      $0.maximumPageSize = 2
      $0.shiftingLists = 2
      $0.listShift = shift
    }
    for expected in [pages, pages, ["a b of 5", "c d of 5", "e of 5"]] {
      for (index, page) in expected.enumerated() { #expect(try await client.list("?page_no=\(index + 1)") == page) }
    }
  }

  // MARK: Fields

  @Test("An ignored field keeps its value in every call")
  func ignoredFields() async throws {
    let path: FieldPath = "config.media.video.quality"
    let client = try Self.client(["x"]) { $0.ignoredFields = [path] }
    let before = try #require(await client.emulator.presets.first?.document[path])
    var desired = Self.body("x", seed: 5)
    desired[path] = before == "vga" ? "fhd" : "vga"
    #expect(await client.status(.put, Client.preset(), .object(desired.document)) == 200)
    #expect(await client.status(.patch, Client.preset(), ["config": desired.document["config"] ?? .null]) == 200)
    var expected = desired
    expected[path] = before
    #expect(await client.emulator.presets.first?.document == expected)
    // A new preset gets the value of the first default preset.
    var new = Self.body("new")
    new[path] = "qvga"
    #expect(await client.status(.post, "presets", .object(new.document)) == 201)
    new[path] = DefaultPresets.all[0][path]
    #expect(await client.emulator.presets.last?.document == new)
  }
}
