import NIOCore

/// Which proxy, if any, the environment wants for an encrypted connection.
///
/// `HTTPS_PROXY` names it, `NO_PROXY` the hosts that are reached without it. Either may be written in small letters; capitals
/// win.
struct ProxyRules: Sendable {
  private let variable: (name: String, text: String)?
  private let exceptions: [Exception]

  /// Takes the rules from variables; one that is nil or empty says nothing.
  init(_ variables: (String) -> String?) {
    func first(_ name: String) -> (name: String, text: String)? {
      [name, name.lowercased()].map { (name: $0, text: variables($0) ?? "") }.first { !$0.text.isEmpty }
    }
    variable = first("HTTPS_PROXY")
    exceptions = (first("NO_PROXY")?.text ?? "").split { $0 == "," || $0.isWhitespace }.map { Exception($0) }
  }

  /// The proxy on the way to a host; nil where there shall be none.
  func proxy(toHost host: String, port: Int) throws(Route.Problem) -> Proxy? {
    guard let (name, text) = variable, !exceptions.contains(where: { $0.covers(host, port) }) else { return nil }
    guard let proxy = Proxy(text) else { throw .malformedProxy(variable: name) }
    return proxy
  }

  /// An entry of `NO_PROXY`: a name, which stands for all names below it too, or an address, perhaps with a port, or `*`.
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

    /// A host in the one form that is compared.
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
