import AsyncHTTPClient
import Foundation
import NIOSSL
import Presets
import TestSupport
import Testing

@testable import RealtimeKit

/// The way to the API, as variables want it.
@Suite("The route") struct RouteTests {
  private static func route(
    to address: String = "https://api.example.com/v4", _ variables: [String: String]
  ) throws -> Route {
    try Route(to: BaseURL(address)) { variables[$0] }
  }

  @Test(
    "goes through the proxy of HTTPS_PROXY, whose user and password it does not show",
    arguments: [
      ("http://proxy.example.com:3128", "proxy.example.com:3128", nil),
      ("proxy.example.com:3128", "proxy.example.com:3128", nil), ("http://proxy/", "proxy:80", nil),
      ("HTTP://[::1]:8080", "[::1]:8080", nil),
      ("http://me:secret@proxy:1", "proxy:1", "Basic bWU6c2VjcmV0"), ("me@proxy:1", "proxy:1", "Basic bWU6"),
      ("http://a%40b:c%3A%2F@proxy:1", "proxy:1", "Basic YUBiOmM6Lw=="),
    ] as [(String, String, String?)])
  func proxies(text: String, shown: String, authorization: String?) throws {
    let proxy = try #require(try Self.route(["HTTPS_PROXY": text]).proxy)
    #expect(proxy.authorization?.headerValue == authorization)
    for words in ["\(proxy)", String(reflecting: proxy)] { #expect(words == shown) }
    var dumped = ""
    dump(proxy, to: &dumped)
    #expect(!dumped.contains("secret"))
  }

  @Test(
    "refuses what is no http proxy, without repeating it",
    arguments: [
      "https://proxy:1", "socks5://proxy:1", "http://", "http://proxy:0", "http://proxy:65536", "http://proxy/path",
      "http://proxy?a", "http://me:pass#word@proxy:1", "http://me:pass/word@proxy:1", "me:secret word@proxy", "//", ":",
    ])
  func malformed(text: String) {
    let error = #expect(throws: Route.Problem.self) { try Self.route(["https_proxy": text]) }
    #expect(error?.message == "https_proxy is not the address of an http proxy")
  }

  @Test("variables in capitals win, empty ones say nothing, and plain http asks none of them")
  func variables() throws {
    func host(_ variables: [String: String]) throws -> String? { try Self.route(variables).proxy?.host }
    #expect(try host(["HTTPS_PROXY": "a", "https_proxy": "b"]) == "a")
    #expect(try host(["HTTPS_PROXY": "", "https_proxy": "b"]) == "b")
    #expect(try host(["HTTP_PROXY": "a", "http_proxy": "b", "ALL_PROXY": "c"]) == nil)
    #expect(try host(["HTTPS_PROXY": "a", "NO_PROXY": "", "no_proxy": "*"]) == nil)
    #expect(try host(["HTTPS_PROXY": "a", "NO_PROXY": "other", "no_proxy": "*"]) == "a")
    // What is not needed need not be right.
    #expect(try host(["HTTPS_PROXY": "ftp://a", "NO_PROXY": "*"]) == nil)
    let local = try Self.route(
      to: "http://127.0.0.1:1/v4", ["HTTPS_PROXY": ":", "HTTP_PROXY": "a", "SSL_CERT_FILE": "/nowhere"])
    #expect(local.proxy == nil)
    #expect(try Self.route(to: "https://127.0.0.1:1/v4", ["HTTPS_PROXY": "a"]).proxy?.host == "a")
  }

  private static let noProxy: [(String, String, Bool)] = [
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
    "leaves out what NO_PROXY names",
    arguments: noProxy)
  func exceptions(list: String, host: String, isLeftOut: Bool) throws {
    let route = try Self.route(to: "https://\(host)/v4", ["HTTPS_PROXY": "proxy:1", "NO_PROXY": list])
    #expect((route.proxy == nil) == isLeftOut)
  }

  @Test("trusts the system's certificates, or those that are named, which have to be there")
  func certificates() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "presetctl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "none.pem").path
    func problem(_ name: String, _ value: String) -> String? {
      #expect(throws: Route.Problem.self) { try Self.route([name: value]) }?.message
    }
    #expect(
      problem("SSL_CERT_FILE", file)
        == "SSL_CERT_FILE is '\(file)', where no trusted certificates can be read: no such file")
    try Data("nothing".utf8).write(to: URL(filePath: file))
    #expect(
      problem("SSL_CERT_FILE", file)
        == "SSL_CERT_FILE is '\(file)', where no trusted certificates can be read: it holds no certificate in PEM form")
    #expect(
      problem("SSL_CERT_DIR", file)
        == "SSL_CERT_DIR is '\(file)', where no trusted certificates can be read: no such folder")
    let route = try Self.route(["SSL_CERT_DIR": "/nowhere:\(folder.path)", "SSL_CERT_FILE": ""])
    #expect(route.trusted.configuration.certificateVerification == .fullVerification)
    #expect(route.trusted.configuration.trustRoots == .file(folder.path))
  }
}
