import AsyncHTTPClient
import Foundation
import Manifests
import NIOSSL
import TestSupport
import Testing

@testable import RealtimeKit

/// The network route to the API as environment variables set it.
@Suite("The network route") struct NetworkRouteTests {
  private static func route(
    to address: String = "https://api.example.com/v4", _ variables: [String: String]
  ) throws -> NetworkRoute {
    try NetworkRoute(to: BaseURL(address)) { variables[$0] }
  }

  @Test(
    "The route uses the proxy from HTTPS_PROXY and hides its user name and password",
    arguments: [
      ("http://proxy.example.com:3128", "proxy.example.com:3128", nil),
      ("proxy.example.com:3128", "proxy.example.com:3128", nil), ("http://proxy/", "proxy:80", nil),
      ("HTTP://[::1]:8080", "[::1]:8080", nil),
      ("http://me:secret@proxy:1", "proxy:1", "Basic bWU6c2VjcmV0"), ("me@proxy:1", "proxy:1", "Basic bWU6"),
      ("http://a%40b:c%3A%2F@proxy:1", "proxy:1", "Basic YUBiOmM6Lw=="),
    ] as [(String, String, String?)])
  func proxies(text: String, description: String, authorization: String?) throws {
    let proxy = try #require(try Self.route(["HTTPS_PROXY": text]).proxy)
    #expect(proxy.authorization?.headerValue == authorization)
    for text in ["\(proxy)", String(reflecting: proxy)] { #expect(text == description) }
    var dumped = ""
    dump(proxy, to: &dumped)
    #expect(!dumped.contains("secret"))
  }

  @Test(
    "An invalid proxy address is rejected without being repeated",
    arguments: [
      "https://proxy:1", "socks5://proxy:1", "http://", "http://proxy:0", "http://proxy:65536", "http://proxy/path",
      "http://proxy?a", "http://me:pass#word@proxy:1", "http://me:pass/word@proxy:1", "me:secret word@proxy", "//", ":",
    ])
  func malformed(text: String) {
    let error = #expect(throws: NetworkRouteError.self) { try Self.route(["https_proxy": text]) }
    #expect(error?.message == "https_proxy is not a valid http proxy URL")
  }

  @Test("Uppercase variables take precedence, empty variables are ignored, and plain http uses no proxy")
  func variables() throws {
    func host(_ variables: [String: String]) throws -> String? { try Self.route(variables).proxy?.host }
    #expect(try host(["HTTPS_PROXY": "a", "https_proxy": "b"]) == "a")
    #expect(try host(["HTTPS_PROXY": "", "https_proxy": "b"]) == "b")
    #expect(try host(["HTTP_PROXY": "a", "http_proxy": "b", "ALL_PROXY": "c"]) == nil)
    #expect(try host(["HTTPS_PROXY": "a", "NO_PROXY": "", "no_proxy": "*"]) == nil)
    #expect(try host(["HTTPS_PROXY": "a", "NO_PROXY": "other", "no_proxy": "*"]) == "a")
    // A proxy that is not used is not validated.
    #expect(try host(["HTTPS_PROXY": "ftp://a", "NO_PROXY": "*"]) == nil)
    let local = try Self.route(
      to: "http://127.0.0.1:1/v4", ["HTTPS_PROXY": ":", "HTTP_PROXY": "a", "SSL_CERT_FILE": "/nowhere"])
    #expect(local.proxy == nil)
    #expect(try Self.route(to: "https://127.0.0.1:1/v4", ["HTTPS_PROXY": "a"]).proxy?.host == "a")
  }

  private static let noProxyCases: [(String, String, Bool)] = [
    ("*", "api.example.com", true), ("api.example.com", "api.example.com", true),
    ("example.com", "api.example.com", true), (".example.com", "api.example.com", true),
    ("*.example.com", "api.example.com", true), (".example.com", "example.com", true),
    ("EXAMPLE.com", "api.Example.COM", true), ("example.com.", "api.example.com", true),
    ("ample.com", "api.example.com", false), ("com.example", "api.example.com", false),
    ("api.example.com.evil.org", "api.example.com", false), ("", "api.example.com", false),
    ("one, two\texample.com", "api.example.com", true), ("one,,two", "api.example.com", false),
    ("example.com:443", "api.example.com", true), ("example.com:80", "api.example.com", false),
    ("example.com:8443", "api.example.com:8443", true), ("*:8443", "api.example.com:8443", true),
    ("10.0.0.1", "10.0.0.1", true), ("10.0.0.1:443", "10.0.0.1", true), ("0.0.1", "10.0.0.1", false),
    ("10.0.0.10", "10.0.0.1", false), ("::1", "[::1]", true), ("[::1]", "[::1]", true),
    ("0:0:0:0:0:0:0:1", "[::1]", true),
    ("[::1]:443", "[::1]", true), ("[::1]:80", "[::1]", false), ("::2", "[::1]", false),
  ]

  @Test(
    "Hosts in NO_PROXY bypass the proxy",
    arguments: noProxyCases)
  func noProxy(list: String, host: String, bypassesProxy: Bool) throws {
    let route = try Self.route(to: "https://\(host)/v4", ["HTTPS_PROXY": "proxy:1", "NO_PROXY": list])
    #expect((route.proxy == nil) == bypassesProxy)
  }

  @Test("The route trusts the system's certificates or the certificates from the variables, which must exist")
  func certificates() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "presetctl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "none.pem").path
    func problem(_ name: String, _ value: String) -> String? {
      #expect(throws: NetworkRouteError.self) { try Self.route([name: value]) }?.message
    }
    #expect(
      problem("SSL_CERT_FILE", file)
        == "cannot read trusted certificates from SSL_CERT_FILE '\(file)': no such file")
    try Data("nothing".utf8).write(to: URL(filePath: file))
    #expect(
      problem("SSL_CERT_FILE", file)
        == "cannot read trusted certificates from SSL_CERT_FILE '\(file)': it contains no PEM certificates")
    #expect(
      problem("SSL_CERT_DIR", file)
        == "cannot read trusted certificates from SSL_CERT_DIR '\(file)': folder not found")
    let route = try Self.route(["SSL_CERT_DIR": "/nowhere:\(folder.path)", "SSL_CERT_FILE": ""])
    #expect(route.trusted.configuration.certificateVerification == .fullVerification)
    #expect(route.trusted.configuration.trustRoots == .file(folder.path))
  }
}
