import HTTPTypes
import JSONValue
import Manifests
import Planning
import RealtimeKitEmulator
import Synchronization
import TestSupport
import Testing

@testable import RealtimeKit

/// Reads from servers that behave as real servers have been seen to behave.
@Suite("Reading presets") struct ReaderTests {
  private final class Counter: Sendable {
    private let value = Mutex(0)
    func next() -> Int {
      value.withLock { count in
        count += 1
        return count
      }
    }
    var count: Int { value.withLock { $0 } }
  }

  private static func row(_ number: Int) -> String { #"{"id": "id-\#(number)", "name": "preset-\#(number)"}"# }

  private static func page(_ numbers: some Sequence<Int>, total: Int?) -> String {
    let paging = total.map { #", "paging": {"total_count": \#($0), "start_offset": 1, "end_offset": 9}"# } ?? ""
    return #"{"success": true, "data": [\#(numbers.map(row).joined(separator: ","))]\#(paging)}"#
  }

  private static func pageNumber(_ request: HTTPRequest) -> Int {
    let text = request.path?.split(separator: "page_no=").last?.split(separator: "&").first ?? "1"
    return Int(text) ?? 1
  }

  private func observe(
    _ desired: DesiredState = DesiredState([]),
    _ respond:
      @escaping @Sendable (HTTPRequest) throws(TransportError) -> (status: Int, fields: [HTTPField], body: String)
  ) async throws -> ObservedState {
    let app = try RemoteApp(through: { _ in ScriptedTransport(respond: respond) })
    return try await PresetReader(try app.connection(), parallelism: 3).observe(for: desired)
  }

  private func failure(
    _ respond:
      @escaping @Sendable (HTTPRequest) throws(TransportError) -> (status: Int, fields: [HTTPField], body: String)
  ) async -> APIError? {
    await #expect(throws: APIError.self) { try await observe(DesiredState([]), respond) }
  }

  @Test("The reader continues when pages are shorter than requested")
  func shortPages() async throws {
    let state = try await observe { request in
      let start = (Self.pageNumber(request) - 1) * 2
      return (200, [], Self.page((start..<min(start + 2, 5)), total: 5))
    }
    #expect(state.listed.map(\.id) == ["id-0", "id-1", "id-2", "id-3", "id-4"])
  }

  @Test("The reader continues until a page has no new rows when the server reports no total")
  func noTotal() async throws {
    let state = try await observe { request in
      let start = (Self.pageNumber(request) - 1) * 2
      return (200, [], Self.page((start..<max(start, min(start + 2, 3))), total: nil))
    }
    #expect(state.listed.count == 3)
    let repeating = try await observe { _ in (200, [], Self.page(0..<2, total: nil)) }
    #expect(repeating.listed.count == 2)
  }

  @Test("The reader reads the list again when it changed in between")
  func changingList() async throws {
    let counter = Counter()
    let state = try await observe { request in
      // During the first pass another client adds a preset between two pages, so that one row appears twice.
      let isFirst = counter.next() <= 2
      if Self.pageNumber(request) == 1 { return (200, [], Self.page(0..<2, total: 3)) }
      return isFirst ? (200, [], Self.page(1..<3, total: 4)) : (200, [], Self.page(2..<3, total: 3))
    }
    #expect(state.listed.map(\.id) == ["id-0", "id-1", "id-2"])
  }

  @Test("The reader gives up on a list that keeps changing")
  func constantlyChangingList() async {
    let counter = Counter()
    let error = await failure { _ in
      let number = counter.next()
      return (200, [], Self.page(number..<number + 2, total: 3))
    }
    #expect(error == .listKeepsChanging)
  }

  @Test("The reader accepts a list that contradicts itself in the same way twice")
  func steadyContradiction() async throws {
    #expect(try await observe { _ in (200, [], Self.page(0..<2, total: 7)) }.listed.count == 2)
    let uneven = try await observe { request in
      let starts = [0, 5, 7, 12, 14]
      let number = Self.pageNumber(request)
      return (200, [], Self.page(number < starts.count ? starts[number - 1]..<starts[number] : 0..<0, total: 14))
    }
    #expect(uneven.listed.count == 14)
  }

  @Test("The reader rejects an implausible total after one request", arguments: [1_000_000, Int.max])
  func implausibleTotal(total: Int) async {
    let counter = Counter()
    let error = await failure { _ in
      _ = counter.next()
      return (200, [], Self.page(0..<2, total: total))
    }
    guard case .unexpectedResponse? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(counter.count == 1)
  }

  @Test("The reader names both ids when two remote presets share a declared name")
  func ambiguous() async throws {
    let list =
      #"{"success": true, "data": [{"id": "b", "name": "x"}, {"id": "a", "name": "x"}], "paging": {"total_count": 2}}"#
    let desired = DesiredState(yaml: "name: x\nstate: absent\n")
    let error = await #expect(throws: APIError.self) { try await observe(desired) { _ in (200, [], list) } }
    #expect(error == .ambiguousName("x", ids: ["a", "b"]))
    #expect(try await observe { _ in (200, [], list) }.listed.count == 2)
  }

  @Test("The reader distinguishes a missing app from an app without presets")
  func missingApp() async throws {
    let app = try RemoteApp()
    let reader = PresetReader(try app.connection(appID: "00000000-0000-0000-0000-000000000000"), parallelism: 1)
    let error = await #expect(throws: APIError.self) { try await reader.observe(for: DesiredState([])) }
    #expect(
      error
        == .unknownApp(id: "00000000-0000-0000-0000-000000000000", known: [.init(id: Emulator.appID, name: "local")]))
  }

  @Test(
    "An error shows the server's message from any envelope",
    arguments: [
      (
        #"{"success": false, "errors": [{"code": 10000, "message": "Authentication error"}], "result": null}"#,
        ["Authentication error (code 10000)"]
      ),
      (
        #"{"success": false, "errors": [{"code": 1, "message": "no", "source": {"pointer": "/name"}}, {"code": 2, "message": "bad"}]}"#,
        ["no at /name (code 1)", "bad (code 2)"]
      ),
      (#"{"success": false, "error": {"code": 400, "message": "name is taken"}}"#, ["name is taken (code 400)"]),
      (#"{"success": false, "error": "plain words"}"#, ["plain words"]),
      (#"{"message": "top-level words"}"#, ["top-level words"]),
      (
        #"{"error": {"message": "[{\"path\": [\"config\", \"media\"], \"message\": \"Required\"}]"}}"#,
        ["config.media: Required"]
      ),
      ("<html>Bad gateway</html>", []), ("", []),
      (#"{"error": "your token local-emulator-token is bad"}"#, ["your token ******************** is bad"]),
    ])
  func serverMessages(body: String, messages: [String]) async {
    let ray = HTTPField.Name("cf-ray").map { [HTTPField(name: $0, value: "ray-1")] } ?? []
    #expect(
      await failure { _ in (400, ray, body) } == .rejected(.init(status: 400, messages: messages, requestID: "ray-1")))
  }

  @Test("An error message from the server is shortened to a readable length")
  func longServerMessage() async {
    let long = String(repeating: "x", count: 5000)
    let errors = (1...150).map { "\($0 == 1 ? long : "\($0)")" }.map { #"{"message": "\#($0)"}"# }
    let messages = [String(repeating: "x", count: 4096) + "…"] + (2...100).map { "\($0)" } + ["and 50 more"]
    let body = #"{"errors": [\#(errors.joined(separator: ","))]}"#
    #expect(
      await failure { _ in (400, [], body) } == .rejected(.init(status: 400, messages: messages, requestID: nil)))
  }

  @Test(
    "A response that is not from the API is rejected",
    arguments: [
      "<html></html>", "{}", "[]", #"{"success": true, "data": 3}"#, #"{"success": true, "data": [{"id": 1}]}"#,
      #"{"data": [{"id": "..", "name": "x"}]}"#,
      #"{"data": [{"id": "", "name": "x"}]}"#,
      #"{"data": "#,
    ])
  func unexpectedResponse(body: String) async {
    guard case .unexpectedResponse? = await failure({ _ in (200, [], body) }) else {
      Issue.record("not rejected")
      return
    }
  }

  @Test(
    "Reads are retried up to three times, except after errors that a retry cannot fix",
    arguments: [
      (503, 4), (429, 4), (500, 4), (522, 4), (408, 4), (400, 1), (401, 1), (403, 1), (301, 1),
    ])
  func retries(status: Int, attempts: Int) async {
    let counter = Counter()
    let error = await failure { _ in
      _ = counter.next()
      return (status, [], "")
    }
    #expect(counter.count == attempts)
    #expect(error?.status == status)
  }

  @Test("The reader waits as long as the server asks and records the wait")
  func retryAfter() async throws {
    let counter = Counter()
    let app = try RemoteApp(through: { _ in
      ScriptedTransport { _ in
        counter.next() == 1
          ? (429, [HTTPField(name: .retryAfter, value: "7")], "") : (200, [], Self.page(0..<1, total: 1))
      }
    })
    let connection = try app.connection()
    _ = try await PresetReader(connection, parallelism: 1).observe(for: DesiredState([]))
    #expect(app.time.now() == .seconds(7))
    #expect(connection.traffic.retries == 1)
    #expect(connection.traffic.waitedSeconds == 7)
  }

  @Test("Reading stops when the timeout of the run expires")
  func deadline() async throws {
    let app = try RemoteApp(through: { _ in
      ScriptedTransport { _ in (429, [HTTPField(name: .retryAfter, value: "7")], "") }
    })
    let reader = PresetReader(try app.connection(timeout: .seconds(20)), parallelism: 1)
    let error = await #expect(throws: APIError.self) { try await reader.observe(for: DesiredState([])) }
    #expect(error?.status == 429)
    #expect(app.time.now() <= .seconds(20))
  }

  @Test("A read over a broken connection is retried and then fails")
  func brokenConnection() async {
    let counter = Counter()
    let error = await failure { (_) throws(TransportError) in
      _ = counter.next()
      throw .connectionLost("reset")
    }
    #expect(error == .unreachable(.connectionLost("reset")))
    #expect(counter.count == 4)
  }

  @Test("The token appears only in the Authorization header")
  func token() async throws {
    let requests = Mutex<[HTTPRequest]>([])
    _ = try? await observe { request in
      requests.withLock { $0.append(request) }
      return (400, [], "")
    }
    let request = try #require(requests.withLock { $0.first })
    #expect(request.headerFields[.authorization] == "Bearer \(Emulator.token)")
    #expect(request.path?.contains(Emulator.token) == false)
    let token = try #require(APIToken("  secret-secret-secret\n"))
    #expect("\(token) \(String(reflecting: token))".contains("secret") == false)
    #expect(["", " \n", "two words", "ünicode"].allSatisfy { APIToken($0) == nil })
  }

  @Test(
    "Any 8 consecutive characters of the token are masked in server messages",
    arguments: [
      ("token: secret-secret-secret!", "token: ********************!"), ("xsecret-sx", "x********x"),
      ("secret-s\u{301}", "********\u{301}"), ("ret-secr ret-sec", "******** ret-sec"), ("ünï secret", "ünï secret"),
      (#"secret\u002ds"#, #"secret\u002ds"#),
    ])
  func masks(text: String, masked: String) throws {
    #expect(try #require(APIToken("secret-secret-secret")).masked(text) == masked)
  }

  @Test("A part of the token is found at any position unless it is too short", arguments: 0..<12)
  func partsOfToken(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let characters = Array("abcdefghijklmnopqrstuvwxyz0123456789-_")
    let secret = (0..<Int.random(in: 1...40, using: &random)).map { _ in random.pick(characters) }
    let token = try #require(APIToken(String(secret)))
    let minimumLength = min(8, secret.count)
    for length in 1...secret.count {
      for start in [0, secret.count - length, Int.random(in: 0...(secret.count - length), using: &random)] {
        let part = String(secret[start..<(start + length)])
        for margin in [0, 1, 6, 7, 8, Int.random(in: 9...90, using: &random)] {
          let (before, after) = (String(repeating: " ", count: margin), String(repeating: "!", count: margin % 5))
          let masked = length < minimumLength ? part : String(repeating: "*", count: length)
          #expect(token.masked(before + part + after) == before + masked + after)
          let json = token.masked(json: Array("\"\(before + part + after)\"".utf8)).map {
            String(decoding: $0, as: UTF8.self)
          }
          #expect(json == (length < minimumLength || minimumLength < 8 ? nil : "\"\(before + masked + after)\""))
        }
      }
    }
  }

  @Test("The token is masked in list rows, even if escaped, and a preset that contains it is rejected")
  func tokenInResponse() async throws {
    let id = "00000000-0000-4000-8000-000000000001"
    func connect(_ body: String) throws -> Connection {
      let connection = try RemoteApp(through: { _ in
        let token = APIToken(Emulator.token)
        let scripted = ScriptedTransport { _ in (200, [HTTPField(name: .server, value: Emulator.token)], body) }
        return token.map { TokenFilter(scripted, $0) } ?? scripted
      }).connection()
      return connection
    }
    let row = #"{"id": "\#(id)", "name": "a \#(Emulator.token) \u006cocal-emu"}"#
    let list = try await PresetReader(
      try connect(#"{"data": [\#(row)], "paging": {"total_count": 1}}"#), parallelism: 1
    )
    .observe(for: DesiredState([])).listed
    #expect(list.map(\.name.text) == ["a ******************** **************"])
    let error = await #expect(throws: APIError.self) {
      try await PresetReader(try connect(#"{"data": {"name": "\#(Emulator.token)"}}"#), parallelism: 1).document(id: id)
    }
    #expect(error == .unreachable(.permanentFailure(.tokenInPreset(id: id))))
    #expect(error?.message.contains(id) == true && error?.hint != nil)
  }

  @Test(
    "A base URL uses https or a loopback address",
    arguments: [
      ("https://api.cloudflare.com/client/v4/", "https://api.cloudflare.com/client/v4"),
      ("http://127.0.0.1:8787/client/v4", "http://127.0.0.1:8787/client/v4"),
      ("http://localhost:1/x", "http://localhost:1/x"), ("http://[::1]:5/x", "http://[::1]:5/x"),
      ("http://example.com/", nil), ("http://127.0.0.1.example.com/", nil), ("ftp://127.0.0.1/", nil),
      ("https://user:pass@example.com/", nil), ("https://example.com/?a=b", nil), ("example.com", nil), ("", nil),
      ("https://exa mple.com", nil), ("http://127.0.0.1:65536", nil), ("https://example.com:0", nil),
    ] as [(String, String?)])
  func baseURLs(text: String, result: String?) {
    #expect((try? BaseURL(text))?.text == result)
  }
}
