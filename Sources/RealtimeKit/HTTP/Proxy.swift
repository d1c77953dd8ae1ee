import AsyncHTTPClient

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A proxy that opens an encrypted tunnel to the API (CONNECT). No output contains its password.
package struct Proxy: Sendable {
  let host: String
  let port: Int
  /// The user and password for the proxy.
  let authorization: HTTPClient.Authorization?

  /// Parses the URL of a proxy, in which `http://`, user, password, and port are optional; nil if it is not valid.
  init?(_ text: String) {
    let address = text.contains("://") ? text : "http://" + text
    guard let url = URL(string: address, encodingInvalidCharacters: false), url.scheme?.lowercased() == "http",
      let host = url.host(), !host.isEmpty, (1...65535).contains(url.port ?? 80), ["", "/"].contains(url.path()),
      url.query() == nil, url.fragment() == nil
    else { return nil }
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    port = url.port ?? 80
    let user = url.user(percentEncoded: false)
    let password = url.password(percentEncoded: false)
    authorization =
      user == nil && password == nil ? nil : .basic(username: user ?? "", password: password ?? "")
  }
}

extension Proxy: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
