import NIOSSL
import Presets

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Whose signature makes a server's certificate believable: the authorities that the system trusts, or, where `SSL_CERT_FILE`
/// or `SSL_CERT_DIR` is set, those and only those that it names.
struct TrustedCertificates: Sendable {
  /// The certificates of `SSL_CERT_FILE`; nil where the system's count.
  private let roots: [NIOSSLCertificate]?
  /// The folders of `SSL_CERT_DIR`, in which certificates lie under their hashes.
  private let folders: [String]

  /// The system's.
  static let system = TrustedCertificates(roots: nil, folders: [])

  /// Reads what variables name; one that is nil or empty says nothing.
  static func named(by variables: (String) -> String?) throws(Route.Problem) -> TrustedCertificates {
    let file = variables("SSL_CERT_FILE").flatMap { $0.isEmpty ? nil : $0 }
    let folders = (variables("SSL_CERT_DIR") ?? "").split(separator: ":").map(String.init)
    guard file != nil || !folders.isEmpty else { return .system }
    let present = folders.filter { (try? FileManager.default.contentsOfDirectory(atPath: $0)) != nil }
    if let first = folders.first, present.isEmpty {
      throw .noCertificates(variable: "SSL_CERT_DIR", path: first, reason: "no such folder")
    }
    return TrustedCertificates(roots: try file.map(read) ?? [], folders: present)
  }

  private static func read(_ path: String) throws(Route.Problem) -> [NIOSSLCertificate] {
    func problem(_ reason: String) -> Route.Problem {
      .noCertificates(variable: "SSL_CERT_FILE", path: path, reason: reason)
    }
    let data: Data
    do { data = try Data(contentsOf: URL(filePath: path)) } catch { throw problem(error.fileReason) }
    guard let certificates = try? NIOSSLCertificate.fromPEMBytes([UInt8](data)), !certificates.isEmpty else {
      throw problem("it holds no certificate in PEM form")
    }
    return certificates
  }

  /// All certificates in a folder.
  private static func certificates(in folder: String) -> [NIOSSLCertificate] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.flatMap { (try? NIOSSLCertificate.fromPEMFile(folder + "/" + $0)) ?? [] }
  }

  /// The settings of encrypted connections. Certificates, and the names in them, are always checked.
  var configuration: TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.certificateVerification = .fullVerification
    // Certificates are looked up in a folder as they are needed; only one can be.
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
