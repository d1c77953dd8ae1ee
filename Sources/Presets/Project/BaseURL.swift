#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where the API is: an https address, or an http one on this machine.
public struct BaseURL: Hashable, Sendable {
  /// Why an address is refused.
  public enum Refusal: Error, Hashable, Sendable {
    /// It is not an absolute http or https URL without user, query and fragment.
    case malformed
    /// It is plain http to another machine, where anybody on the way could read the token.
    case notEncrypted

    /// What is wrong, after what names the address. The address is not repeated: it may hold a password.
    public var message: String {
      switch self {
      case .malformed: "is not an https address without user, query and fragment"
      case .notEncrypted: "is not encrypted, and the token would be readable on the way"
      }
    }

    /// What to do.
    public var hint: String? {
      self == .notEncrypted ? "write https; plain http is taken for this machine only" : nil
    }
  }

  /// What an address must be like, for the schema of the project file. It is somewhat wider than what is taken.
  static let pattern =
    #"^([Hh][Tt][Tt][Pp][Ss]://[^/?#@\s]+|[Hh][Tt][Tt][Pp]://([Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]{1,5})?)(/[^?#\s]*)?$"#

  /// Cloudflare's own.
  public static let cloudflare = "https://api.cloudflare.com/client/v4"

  /// The address without a slash at its end.
  public let text: String
  package let scheme: String
  /// The name or address of the machine, without the brackets of an IPv6 address.
  package let host: String
  /// The port, whether the address says it or not.
  package let port: Int
  package let authority: String
  package let path: String

  /// Takes an address.
  public init(_ text: String) throws(Refusal) {
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
