import HTTPTypes
import JSONValue
import Manifests
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import OrderedCollections
import RealtimeKit
import Schema
import Synchronization
import TestSupport
import Testing

@testable import RealtimeKitEmulator

@Suite("Fault injection") struct FaultTests {
  private static func body(_ name: String = "x", seed: Int = 3) -> Preset {
    var generator = PresetGenerator(seed: seed)
    return generator.preset(named: name)
  }

  private static func client(_ faults: Faults, _ behavior: Behavior = Behavior()) throws -> Client {
    Client(emulator: try Emulator([body()], behavior: behavior, faults: faults))
  }

  // MARK: Matching requests

  @Test(
    "A rule applies to its matching requests in the configured order and number",
    arguments: [
      (nil, nil, [503, 503, 503, 503, 503]), (2, nil, [200, 503, 200, 200, 200]), (nil, 2, [503, 503, 200, 200, 200]),
      (3, 2, [200, 200, 503, 503, 200]), (9, nil, [200, 200, 200, 200, 200]), (5, .max, [200, 200, 200, 200, 503]),
    ] as [(Int?, Int?, [Int])])
  func matchingRequests(nth: Int?, times: Int?, statuses: [Int]) async throws {
    let client = try Self.client([Faults.Rule(.status(503), on: .list, nth: nth, times: times)])
    for status in statuses {
      // Requests that do not match are not counted.
      #expect(await client.status(.get, Client.preset()) == 200)
      #expect(await client.status(.get, "presets?page_no=1") == status)
    }
  }

  @Test("The first applicable rule takes effect, and every rule counts all of its matching requests")
  func severalRules() async throws {
    let client = try Self.client([
      Faults.Rule(.status(500), nth: 2), Faults.Rule(.status(502), on: .list, nth: 2),
      Faults.Rule(.status(504), on: .list, nth: 3),
    ])
    var statuses: [Int?] = []
    for _ in 1...4 { statuses.append(await client.status(.get, "presets")) }
    #expect(statuses == [200, 500, 504, 200])
    await client.emulator.set([Faults.Rule(.status(500), nth: 1)])
    #expect(await client.status(.get, "presets") == 500)
    await client.emulator.set([])
    #expect(await client.status(.get, "presets") == 200)
  }

  @Test(
    "A rule matches requests by method and by the path below the app",
    arguments: [
      (Faults.Requests.any, [true, true, true, true, true, true, true]),
      (.list, [true, false, false, false, false, false, false]),
      (.create, [false, true, false, false, false, false, false]),
      (.read, [false, false, true, false, false, false, false]),
      (.update, [false, false, false, true, false, false, false]),
      (.replace, [false, false, false, false, true, false, false]),
      (.delete, [false, false, false, false, false, true, false]),
      (Faults.Requests(nil, "presets/*0001"), [false, false, true, true, true, true, false]),
      (Faults.Requests(.get, "apps"), [false, false, false, false, false, false, true]),
      (Faults.Requests(nil, "*"), [true, true, true, true, true, true, true]),
      (Faults.Requests(nil, "preset"), [false, false, false, false, false, false, false]),
    ])
  func requests(requests: Faults.Requests, expected: [Bool]) async throws {
    let client = try Self.client([Faults.Rule(.status(599), on: requests)])
    var matched: [Bool] = []
    for (method, path) in [
      (HTTPRequest.Method.get, "presets?search=presets/x"), (.post, "presets"), (.get, Client.preset()),
      (.patch, Client.preset()), (.put, Client.preset()), (.delete, Client.preset()), (.get, "../apps"),
    ] {
      var request = Client.request(method, path)
      if path == "../apps" { request.path = "/client/v4/accounts/any/realtime/kit/apps?page_no=1" }
      matched.append(await client.emulator.respond(to: request, body: []).head.status.code == 599)
    }
    #expect(matched == expected)
  }

  // MARK: Effects

