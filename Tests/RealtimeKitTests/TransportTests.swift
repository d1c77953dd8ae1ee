import HTTPTypes
import Manifests
import Synchronization
import TestSupport
import Testing

@testable import RealtimeKit

/// Broken and unusual servers, byte by byte.
@Suite("The HTTP transport") struct TransportTests {
  /// Sends a request to a server that handles the connection with `handle`.
  private static func send(
    timeout: Duration = .seconds(120), _ handle: @escaping @Sendable (inout Socket) async throws -> Void
  ) async throws -> Result<TransportResponse, TransportError> {
    try await SocketServer.with(nil, handle) { port in
      let base = try BaseURL("http://127.0.0.1:\(port)/client/v4")
      return try await HTTPTransport.with(on: NetworkRoute(to: base) { _ in nil }, connections: 1) { transport in
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

  private static let closedBeforeResponse = "it was closed before a response arrived"
  private static let closedDuringResponse = "it was closed before the response was complete"

  private static let brokenResponses: [(String, String)] = [
    ("", closedBeforeResponse), ("HTTP/1.1 200 OK\r\nContent-Le", closedDuringResponse),
    ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", closedDuringResponse),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", closedDuringResponse),
    ("HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n{}", closedDuringResponse),
    ("SSH-2.0-OpenSSH_9.2\r\n", TransportError.notHTTP), ("HTTP/1.1 1234 X\r\n\r\n", TransportError.notHTTP),
    ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", TransportError.notHTTP),
    ("HTTP/1.1 200 OK\r\na\u{1}b: c\r\n\r\n", TransportError.notHTTP),
    (
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
      "the response could not be decompressed"
    ),
    ("HTTP/1.1 200 OK\r\nbig: " + String(repeating: "x", count: 1 << 20) + "\r\n\r\n", TransportError.notHTTP),
    (
      "HTTP/1.1 200 OK\r\n" + (0..<10_000).map { "h\($0): x\r\n" }.joined() + "\r\n", TransportError.notHTTP
    ),
  ]

  @Test(
    "A broken connection is reported with its cause",
    arguments: brokenResponses)
  func broken(response: String, message: String) async throws {
    let result = try await Self.send { socket in
      _ = try await socket.head()
      try await socket.send(response)
    }
    #expect(Self.error(result) == .connectionLost(message))
  }

  @Test(
    "Any valid HTTP response is accepted",
    arguments: [
      "HTTP/1.0 200 OK\r\n\r\n{}", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}",
      "HTTP/1.1 200 \r\ncontent-length:2\r\n\r\n{}",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
    ])
  func validResponses(text: String) async throws {
    let result = try await Self.send { socket in
      _ = try await socket.head()
      try await socket.send(text)
    }
    let response = try result.get()
    #expect(response.head.status.code == 200)
    #expect(response.body == Array("{}".utf8))
  }

  @Test("A response that is too slow or never arrives ends with the request timeout", arguments: [true, false])
  func slowResponse(trickles: Bool) async throws {
    let result = try await Self.send(timeout: .milliseconds(200)) { socket in
      _ = try await socket.head()
      if trickles { try await socket.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n") }
      while true {
        if trickles { try await socket.send(" ") }
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    #expect(Self.error(result) == .timedOut)
  }

  @Test("A response over 16 MiB is rejected with or without a length")
  func largeResponse() async throws {
    for head in ["Content-Length: 1000000000000", "Transfer-Encoding: chunked", "Connection: close"] {
      let sent = Mutex(0)
      let result = try await Self.send { socket in
        _ = try await socket.head()
        try await socket.send("HTTP/1.1 200 OK\r\n\(head)\r\n\r\n")
        let part = String(repeating: " ", count: 1 << 20)
        while true {
          try await socket.send(head.hasPrefix("Transfer") ? "100000\r\n\(part)\r\n" : part)
          sent.withLock { $0 += 1 }
        }
      }
      #expect(Self.error(result) == .tooLarge(16 << 20), "\(head)")
      // The socket buffers and a busy machine allow the server to send more than the limit before the client
      // disconnects.
      #expect(sent.withLock { $0 } < 256)
    }
  }

  @Test("A response that decompresses to more than 16 MiB is rejected")
  func decompressionBomb() async throws {
    let body = DecompressionBomb.gzip
    let result = try await Self.send { socket in
      _ = try await socket.head()
      try await socket.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n")
      try await socket.send(body)
    }
    #expect(Self.error(result) == .tooLarge(16 << 20))
  }

  @Test("A failed connection attempt names the host and the cause")
  func notConnected() async throws {
    for (address, message) in [
      ("http://127.0.0.1:9/", "127.0.0.1:9: Connection refused"),
      ("https://host.invalid/", "host.invalid:443: unknown host"),
    ] {
      let base = try BaseURL(address)
      let error = await #expect(throws: TransportError.self) {
        try await HTTPTransport.with(on: NetworkRoute(to: base) { _ in nil }, connections: 1) { transport in
          _ = try await transport.send(
            TransportRequest(HTTPRequest(method: .get, scheme: base.scheme, authority: base.authority, path: "/")),
            timeout: .seconds(120))
        }
      }
      #expect(error == .notConnected(message))
    }
  }
}

/// A gzip file, built by hand, that decompresses to an endless run of zeros. Its only block uses the fixed codes and
/// has one zero, followed by copies of 258 bytes.
private enum DecompressionBomb {
  /// The start of the file, which decompresses to 40 MiB.
  static let gzip: [UInt8] = {
    var bits = BitWriter()
    bits.append(1, count: 1)
    bits.append(1, count: 2)
    bits.appendCode(0x30, count: 8)
    for _ in 0..<16 {
      // Length 258 is code 285, 0b11000101; distance 1 is code 0.
      bits.appendCode(0b1100_0101, count: 8)
      bits.appendCode(0, count: 5)
    }
    // Eight times 13 bits are a whole number of bytes, which then repeat.
    let more = (0..<20_000).flatMap { _ in bits.bytes[2..<15] }
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + bits.bytes.prefix(2) + more
  }()

  private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var count = 0

    mutating func append(_ bit: UInt8) {
      if count % 8 == 0 { bytes.append(0) }
      bytes[bytes.count - 1] |= bit << UInt8(count % 8)
      count += 1
    }

    /// Appends a number with its lowest bit first.
    mutating func append(_ number: Int, count: Int) {
      for bit in 0..<count { append(UInt8(number >> bit & 1)) }
    }

    /// Appends a code with its highest bit first.
    mutating func appendCode(_ code: Int, count: Int) {
      for bit in (0..<count).reversed() { append(UInt8(code >> bit & 1)) }
    }
  }
}
