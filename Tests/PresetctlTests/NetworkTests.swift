import Foundation
import HTTPTypes
import Presets
import RealtimeKitEmulator
import Synchronization
import TestSupport
import Testing

/// The built program, and what may stand between it and the API.
@Suite("The network") struct NetworkTests {
  private static let token = "Zq3canary7Kx0vB9mW2sT5pL8nR1dF4gH6jC"
  private static let manifest = "name: nobody\nstate: absent\n"

  private static func variables(_ address: String, _ more: [String: String] = [:]) -> [String: String] {
    [
      "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_API_TOKEN": token, "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID,
      "REALTIMEKIT_APP_ID": Emulator.appID,
    ].merging(more) { $1 }
  }

  /// A plan of a folder with one manifest.
  private static func plan(_ variables: [String: String], _ arguments: [String] = []) async throws -> Binary.Outcome {
    let folder = try Folder(["presets/nobody.yaml": manifest])
    return try await Binary.run(["plan"] + arguments, in: folder.url, variables)
  }

  /// Serves the emulator as `https`, for the time of `body`.
  private static func withEncryptedAPI<Result: Sendable>(
    _ identity: SocketServer.Identity, onClient: @escaping @Sendable () -> Void = {},
    _ body: @escaping @Sendable (_ port: Int) async throws -> Result
  ) async throws -> Result {
    try await EmulatorServer.with(try Emulator(DefaultPresets.all)) { address in
      let port = try #require(URL(string: address)?.port)
      return try await SocketServer.with(
        identity,
        { socket in
          onClient()
          try await socket.relay(to: port)
        }, body)
    }
  }

  // MARK: Certificates

