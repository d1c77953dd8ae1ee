#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The URL of the API: https, or http for a loopback address.
package struct BaseURL: Hashable, Sendable {
  /// The pattern of a base URL for the schema of the project file. It accepts slightly more than the initializer.
  static let pattern =
    #"^([Hh][Tt][Tt][Pp][Ss]://[^/?#@\s]+|[Hh][Tt][Tt][Pp]://([Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]{1,5})?)(/[^?#\s]*)?$"#

  /// The URL of Cloudflare's API.
  package static let cloudflare = "https://api.cloudflare.com/client/v4"

  /// The URL without a trailing slash.
  package let text: String
  package let scheme: String
  /// The host name or IP address, without the brackets of an IPv6 address.
  package let host: String
  /// The port; the default one of the scheme if the URL has none.
  package let port: Int
  package let authority: String
  package let path: String

  package init(_ text: String) throws(BaseURLError) {
    guard let url = URL(string: text, encodingInvalidCharacters: false),
      let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let host = url.host(), !host.isEmpty, (1...65535).contains(url.port ?? 443),
      url.user() == nil, url.password() == nil, url.query() == nil, url.fragment() == nil
    else { throw .malformed }
    guard scheme == "https" || Self.isLoopback(host) else { throw .notEncrypted }
    self.scheme = scheme
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    port = url.port ?? (scheme == "https" ? 443 : 80)
    authority = (self.host.contains(":") ? "[\(self.host)]" : host) + (url.port.map { ":\($0)" } ?? "")
    var path = url.path(percentEncoded: true)
    while path.hasSuffix("/") { path.removeLast() }
    self.path = path
    self.text = "\(scheme)://\(authority)\(path)"
  }

  private static func isLoopback(_ host: String) -> Bool {
    if ["localhost", "::1", "[::1]"].contains(host.lowercased()) { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

/// The reason why a base URL is rejected.
package enum BaseURLError: Error, Hashable, Sendable {
  /// It is not an absolute http or https URL, or it has a user, query, or fragment.
  case malformed
  /// It uses http for another machine, which would expose the token.
  case notEncrypted

  /// The problem, to follow the name of the setting. The URL is not repeated, because it may contain a password.
  package var message: String {
    switch self {
    case .malformed: "must be an https URL without user, query, or fragment"
    case .notEncrypted: "must use https: plain http would expose the API token"
    }
  }

  package var hint: String? {
    self == .notEncrypted ? "use https; plain http is allowed only for loopback addresses" : nil
  }
}
