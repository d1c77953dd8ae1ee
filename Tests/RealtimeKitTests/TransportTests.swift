import HTTPTypes
import Presets
import Synchronization
import TestSupport
import Testing

@testable import RealtimeKit

/// What a server can do wrong, byte by byte.
@Suite("The transport") struct TransportTests {
  /// Sends a request to a server that talks as a test says.
  private static func ask(
    timeout: Duration = .seconds(120), _ talk: @escaping @Sendable (inout Socket) async throws -> Void
  ) async throws -> Result<TransportResponse, TransportError> {
    try await SocketServer.with(nil, talk) { port in
      let base = try BaseURL("http://127.0.0.1:\(port)/client/v4")
      return try await HTTPTransport.with(on: Route(to: base) { _ in nil }, connections: 1) { transport in
        let head = HTTPRequest(method: .get, scheme: base.scheme, authority: base.authority, path: base.path)
        do throws(TransportError) {
          return .success(try await transport.send(TransportRequest(head), timeout: timeout))
        } catch {
          return .failure(error)
        }
      }
    }
  }

  private static func error(_ result: Result<TransportResponse, TransportError>) -> TransportError? {
    if case .failure(let error) = result { error } else { nil }
  }

  private static let early = "it was closed before an answer came"
  private static let cut = "it was closed before the answer was whole"

  private static let breaks: [(String, String)] = [
    ("", early), ("HTTP/1.1 200 OK\r\nContent-Le", cut),
    ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", cut),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", cut),
    ("HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n{}", cut),
    ("SSH-2.0-OpenSSH_9.2\r\n", TransportError.notHTTP), ("HTTP/1.1 1234 X\r\n\r\n", TransportError.notHTTP),
    ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", TransportError.notHTTP),
    ("HTTP/1.1 200 OK\r\na\u{1}b: c\r\n\r\n", TransportError.notHTTP),
    (
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
      "what it answered cannot be decompressed"
    ),
    ("HTTP/1.1 200 OK\r\nbig: " + String(repeating: "x", count: 1 << 20) + "\r\n\r\n", TransportError.notHTTP),
    (
      "HTTP/1.1 200 OK\r\n" + (0..<10_000).map { "h\($0): x\r\n" }.joined() + "\r\n", TransportError.notHTTP
    ),
  ]

  @Test(
    "tells in words how a connection broke",
    arguments: breaks)
  func broken(answer: String, words: String) async throws {
    let result = try await Self.ask { socket in
      _ = try await socket.head()
      try await socket.send(answer)
    }
    #expect(Self.error(result) == .connectionLost(words))
  }

  @Test(
    "takes any answer that is HTTP",
    arguments: [
      "HTTP/1.0 200 OK\r\n\r\n{}", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}",
      "HTTP/1.1 200 \r\ncontent-length:2\r\n\r\n{}",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
    ])
  func wellFormed(answer: String) async throws {
    let result = try await Self.ask { socket in
      _ = try await socket.head()
      try await socket.send(answer)
    }
    let response = try result.get()
    #expect(response.head.status.code == 200)
    #expect(response.body == Array("{}".utf8))
  }

  @Test("a body that trickles on, or never comes, ends with the time for the request", arguments: [true, false])
  func slow(trickles: Bool) async throws {
    let result = try await Self.ask(timeout: .milliseconds(200)) { socket in
      _ = try await socket.head()
      if trickles { try await socket.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n") }
      while true {
        if trickles { try await socket.send(" ") }
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    #expect(Self.error(result) == .timedOut)
  }

  @Test("an answer over 16 MiB is refused, whether it says its length or not")
  func large() async throws {
    for head in ["Content-Length: 1000000000000", "Transfer-Encoding: chunked", "Connection: close"] {
      let sent = Mutex(0)
      let result = try await Self.ask { socket in
        _ = try await socket.head()
        try await socket.send("HTTP/1.1 200 OK\r\n\(head)\r\n\r\n")
        let part = String(repeating: " ", count: 1 << 20)
        while true {
          try await socket.send(head.hasPrefix("Transfer") ? "100000\r\n\(part)\r\n" : part)
          sent.withLock { $0 += 1 }
        }
      }
      #expect(Self.error(result) == .tooLarge(16 << 20), "\(head)")
      // What the sockets hold comes on top, and on a busy machine what the server sends until it sees that nobody reads.
      #expect(sent.withLock { $0 } < 256)
    }
  }

  @Test("an answer that would unfold to more than 16 MiB is refused")
  func bomb() async throws {
    let body = Bomb.gzip
    let result = try await Self.ask { socket in
      _ = try await socket.head()
      try await socket.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n")
      try await socket.send(body)
    }
    #expect(Self.error(result) == .tooLarge(16 << 20))
  }

  @Test("nothing listens, or nobody is called so: nothing was sent")
  func notConnected() async throws {
    for (address, words) in [
      ("http://127.0.0.1:9/", "127.0.0.1:9: Connection refused"),
      ("https://nobody.invalid/", "nobody.invalid:443: unknown host"),
    ] {
      let base = try BaseURL(address)
      let error = await #expect(throws: TransportError.self) {
        try await HTTPTransport.with(on: Route(to: base) { _ in nil }, connections: 1) { transport in
          _ = try await transport.send(
            TransportRequest(HTTPRequest(method: .get, scheme: base.scheme, authority: base.authority, path: "/")),
            timeout: .seconds(120))
        }
      }
      #expect(error == .notConnected(words))
    }
  }
}

/// Zeros without end, compressed by hand: a gzip file whose only block, with the fixed codes, is a zero and again and again
/// "258 more of the same".
private enum Bomb {
  /// The beginning, which unfolds to 40 MiB.
  static let gzip: [UInt8] = {
    var bits = Bits()
    bits.append(1, count: 1)
    bits.append(1, count: 2)
    bits.appendCode(0x30, count: 8)
    for _ in 0..<16 {
      // Length 258 is code 285, 0b11000101; distance 1 is code 0.
      bits.appendCode(0b1100_0101, count: 8)
      bits.appendCode(0, count: 5)
    }
    // Eight times 13 bits are as many bytes, which then repeat.
    let more = (0..<20_000).flatMap { _ in bits.bytes[2..<15] }
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + bits.bytes.prefix(2) + more
  }()

  private struct Bits {
    private(set) var bytes: [UInt8] = []
    private var count = 0

    mutating func append(_ bit: UInt8) {
      if count % 8 == 0 { bytes.append(0) }
      bytes[bytes.count - 1] |= bit << UInt8(count % 8)
      count += 1
    }

    /// Appends a number, its lowest bit first.
    mutating func append(_ number: Int, count: Int) {
      for bit in 0..<count { append(UInt8(number >> bit & 1)) }
    }

    /// Appends a code, its highest bit first.
    mutating func appendCode(_ code: Int, count: Int) {
      for bit in (0..<count).reversed() { append(UInt8(code >> bit & 1)) }
    }
  }
}
