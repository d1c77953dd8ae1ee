import Foundation
import HTTPTypes
import RealtimeKitEmulator
import Synchronization
import TestSupport
import Testing

/// Certificates, proxies and redirects between the built program and the API.
@Suite("The network") struct NetworkTests {
  private static let token = "Zq3canary7Kx0vB9mW2sT5pL8nR1dF4gH6jC"
  private static let manifest = "name: unused\nstate: absent\n"

  private static func variables(_ address: String, _ more: [String: String] = [:]) -> [String: String] {
    [
      "CLOUDFLARE_BASE_URL": address, "CLOUDFLARE_API_TOKEN": token, "CLOUDFLARE_ACCOUNT_ID": Emulator.accountID,
      "REALTIMEKIT_APP_ID": Emulator.appID,
    ].merging(more) { $1 }
  }

  /// Plans a folder with one manifest.
  private static func plan(_ variables: [String: String], _ arguments: [String] = []) async throws -> Binary.Outcome {
    let folder = try TemporaryFolder(["presets/unused.yaml": manifest])
    return try await Binary.run(["plan"] + arguments, in: folder.url, variables)
  }

  /// Serves the emulator over https for the duration of `body`.
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

  /// A certificate that a server presents, and the expected error message.
  struct Certificate: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var names = "IP:127.0.0.1,DNS:localhost"
    var years = 2020...2049
    var signer = CertificateAuthority.Signer.authority
    /// The file for `SSL_CERT_FILE`.
    var trusted: String?
    var host = "127.0.0.1"
    /// The end of the error message, or nil if the certificate is trusted.
    var message: String?
    var hint = authorityHint
  }

  private static let authorityHint =
    "to trust it, set SSL_CERT_FILE to a file with its authority's certificate, which replaces the system's certificates"
  private static let clockHint = "check the clock of this machine"

  private static let certificates: [Certificate] = [
    Certificate(testDescription: "self-signed", signer: .itself, message: "is self-signed"),
    Certificate(testDescription: "self-signed, named", signer: .itself, trusted: "server.pem"),
    Certificate(testDescription: "of an unknown authority", message: "was issued by an untrusted authority"),
    Certificate(testDescription: "of a named authority", trusted: "authority.pem"),
    Certificate(testDescription: "of a named authority, by name", trusted: "authority.pem", host: "localhost"),
    Certificate(
      testDescription: "expired", years: 2020...2021, trusted: "authority.pem", message: "has expired", hint: clockHint),
    Certificate(
      testDescription: "not valid yet", years: 2048...2049, trusted: "authority.pem", message: "is not valid yet",
      hint: clockHint),
    Certificate(
      testDescription: "for another name", names: "DNS:elsewhere.example", trusted: "authority.pem", host: "localhost",
      message: "is for another host name", hint: "check the base URL"),
    Certificate(
      testDescription: "for another address", names: "IP:127.0.0.2", trusted: "authority.pem",
      message: "is for another host name", hint: "check the base URL"),
  ]

  @Test("An untrusted certificate is reported with the reason and without a retry", arguments: certificates)
  func certificate(_ certificate: Certificate) async throws {
    let folder = try TemporaryFolder()
    let authority = try await CertificateAuthority(in: folder.url)
    let identity = try await authority.identity(
      "server", names: certificate.names, years: certificate.years, signedBy: certificate.signer)
    let clients = Mutex(0)
    let outcome = try await Self.withEncryptedAPI(identity, onClient: { clients.withLock { $0 += 1 } }) { port in
      let trusted = certificate.trusted.map { ["SSL_CERT_FILE": authority.path($0)] } ?? [:]
      return try await Self.plan(Self.variables("https://\(certificate.host):\(port)/client/v4", trusted))
    }
    if let message = certificate.message {
      #expect(
        outcome.text == """
          exit 1
          --- stdout ---
          --- stderr ---
          error: cannot verify the server '\(certificate.host)': its certificate \(message)
          hint: \(certificate.hint)

          """)
      // A second connection only reads the certificate.
      #expect(clients.withLock { $0 } <= 2)
    } else {
      #expect(outcome.status == 0, "\(outcome.text)")
    }
  }

  @Test("Certificates in a folder are trusted in addition to those in the certificate file", arguments: [true, false])
  func certificateFolder(isInFolder: Bool) async throws {
    let folder = try TemporaryFolder()
    let authority = try await CertificateAuthority(in: folder.url)
    let identity = try await authority.identity("server", names: "IP:127.0.0.1", signedBy: .authority)
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "trusted"), withIntermediateDirectories: true)
    let hash = try await authority.hash("authority.pem")
    if isInFolder {
      try folder.write(
        try String(contentsOfFile: authority.path("authority.pem"), encoding: .utf8), "trusted/\(hash).0")
    }
    let folders = ["SSL_CERT_DIR": "/nowhere:" + authority.path("trusted")]
    for others in [[:], ["SSL_CERT_FILE": authority.path("server.pem")]] where isInFolder || others.isEmpty {
      let outcome = try await Self.withEncryptedAPI(identity, onClient: {}) { port in
        let trusted = folders.merging(others) { $1 }
        return try await Self.plan(Self.variables("https://127.0.0.1:\(port)/client/v4", trusted))
      }
      #expect(outcome.status == (isInFolder ? 0 : 1), "\(outcome.text)")
    }
  }

  @Test(
    "Unreadable certificates are reported with their path, but only for an https connection",
    arguments: ["nowhere.pem", "presets", "presets/unused.yaml"])
  func badCertificates(path: String) async throws {
    let variables = Self.variables("https://127.0.0.1:9/client/v4", ["SSL_CERT_FILE": path])
    let outcome = try await Self.plan(variables)
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasPrefix("error: cannot read trusted certificates from SSL_CERT_FILE '\(path)': "))
    #expect(try await Self.plan(variables, ["--local"]).status == 0)
  }

  @Test("A server without TLS is reported as such")
  func plainServer() async throws {
    let outcome = try await EmulatorServer.with(try Emulator([])) { address in
      try await Self.plan(Self.variables(address.replacing("http:", with: "https:")))
    }
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == "error: could not connect to the API: the TLS handshake failed: wrong version number\n")
  }

  // MARK: Proxies

  /// The requests and bytes that a proxy received.
  private struct ProxyTraffic: Sendable {
    var heads: [String] = []
    var bytes: [UInt8] = []
  }

  /// Runs a proxy that opens tunnels to any local port, for the duration of `body`.
  /// - Parameter response: The response of the proxy to a request.
  private static func withProxy<Result: Sendable>(
    response: String = "HTTP/1.1 200 Connection established\r\n\r\n",
    _ body: @escaping @Sendable (_ port: Int) async throws -> Result
  ) async throws -> (result: Result, traffic: ProxyTraffic) {
    let traffic = Mutex(ProxyTraffic())
    let result = try await SocketServer.with(
      nil,
      { socket in
        let head = try await socket.head()
        traffic.withLock { $0.heads.append(head) }
        try await socket.send(response)
        let target = head.split(separator: " ").dropFirst().first?.split(separator: ":").last
        guard response.contains(" 200 "), let port = target.flatMap({ Int($0) }) else { return }
        try await socket.relay(to: port) { bytes in traffic.withLock { $0.bytes += bytes } }
      }, body)
    return (result, traffic.withLock { $0 })
  }

  /// Plans through a proxy, and returns the ports of the API and of the proxy.
  private static func planThroughProxy(
    _ variables: [String: String] = [:], userInfo: String = "",
    response: String = "HTTP/1.1 200 Connection established\r\n\r\n"
  ) async throws -> (outcome: Binary.Outcome, port: Int, proxy: Int, traffic: ProxyTraffic) {
    let folder = try TemporaryFolder()
    let authority = try await CertificateAuthority(in: folder.url)
    let identity = try await authority.identity("server", names: "DNS:localhost", signedBy: .authority)
    let ((outcome, port, proxy), traffic) = try await withProxy(response: response) { proxy in
      try await withEncryptedAPI(identity) { port in
        let variables = [
          "HTTPS_PROXY": "http://\(userInfo)127.0.0.1:\(proxy)", "SSL_CERT_FILE": authority.path("authority.pem"),
          "PRESETCTL_TIMEOUT": "120s",
        ].merging(variables) { $1 }
        return (try await plan(Self.variables("https://localhost:\(port)/client/v4", variables), ["-v"]), port, proxy)
      }
    }
    return (outcome, port, proxy, traffic)
  }

  @Test("Requests go through the proxy from HTTPS_PROXY, which sees only the host and its own credentials")
  func proxy() async throws {
    let (outcome, port, proxy, traffic) = try await Self.planThroughProxy(userInfo: "me:p%40ss@")
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(outcome.errors.hasPrefix("using the proxy 127.0.0.1:\(proxy)\nGET /client/v4/accounts/"))
    let lines = try #require(traffic.heads.first).components(separatedBy: "\r\n")
    #expect(lines.first == "CONNECT localhost:\(port) HTTP/1.1")
    let authorization = "proxy-authorization: Basic \(Data("me:p@ss".utf8).base64EncodedString())"
    #expect(lines.contains(authorization), "\(lines)")
    #expect(!lines.contains { $0.lowercased().hasPrefix("authorization:") })
    #expect(traffic.bytes.count > 1000)
    let bytes = String(decoding: traffic.bytes, as: UTF8.self)
    for secret in [Self.token, "uthorization", "/accounts/"] { #expect(!bytes.contains(secret)) }
    for secret in ["p@ss", "p%40ss", "bWU6"] { #expect(!outcome.text.contains(secret)) }
  }

  @Test("A host in NO_PROXY bypasses the proxy", arguments: ["localhost", "*", "127.0.0.1,.localhost"])
  func noProxy(list: String) async throws {
    let (outcome, _, _, traffic) = try await Self.planThroughProxy(["no_proxy": list])
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(traffic.heads.isEmpty)
  }

  @Test("A proxy that requires a password fails at once, and other proxy errors are retried")
  func proxyErrors() async throws {
    let unauthorized = try await Self.planThroughProxy(
      userInfo: "me:p%40ss@", response: "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
    #expect(unauthorized.outcome.status == 1)
    #expect(
      unauthorized.outcome.errors.hasSuffix(
        """
        error: the proxy 127.0.0.1:\(unauthorized.proxy) requires a user and password, or rejected those given (407)
        hint: set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT

        """))
    #expect(unauthorized.traffic.heads.count == 1)
    for response in [
      "HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 302 X\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
    ] {
      let failed = try await Self.planThroughProxy(["PRESETCTL_TIMEOUT": "120s"], response: response)
      #expect(failed.outcome.status == 1)
      #expect(
        failed.outcome.errors.contains(
          "could not connect to the API: the proxy 127.0.0.1:\(failed.proxy) did not open a tunnel to localhost:\(failed.port)\n"
        ),
        "\(failed.outcome.text)")
    }
  }

  @Test("Plain http on this machine uses no proxy")
  func plainWithoutProxy() async throws {
    try await EmulatorServer.with(try Emulator(DefaultPresets.all)) { address in
      let proxies = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"].map { ($0, "http://127.0.0.1:9") }
      let variables = Self.variables(address, Dictionary(uniqueKeysWithValues: proxies))
      let outcome = try await Self.plan(variables)
      #expect(outcome.status == 0, "\(outcome.text)")
    }
  }

  @Test("An invalid proxy address is an error that does not repeat the password")
  func malformedProxy() async throws {
    let variables = ["https_proxy": "socks5://me:p@ss@127.0.0.1:1"]
    let outcome = try await Self.plan(Self.variables("https://127.0.0.1:9/client/v4", variables))
    #expect(
      outcome.text == """
        exit 64
        --- stdout ---
        --- stderr ---
        error: https_proxy is not a valid http proxy URL
        hint: use http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, and percent-encode the password (@ as %40)

        """)
  }

  // MARK: Redirects

  @Test(
    "A redirect is not followed, and the token is not sent to another server", arguments: [301, 302, 303, 307, 308])
  func redirects(status: Int) async throws {
    let otherRequests = Mutex(0)
    try await SocketServer.with(nil, { _ in otherRequests.withLock { $0 += 1 } }) { other in
      for location in ["http://127.0.0.1:\(other)/client/v4", "//127.0.0.1:\(other)/", "/elsewhere", "?again"] {
        let paths = Mutex<[String]>([])
        let outcome = try await EmulatorServer.with({ request, _ in
          paths.withLock { $0.append(request.path ?? "") }
          return EmulatedResponse(HTTPResponse(status: .init(code: status), headerFields: [.location: location]), [])
        }) { try await Self.plan(Self.variables($0)) }
        #expect(
          outcome.text == """
            exit 1
            --- stdout ---
            --- stderr ---
            error: the server responded with a redirect (\(status)), which is not followed: the token is sent only to the base URL

            """)
        #expect(paths.withLock { $0.count } == 1)
      }
    }
    #expect(otherRequests.withLock { $0 } == 0)
  }
}
