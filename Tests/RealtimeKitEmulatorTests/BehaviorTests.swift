import HTTPTypes
import OrderedCollections
import Presets
import RealtimeKitEmulator
import TestSupport
import Testing

@Suite("What is not known of the API") struct BehaviorTests {
  private static func body(_ name: String = "x", seed: Int = 3) -> Preset {
    var generator = PresetGenerator(seed: seed)
    return generator.preset(named: name)
  }

  private static func client(_ names: [String], _ change: (inout Behavior) -> Void) throws -> Client {
    var behavior = Behavior()
    change(&behavior)
    return Client(emulator: try Emulator(names.map { body($0) }, behavior: behavior))
  }

  @Test("presets in use are not deleted, and the refusal has its status", arguments: Behavior.InUseStatus.allCases)
  func inUse(status: Behavior.InUseStatus) async throws {
    let client = try Self.client(["class-a", "class-b", "host"]) {
      $0.inUse = ["class-*", "nobody"]
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

  @Test("the answer to a create has another status, and no id, where that is asked for")
  func creates() async throws {
    let client = try Self.client([]) {
      $0.createStatus = .ok
      $0.createAnswersWithID = false
      $0.addsDefaults = false
    }
    let body = Self.body()
    let reply = await client.reply(.post, "presets", .object(body.document))
    #expect(reply.head.status == .ok)
    let answer = try #require(JSON(parsing: reply.body)["data"]?.object)
    #expect(Set(answer.keys) == Set(body.document.keys).union(["created_at", "updated_at"]))
    #expect(try await client.data(.get, Client.preset())?["name"] == "x")
  }

  @Test(
    "a search finds names that contain the text, that are the text, or everything",
    arguments: [
      (Behavior.Search.partial, "class class-a of 2"), (.exact, "class of 1"), (.ignored, "class class-a host of 3"),
    ])
  func search(search: Behavior.Search, rows: String) async throws {
    let client = try Self.client(["class", "class-a", "host"]) { $0.search = search }
    #expect(try await client.list("?search=class") == rows)
    #expect(try await client.list() == "class class-a host of 3")
  }

  // MARK: Lag

  @Test("the next reads of a preset that was changed still see the old one, and so does the list")
  func laggingUpdate() async throws {
    let client = try Self.client(["old", "other"]) { $0.readLag = 2 }
    let body = Self.body("new", seed: 4)
    #expect(await client.status(.put, Client.preset(), .object(body.document)) == 200)
    // Writes see what there is.
    #expect(await client.status(.post, "presets", .object(Self.body("new").document)) == 409)
    for name in ["old", "new"] {
      #expect(try await client.data(.get, Client.preset())?["name"]?.string == name)
      #expect(try await client.list() == "\(name) other of 2")
    }
    #expect(await client.emulator.presets.map(\.document.name) == ["new", "other"])
  }

  @Test(
    "a preset that is new is missing or forbidden for a while, and not listed",
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

  @Test("a preset that was deleted is still there for a while")
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
    "a list that shifts while it is paged skips a row, or repeats one, and counts otherwise",
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

  @Test("a field that does not stick keeps its value without a word, whatever the call")
  func ignoredFields() async throws {
    let path: FieldPath = "config.media.video.quality"
    let client = try Self.client(["x"]) { $0.ignoredFields = [path] }
    let before = try #require(await client.emulator.presets.first?.document[path])
    var wanted = Self.body("x", seed: 5)
    wanted[path] = before == "vga" ? "fhd" : "vga"
    #expect(await client.status(.put, Client.preset(), .object(wanted.document)) == 200)
    #expect(await client.status(.patch, Client.preset(), ["config": wanted.document["config"] ?? .null]) == 200)
    var expected = wanted
    expected[path] = before
    #expect(await client.emulator.presets.first?.document == expected)
    // What is new gets what the first default preset has.
    var new = Self.body("new")
    new[path] = "qvga"
    #expect(await client.status(.post, "presets", .object(new.document)) == 201)
    new[path] = DefaultPresets.all[0][path]
    #expect(await client.emulator.presets.last?.document == new)
  }
}
