public import Presets

/// The way to the API: through which proxy, if any, and whose certificates are believed on it.
public struct Route: Sendable {
  /// Why the environment gives no way.
  public enum Problem: Error, Hashable, Sendable {
    /// The variable holds no URL of a proxy.
    case malformedProxy(variable: String)
    /// What the variable names holds no certificates that could be trusted.
    case noCertificates(variable: String, path: String, reason: String)
  }

  /// The proxy; nil where the server is asked directly.
  public let proxy: Proxy?
  let trusted: TrustedCertificates
  /// Where the way leads.
  let host: String
  let port: Int

  /// Finds the way that the environment's variables want. Plain http, which stays on this machine, has nothing to look up.
  public init(to base: BaseURL, _ variables: (String) -> String?) throws(Problem) {
    (host, port) = (base.host, base.port)
    guard base.scheme == "https" else {
      (proxy, trusted) = (nil, .system)
      return
    }
    proxy = try ProxyRules(variables).proxy(toHost: host, port: port)
    trusted = try .named(by: variables)
  }

  /// What a connection is made to, in words.
  var firstStop: String {
    proxy.map { "the proxy \($0)" } ?? (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
  }
}

extension Route.Problem {
  /// What is wrong, in words; the text of a proxy's variable is not repeated, since it may hold a password.
  public var message: String {
    switch self {
    case .malformedProxy(let variable): "\(variable) is not the address of an http proxy"
    case .noCertificates(let variable, let path, let reason):
      "\(variable) is '\(path)', where no trusted certificates can be read: \(reason)"
    }
  }

  /// What to do about it.
  public var hint: String {
    switch self {
    case .malformedProxy:
      "write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, with characters such as @ in the password as %40"
    case .noCertificates: "unset it to trust the certificates of the system"
    }
  }
}