  @Test(
    "An error response has the configured envelope and headers",
    arguments: [
      (Behavior.ErrorEnvelope.service, #"{"success":false,"error":{"code":429,"message":"Too Many Requests"}}"#),
      (
        .gateway,
        #"{"success":false,"errors":[{"code":429,"message":"Too Many Requests"}],"messages":[],"result":null}"#
      ),
    ])
  func envelopes(envelope: Behavior.ErrorEnvelope, body: String) async throws {
    var behavior = Behavior()
    behavior.errorEnvelope = envelope
    let client = try Self.client([Faults.Rule(.status(429, retryAfter: "3"))], behavior)
    let reply = await client.reply(.get, "presets")
    #expect(String(decoding: reply.body, as: UTF8.self) == body)
    #expect(reply.head.status == .tooManyRequests)
    #expect(reply.head.headerFields[.retryAfter] == "3")
    #expect(reply.head.headerFields[.contentType] == "application/json")
  }

  @Test(
    "A response body can be replaced, cut, empty, an HTML page or too large",
    arguments: [
      (Faults.Effect.content(.text("nope")), "nope"), (.content(.half), #"{"success":true,"data":[],"paging":{"total"#),
      (.content(.empty, status: 500), ""), (.status(204), ""),
      (.status(522), #"{"success":false,"error":{"code":522,"message":"error 522"}}"#),
      (
        .content(.html, status: 502),
        "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"
      ),
    ])
  func contents(effect: Faults.Effect, body: String) async throws {
    let reply = await Client(emulator: try Emulator(faults: [Faults.Rule(effect)])).reply(.get, "presets")
    #expect(String(decoding: reply.body, as: UTF8.self) == body)
    #expect(reply.head.status.code == effect.status ?? 200)
  }

  @Test("An oversized response body is valid JSON of more than 16 MiB")
  func oversized() async throws {
    let reply = await Client(emulator: try Emulator(faults: [Faults.Rule(.content(.oversized))])).reply(.get, "presets")
    #expect(reply.body.count > 16 << 20 && reply.body.count < 17 << 20)
    #expect(
      reply.body.prefix(24) == Array(#"{"success":true,"data":"x"#.utf8).prefix(24)
        && reply.body.suffix(3) == Array(#"x"}"#.utf8))
  }

  @Test("A write takes effect according to the fault, whatever the response", arguments: Faults.Effect.all)
  func persistence(effect: Faults.Effect) async throws {
    let (old, new) = (Self.body(), Self.body("new", seed: 4))
    let writes: [(Faults.Requests, String, JSON?, [Preset])] = [
      (.create, "presets", .object(new.document), [old, new]),
      (.update, Client.preset(), ["name": "y"], [Preset(old.document.merging(["name": "y"]) { $1 })]),
      (.replace, Client.preset(), .object(new.document), [new]), (.delete, Client.preset(), nil, []),
    ]
    for (requests, path, body, after) in writes {
      let client = try Self.client([Faults.Rule(effect, on: requests, times: 1)])
      let method = try #require(requests.method)
      let reply = await client.reply(method, path, body)
      #expect(reply.isCut == effect.isCut && reply.delay == effect.delay && reply.trickle == effect.trickle)
      if let status = effect.status, status != 200 { #expect(reply.head.status.code == status) }
      #expect(await client.emulator.presets.map(\.document) == (effect.persists ? after : [old]), "\(requests)")
      let entry = try #require(await client.emulator.journal.last)
      #expect(entry.effect == effect && (entry.status == nil) == effect.isCut)
      // The second request has no fault.
      if !effect.persists { #expect(await client.status(method, path, body).map { (200...201).contains($0) } == true) }
    }
  }

  @Test("A write without effect leaves the state file unchanged")
  func stateFile() async throws {
    let file = TemporaryFile()
    let client = Client(
      emulator: try Emulator(
        [Self.body()], faults: [Faults.Rule(.status(500), on: .delete)], store: .init(path: file.path)))
    #expect(await client.status(.delete, Client.preset()) == 500)
    #expect(try await Emulator(store: .init(path: file.path)).presets == client.emulator.presets)
  }

  // MARK: Transports

  /// The result of a request through a transport.
  enum Result: Hashable, CustomStringConvertible {
    case response(Int, String)
    case connectionLost
    case timedOut
    case tooLarge(Int)

    init(_ transport: some Transport, _ request: HTTPRequest, timeout: Duration) async throws {
      do throws(TransportError) {
        let response = try await transport.send(TransportRequest(request), timeout: timeout)
        self = .response(response.head.status.code, String(decoding: response.body, as: UTF8.self))
      } catch {
        switch error {
        case .connectionLost: self = .connectionLost
        case .timedOut: self = .timedOut
        case .tooLarge(let limit): self = .tooLarge(limit)
        case .notConnected, .permanentFailure: throw error
        }
      }
    }

    var description: String {
      switch self {
      case .response(let status, let body): "\(status) \(body)"
      case .connectionLost: "connection lost"
      case .timedOut: "timed out"
      case .tooLarge: "too large"
      }
    }
  }

  private static let emptyList =
    #"{"success":true,"data":[],"paging":{"total_count":0,"start_offset":1,"end_offset":0}}"#

  private static let transportResults: [(Faults.Effect, Result)] = [
    (.status(500), .response(500, #"{"success":false,"error":{"code":500,"message":"Internal Server Error"}}"#)),
    (.status(204), .response(204, "")),
    (.content(.empty), .response(200, "")), (.content(.half), .response(200, String(emptyList.prefix(42)))),
    (.content(.oversized), .tooLarge(16 << 20)), (.cut(persists: false), .connectionLost),
    (.delay(.milliseconds(1)), .response(200, emptyList)), (.trickle(.milliseconds(1)), .response(200, emptyList)),
    (.delay(.seconds(3600)), .timedOut), (.trickle(.seconds(3600)), .timedOut),
  ]

  @Test("The in-process transport produces the result of each fault", arguments: transportResults)
  func inProcess(effect: Faults.Effect, result: Result) async throws {
    let time = VirtualClock()
    let transport = InProcessTransport(try Emulator(faults: [Faults.Rule(effect)]), time: time)
    #expect(try await Result(transport, Client.request(.get, "presets"), timeout: .seconds(30)) == result)
    #expect(time.now() == min(effect.delay + effect.trickle, .seconds(30)))
  }

  @Test("The socket server produces the result of each fault", arguments: transportResults)
  func overSocket(effect: Faults.Effect, result: Result) async throws {
    let emulator = try Emulator(faults: [Faults.Rule(effect, on: .list)])
    let results = try await EmulatorServer.with(emulator) { address in
      let authority = address.dropFirst("http://".count).prefix { $0 != "/" }
      let requests = ["presets", "presets/none"].map { path in
        var request = Client.request(.get, path)
        (request.scheme, request.authority) = ("http", String(authority))
        return request
      }
      let route = try NetworkRoute(to: BaseURL(address)) { _ in nil }
      return try await HTTPTransport.with(on: route, connections: 1) { http in
        let timeout: Duration = result == .timedOut ? .milliseconds(300) : .seconds(60)
        let first = try await Result(http, requests[0], timeout: timeout)
        // The server continues to answer requests.
        return [first, try await Result(http, requests[1], timeout: .seconds(60))]
      }
    }
    #expect(
      results == [result, .response(404, #"{"success":false,"error":{"code":404,"message":"preset not found"}}"#)])
  }

  @Test("The server rejects a body that is too large and continues to answer requests")
  func largeBody() async throws {
    let emulator = try Emulator(faults: [])
    try await EmulatorServer.with(emulator) { address in
      var request = Client.request(.post, "presets")
      (request.scheme, request.authority) = (
        "http", String(address.dropFirst("http://".count).prefix { $0 != "/" })
      )
      let (head, route) = (request, try NetworkRoute(to: BaseURL(address)) { _ in nil })
      try await HTTPTransport.with(on: route, connections: 1) { http in
        for (size, status) in [(5 << 20, 413), (1 << 20, 400)] {
          let body = [UInt8](repeating: UInt8(ascii: "x"), count: size)
          let response = try await http.send(TransportRequest(head, body: body), timeout: .seconds(60))
          #expect(response.head.status.code == status)
          #expect(size > 4 << 20 || response.head.headerFields[.date]?.hasSuffix(" GMT") == true)
        }
      }
    }
  }

  @Test("The server answers HEAD without a body, so that the next response is read correctly")
  func head() async throws {
    try await EmulatorServer.with(try Emulator()) { address in
      let route = try NetworkRoute(to: BaseURL(address)) { _ in nil }
      let statuses = try await HTTPTransport.with(on: route, connections: 1) { http in
        var statuses: [Int] = []
        for method in [HTTPRequest.Method.head, .get, .head, .get] {
          var request = Client.request(method, "presets")
          (request.scheme, request.authority) = (
            "http", String(address.dropFirst("http://".count).prefix { $0 != "/" })
          )
          statuses.append(try await http.send(TransportRequest(request), timeout: .seconds(60)).head.status.code)
        }
        return statuses
      }
      #expect(statuses == [405, 200, 405, 200])
    }
  }

  @Test("The server stops reading requests while the client does not read responses")
  func backpressure() throws {
    final class ReadCounter: ChannelOutboundHandler {
      typealias OutboundIn = HTTPResponsePart
      var count = 0
      func read(context: ChannelHandlerContext) { count += 1 }
    }
    let (channel, counter) = (EmbeddedChannel(), ReadCounter())
    try channel.pipeline.syncOperations.addHandlers([counter, RequestCollector(OpenConnections()) { _ in }])
    channel.read()
    #expect(counter.count == 1)
    channel.isWritable = false
    channel.read()
    #expect(counter.count == 1)
    channel.isWritable = true
    channel.pipeline.fireChannelWritabilityChanged()
    #expect(counter.count == 2)
  }

  // MARK: Observing

  @Test("Every request can be observed just before and just after it takes effect")
  func observing() async throws {
    let client = try Self.client([Faults.Rule(.cut(persists: true), on: .delete)])
    let events = Mutex<[String]>([])
    let emulator = client.emulator
    await emulator.onRequest { number, moment in
      let count = emulator.assumeIsolated { $0.presets.count }
      events.withLock { $0.append("\(number) \(moment): \(count)") }
    }
    _ = await client.status(.get, "presets")
    _ = await client.status(.post, "presets", .object(Self.body("y").document))
    _ = await client.status(.delete, Client.preset())
    #expect(
      events.withLock { $0 } == ["1 before: 1", "1 after: 1", "2 before: 1", "2 after: 2", "3 before: 2", "3 after: 1"])
    #expect(await emulator.journal.map(\.status) == [200, 201, nil])
  }
}
