import AsyncHTTPClient

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A proxy that opens a tunnel to the API (CONNECT), within which everything is encrypted. Its password is shown nowhere.
public struct Proxy: Sendable {
  /// Where it is.
  let host: String
  let port: Int
  /// How one identifies oneself to it.
  let authorization: HTTPClient.Authorization?

  /// Takes the URL of a proxy, with or without `http://`, user, password and port; nil where it is none.
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
  public var description: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
