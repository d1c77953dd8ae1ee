package import Manifests

/// The network route to the API: the proxy, if any, and the trusted certificates.
package struct NetworkRoute: Sendable {
  /// The proxy; nil for a direct connection.
  package let proxy: Proxy?
  let trusted: TrustedCertificates
  let host: String
  let port: Int

  /// Takes the route from environment variables. They do not apply to plain http, which is only used on the local machine.
  package init(to base: BaseURL, _ variables: (String) -> String?) throws(NetworkRouteError) {
    (host, port) = (base.host, base.port)
    guard base.scheme == "https" else {
      (proxy, trusted) = (nil, .system)
      return
    }
    proxy = try ProxyRules(variables).proxy(toHost: host, port: port)
    trusted = try .named(by: variables)
  }

  /// A description of the host that connections are opened to: the proxy or the server.
  var target: String {
    proxy.map { "the proxy \($0)" } ?? (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
  }
}

extension NetworkRouteError {
  /// The text of the error. It leaves out the value of a proxy variable, which can contain a password.
  package var message: String {
    switch self {
    case .malformedProxy(let variable): "\(variable) is not a valid http proxy URL"
    case .noCertificates(let variable, let path, let reason):
      "cannot read trusted certificates from \(variable) '\(path)': \(reason)"
    }
  }

  package var hint: String {
    switch self {
    case .malformedProxy:
      "use http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, and percent-encode the password (@ as %40)"
    case .noCertificates: "unset it to trust the system's certificates"
    }
  }
}

/// An invalid network setting in the environment.
package enum NetworkRouteError: Error, Hashable, Sendable {
  /// The variable is not a valid proxy URL.
  case malformedProxy(variable: String)
  /// The file or folder that the variable names has no readable certificates.
  case noCertificates(variable: String, path: String, reason: String)
}
