import NIOCore

/// The proxy settings in the environment for encrypted connections.
///
/// `HTTPS_PROXY` is the proxy, and `NO_PROXY` lists the hosts that are reached without it. Lowercase names work as well; uppercase
/// takes precedence.
struct ProxyRules: Sendable {
  private let variable: (name: String, text: String)?
  private let exceptions: [Exception]

  /// Reads the rules from variables. An empty variable counts as unset.
  init(_ variables: (String) -> String?) {
    func first(_ name: String) -> (name: String, text: String)? {
      [name, name.lowercased()].map { (name: $0, text: variables($0) ?? "") }.first { !$0.text.isEmpty }
    }
    variable = first("HTTPS_PROXY")
    exceptions = (first("NO_PROXY")?.text ?? "").split { $0 == "," || $0.isWhitespace }.map { Exception($0) }
  }

  /// Returns the proxy for a host; nil for a direct connection.
  func proxy(toHost host: String, port: Int) throws(NetworkRouteError) -> Proxy? {
    guard let (name, text) = variable, !exceptions.contains(where: { $0.covers(host, port) }) else { return nil }
    guard let proxy = Proxy(text) else { throw .malformedProxy(variable: name) }
    return proxy
  }

  /// An entry of `NO_PROXY`: a name, which includes its subdomains, or an address, either with an optional port, or `*`.
  private struct Exception: Sendable {
    private let host: String
    private let port: Int?

    init(_ entry: Substring) {
      let colon = entry.lastIndex(of: ":")
      let isBare = entry.count { $0 == ":" } > 1 && !entry.hasPrefix("[") || entry.hasSuffix("]")
      port = isBare ? nil : colon.flatMap { Int(entry[$0...].dropFirst()) }
      let host = port == nil ? entry : entry.prefix(upTo: colon ?? entry.endIndex)
      let name = host.hasPrefix("*.") ? host.dropFirst() : host
      self.host = Self.canonical(String(name.hasPrefix(".") ? name.dropFirst() : name))
    }

    func covers(_ host: String, _ port: Int) -> Bool {
      guard self.port == nil || self.port == port else { return false }
      let host = Self.canonical(host)
      return self.host == "*" || host == self.host || !Self.isAddress(host) && host.hasSuffix("." + self.host)
    }

    /// Returns the normalized form of a host, for comparisons.
    private static func canonical(_ host: String) -> String {
      let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
      if let address = (try? SocketAddress(ipAddress: bare, port: 0))?.ipAddress { return address }
      return (bare.hasSuffix(".") ? String(bare.dropLast()) : bare).lowercased()
    }

    private static func isAddress(_ host: String) -> Bool {
      (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }
  }
}