  /// A certificate that a server shows, and what is said of it.
  struct Certificate: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var names = "IP:127.0.0.1,DNS:localhost"
    var years = 2020...2049
    var signer = Authority.Signer.authority
    /// The file that `SSL_CERT_FILE` names.
    var trusted: String?
    var host = "127.0.0.1"
    /// What is told; nil where it is trusted.
    var words: String?
    var hint = authorityHint
  }

  private static let authorityHint =
    "if it is to be trusted, name a file with its authority's certificate in SSL_CERT_FILE; that takes the place of the system's"
  private static let clockHint = "is the clock of this machine right?"

  private static let certificates: [Certificate] = [
    Certificate(testDescription: "self-signed", signer: .itself, words: "is signed by itself"),
    Certificate(testDescription: "self-signed, named", signer: .itself, trusted: "server.pem"),
    Certificate(testDescription: "of an unknown authority", words: "comes from an authority that is not trusted"),
    Certificate(testDescription: "of a named authority", trusted: "authority.pem"),
    Certificate(testDescription: "of a named authority, by name", trusted: "authority.pem", host: "localhost"),
    Certificate(
      testDescription: "expired", years: 2020...2021, trusted: "authority.pem", words: "has expired", hint: clockHint),
    Certificate(
      testDescription: "not valid yet", years: 2048...2049, trusted: "authority.pem", words: "is not valid yet",
      hint: clockHint),
    Certificate(
      testDescription: "for another name", names: "DNS:elsewhere.example", trusted: "authority.pem", host: "localhost",
      words: "is for another name", hint: "is the base URL right?"),
    Certificate(
      testDescription: "for another address", names: "IP:127.0.0.2", trusted: "authority.pem",
      words: "is for another name", hint: "is the base URL right?"),
  ]

  @Test("a certificate is checked, and told apart, without a second try", arguments: certificates)
  func certificate(_ certificate: Certificate) async throws {
    let folder = try Folder()
    let authority = try await Authority(in: folder.url)
    let identity = try await authority.identity(
      "server", names: certificate.names, years: certificate.years, signedBy: certificate.signer)
    let clients = Mutex(0)
    let outcome = try await Self.withEncryptedAPI(identity, onClient: { clients.withLock { $0 += 1 } }) { port in
      let trusted = certificate.trusted.map { ["SSL_CERT_FILE": authority.path($0)] } ?? [:]
      return try await Self.plan(Self.variables("https://\(certificate.host):\(port)/client/v4", trusted))
    }
    if let words = certificate.words {
      #expect(
        outcome.text == """
          exit 1
          --- stdout ---
          --- stderr ---
          error: nobody can tell whether the server is '\(certificate.host)': its certificate \(words)
          hint: \(certificate.hint)

          """)
      // The second client only looks at the certificate.
      #expect(clients.withLock { $0 } <= 2)
    } else {
      #expect(outcome.status == 0, "\(outcome.text)")
    }
  }

  @Test("certificates in a folder are trusted by their hashes, beside those of the file", arguments: [true, false])
  func certificateFolder(isThere: Bool) async throws {
    let folder = try Folder()
    let authority = try await Authority(in: folder.url)
    let identity = try await authority.identity("server", names: "IP:127.0.0.1", signedBy: .authority)
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "trusted"), withIntermediateDirectories: true)
    let hash = try await authority.hash("authority.pem")
    if isThere {
      try folder.write(
        try String(contentsOfFile: authority.path("authority.pem"), encoding: .utf8), "trusted/\(hash).0")
    }
    let folders = ["SSL_CERT_DIR": "/nowhere:" + authority.path("trusted")]
    for others in [[:], ["SSL_CERT_FILE": authority.path("server.pem")]] where isThere || others.isEmpty {
      let outcome = try await Self.withEncryptedAPI(identity, onClient: {}) { port in
        let trusted = folders.merging(others) { $1 }
        return try await Self.plan(Self.variables("https://127.0.0.1:\(port)/client/v4", trusted))
      }
      #expect(outcome.status == (isThere ? 0 : 1), "\(outcome.text)")
    }
  }

  @Test(
    "trusted certificates that cannot be read are told with their path, and asked for only where they are needed",
    arguments: ["nowhere.pem", "presets", "presets/nobody.yaml"])
  func badCertificates(path: String) async throws {
    let variables = Self.variables("https://127.0.0.1:9/client/v4", ["SSL_CERT_FILE": path])
    let outcome = try await Self.plan(variables)
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasPrefix("error: SSL_CERT_FILE is '\(path)', where no trusted certificates can be read: "))
    #expect(try await Self.plan(variables, ["--local"]).status == 0)
  }

  @Test("a server that speaks no TLS is told as one")
  func plainServer() async throws {
    let outcome = try await EmulatorServer.with(try Emulator([])) { address in
      try await Self.plan(Self.variables(address.replacing("http:", with: "https:")))
    }
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == "error: no connection to the API: the TLS handshake failed: wrong version number\n")
  }

  // MARK: Proxies

  /// What a proxy saw.
  private struct Sight: Sendable {
    var heads: [String] = []
    var bytes: [UInt8] = []
  }

  /// Serves a proxy that opens tunnels to whatever port is asked for, for the time of `body`.
  /// - Parameter answer: What it says to a request.
  private static func withProxy<Result: Sendable>(
    answer: String = "HTTP/1.1 200 Connection established\r\n\r\n",
    _ body: @escaping @Sendable (_ port: Int) async throws -> Result
  ) async throws -> (result: Result, sight: Sight) {
    let sight = Mutex(Sight())
    let result = try await SocketServer.with(
      nil,
      { socket in
        let head = try await socket.head()
        sight.withLock { $0.heads.append(head) }
        try await socket.send(answer)
        let target = head.split(separator: " ").dropFirst().first?.split(separator: ":").last
        guard answer.contains(" 200 "), let port = target.flatMap({ Int($0) }) else { return }
        try await socket.relay(to: port) { bytes in sight.withLock { $0.bytes += bytes } }
      }, body)
    return (result, sight.withLock { $0 })
  }

  /// Plans through a proxy, and returns the port of the API as well.
  private static func planThroughProxy(
    _ variables: [String: String] = [:], userInfo: String = "",
    answer: String = "HTTP/1.1 200 Connection established\r\n\r\n"
  ) async throws -> (outcome: Binary.Outcome, port: Int, proxy: Int, sight: Sight) {
    let folder = try Folder()
    let authority = try await Authority(in: folder.url)
    let identity = try await authority.identity("server", names: "DNS:localhost", signedBy: .authority)
    let ((outcome, port, proxy), sight) = try await withProxy(answer: answer) { proxy in
      try await withEncryptedAPI(identity) { port in
        let variables = [
          "HTTPS_PROXY": "http://\(userInfo)127.0.0.1:\(proxy)", "SSL_CERT_FILE": authority.path("authority.pem"),
          "PRESETCTL_TIMEOUT": "120s",
        ].merging(variables) { $1 }
        return (try await plan(Self.variables("https://localhost:\(port)/client/v4", variables), ["-v"]), port, proxy)
      }
    }
    return (outcome, port, proxy, sight)
  }

  @Test("traffic goes through the proxy of HTTPS_PROXY, which sees where to, who, and nothing else")
  func proxy() async throws {
    let (outcome, port, proxy, sight) = try await Self.planThroughProxy(userInfo: "me:p%40ss@")
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(outcome.errors.hasPrefix("through the proxy 127.0.0.1:\(proxy)\nGET /client/v4/accounts/"))
    let lines = try #require(sight.heads.first).components(separatedBy: "\r\n")
    #expect(lines.first == "CONNECT localhost:\(port) HTTP/1.1")
    let authorization = "proxy-authorization: Basic \(Data("me:p@ss".utf8).base64EncodedString())"
    #expect(lines.contains(authorization), "\(lines)")
    #expect(!lines.contains { $0.lowercased().hasPrefix("authorization:") })
    #expect(sight.bytes.count > 1000)
    let seen = String(decoding: sight.bytes, as: UTF8.self)
    for secret in [Self.token, "uthorization", "/accounts/"] { #expect(!seen.contains(secret)) }
    for secret in ["p@ss", "p%40ss", "bWU6"] { #expect(!outcome.text.contains(secret)) }
  }

  @Test("NO_PROXY goes around it", arguments: ["localhost", "*", "127.0.0.1,.localhost"])
  func noProxy(list: String) async throws {
    let (outcome, _, _, sight) = try await Self.planThroughProxy(["no_proxy": list])
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(sight.heads.isEmpty)
  }

  @Test("a proxy that wants a password says so once, and any other refusal is tried again and told")
  func refusingProxy() async throws {
    let unknown = try await Self.planThroughProxy(
      userInfo: "me:p%40ss@", answer: "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
    #expect(unknown.outcome.status == 1)
    #expect(
      unknown.outcome.errors.hasSuffix(
        """
        error: the proxy 127.0.0.1:\(unknown.proxy) wants a user and a password, or others than it was given (407)
        hint: write HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT

        """))
    #expect(unknown.sight.heads.count == 1)
    for answer in [
      "HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 302 X\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
    ] {
      let refused = try await Self.planThroughProxy(["PRESETCTL_TIMEOUT": "120s"], answer: answer)
      #expect(refused.outcome.status == 1)
      #expect(
        refused.outcome.errors.contains(
          "no connection to the API: the proxy 127.0.0.1:\(refused.proxy) opens no way to localhost:\(refused.port)\n"),
        "\(refused.outcome.text)")
    }
  }

  @Test("plain http on this machine goes through no proxy")
  func plainWithoutProxy() async throws {
    try await EmulatorServer.with(try Emulator(DefaultPresets.all)) { address in
      let proxies = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"].map { ($0, "http://127.0.0.1:9") }
      let variables = Self.variables(address, Dictionary(uniqueKeysWithValues: proxies))
      let outcome = try await Self.plan(variables)
      #expect(outcome.status == 0, "\(outcome.text)")
    }
  }

  @Test("a proxy that is none is a wrong usage, which repeats no password")
  func malformedProxy() async throws {
    let variables = ["https_proxy": "socks5://me:p@ss@127.0.0.1:1"]
    let outcome = try await Self.plan(Self.variables("https://127.0.0.1:9/client/v4", variables))
    #expect(
      outcome.text == """
        exit 64
        --- stdout ---
        --- stderr ---
        error: https_proxy is not the address of an http proxy
        hint: write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, with characters such as @ in the password as %40

        """)
  }

  // MARK: Redirects

  @Test("a redirect is followed nowhere, and the token goes to nobody else", arguments: [301, 302, 303, 307, 308])
  func redirects(status: Int) async throws {
    let others = Mutex(0)
    try await SocketServer.with(nil, { _ in others.withLock { $0 += 1 } }) { other in
      for location in ["http://127.0.0.1:\(other)/client/v4", "//127.0.0.1:\(other)/", "/elsewhere", "?again"] {
        let paths = Mutex<[String]>([])
        let outcome = try await EmulatorServer.with({ request, _ in
          paths.withLock { $0.append(request.path ?? "") }
          return Reply(HTTPResponse(status: .init(code: status), headerFields: [.location: location]), [])
        }) { try await Self.plan(Self.variables($0)) }
        #expect(
          outcome.text == """
            exit 1
            --- stdout ---
            --- stderr ---
            error: the server redirects (\(status)), which is not followed: the token goes to the base URL and nowhere else

            """)
        #expect(paths.withLock { $0.count } == 1)
      }
    }
    #expect(others.withLock { $0 } == 0)
  }
}
