import Foundation
import TestSupport
import Testing

/// Creates certificates with the `openssl` command in a folder.
struct CertificateAuthority {
  let folder: URL

  /// The issuer of a certificate.
  enum Signer: Sendable { case itself, authority }

  init(in folder: URL) async throws {
    self.folder = folder
    let configuration = """
      [ca]
      default_ca = this
      [this]
      dir = \(folder.path)
      new_certs_dir = \(folder.path)
      database = \(folder.path)/index
      rand_serial = yes
      unique_subject = no
      default_md = sha256
      policy = any
      copy_extensions = copy
      [any]
      commonName = supplied
      [authority]
      basicConstraints = critical,CA:true
      keyUsage = critical,keyCertSign
      [server]
      basicConstraints = critical,CA:false

      """
    try Data(configuration.utf8).write(to: folder.appending(path: "openssl.cnf"))
    try Data().write(to: folder.appending(path: "index"))
    try await request("authority", names: "DNS:authority")
    try await sign("authority", ["-selfsign", "-keyfile", "authority.key", "-extensions", "authority"])
  }

  /// Creates a certificate with the given subject alternative names, such as `IP:127.0.0.1`.
  /// - Parameter years: The first and the last year in which the certificate is valid.
  func identity(
    _ name: String, names: String, years: ClosedRange<Int> = 2020...2049, signedBy signer: Signer
  ) async throws -> SocketServer.Identity {
    try await request(name, names: names)
    let signature =
      signer == .itself
      ? ["-selfsign", "-keyfile", "\(name).key"] : ["-cert", "authority.pem", "-keyfile", "authority.key"]
    try await sign(name, signature + ["-extensions", "server"], years: years)
    return SocketServer.Identity(certificate: path(name + ".pem"), key: path(name + ".key"))
  }

  /// Returns the path of a file in the folder.
  func path(_ name: String) -> String { folder.appending(path: name).path }

  private func request(_ name: String, names: String) async throws {
    try await openssl([
      "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=\(name)",
      "-addext", "subjectAltName=\(names)", "-keyout", "\(name).key", "-out", "\(name).csr",
    ])
  }

  private func sign(_ name: String, _ signature: [String], years: ClosedRange<Int> = 2020...2049) async throws {
    try await openssl(
      ["ca", "-batch", "-notext", "-config", "openssl.cnf", "-in", "\(name).csr", "-out", "\(name).pem"] + signature
        + ["-startdate", "\(years.lowerBound)0101000000Z", "-enddate", "\(years.upperBound)1231000000Z"])
  }

  /// Returns the hash of a certificate, which is its file name in a certificate folder.
  func hash(_ name: String) async throws -> String {
    try await openssl(["x509", "-hash", "-noout", "-in", name]).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @discardableResult private func openssl(_ arguments: [String]) async throws -> String {
    let outcome = try await Binary.run(
      URL(filePath: "/usr/bin/env"), ["openssl"] + arguments, in: folder,
      ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"])
    try #require(outcome.status == 0, "openssl \(arguments): \(outcome.text)")
    return outcome.output
  }
}
