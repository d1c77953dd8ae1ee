import Manifests
import NIOSSL

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The trusted certificate authorities: those of the system, or only those in `SSL_CERT_FILE` and `SSL_CERT_DIR` if either is set.
struct TrustedCertificates: Sendable {
  /// The certificates in `SSL_CERT_FILE`; nil for those of the system.
  private let roots: [NIOSSLCertificate]?
  /// The folders in `SSL_CERT_DIR`, whose files are named after hashes of the certificates.
  private let folders: [String]

  static let system = TrustedCertificates(roots: nil, folders: [])

  /// Reads the certificates that environment variables name. An empty variable counts as unset.
  static func named(by variables: (String) -> String?) throws(NetworkRouteError) -> TrustedCertificates {
    let file = variables("SSL_CERT_FILE").flatMap { $0.isEmpty ? nil : $0 }
    let folders = (variables("SSL_CERT_DIR") ?? "").split(separator: ":").map(String.init)
    guard file != nil || !folders.isEmpty else { return .system }
    let present = folders.filter { (try? FileManager.default.contentsOfDirectory(atPath: $0)) != nil }
    if let first = folders.first, present.isEmpty {
      throw .noCertificates(variable: "SSL_CERT_DIR", path: first, reason: "folder not found")
    }
    return TrustedCertificates(roots: try file.map(read) ?? [], folders: present)
  }

  private static func read(_ path: String) throws(NetworkRouteError) -> [NIOSSLCertificate] {
    func problem(_ reason: String) -> NetworkRouteError {
      .noCertificates(variable: "SSL_CERT_FILE", path: path, reason: reason)
    }
    let data: Data
    do { data = try Data(contentsOf: URL(filePath: path)) } catch { throw problem(error.fileErrorDescription) }
    guard let certificates = try? NIOSSLCertificate.fromPEMBytes([UInt8](data)), !certificates.isEmpty else {
      throw problem("it contains no PEM certificates")
    }
    return certificates
  }

  /// Returns all certificates in a folder.
  private static func certificates(in folder: String) -> [NIOSSLCertificate] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.flatMap { (try? NIOSSLCertificate.fromPEMFile(folder + "/" + $0)) ?? [] }
  }

  /// The TLS settings, which always check certificates and their host names.
  var configuration: TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.certificateVerification = .fullVerification
    // The library looks up certificates as needed in one folder only, so load the others.
    if let folder = folders.first {
      configuration.trustRoots = .file(folder)
      let others = (roots ?? []) + folders.dropFirst().flatMap(Self.certificates)
      if !others.isEmpty { configuration.additionalTrustRoots = [.certificates(others)] }
    } else if let roots {
      configuration.trustRoots = .certificates(roots)
    }
    return configuration
  }
}
