import NIOCore
import NIOPosix
import NIOSSL

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds out why a certificate is not trusted, which the TLS library does not report.
///
/// It starts another handshake and rejects it as soon as the certificate arrives, so nothing is sent on this connection.
enum CertificateInspection {
  /// Connects to a server and returns the problem with its certificate.
  static func certificateError(ofHost host: String, port: Int) async -> CertificateError {
    let group = MultiThreadedEventLoopGroup.singleton
    let seen = group.any().makePromise(of: [NIOSSLCertificate].self)
    do {
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.trustRoots = .certificates([])
      let context = try NIOSSLContext(configuration: configuration)
      let name = (try? SocketAddress(ipAddress: host, port: port)) == nil ? host : nil
      let channel = try await ClientBootstrap(group: group).connectTimeout(.seconds(10)).channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = try NIOSSLClientHandler(
            context: context, serverHostname: name,
            customVerificationCallback: { (certificates, result: EventLoopPromise<NIOSSLVerificationResult>) in
              seen.succeed(certificates)
              result.succeed(.failed)
            })
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }.connect(host: host, port: port).get()
      // Stop waiting if the connection closes before a certificate arrives.
      channel.closeFuture.whenComplete { _ in seen.succeed([]) }
      let timeout = channel.eventLoop.scheduleTask(in: .seconds(10)) { channel.close(promise: nil) }
      defer { timeout.cancel() }
      return certificateError(of: try await seen.futureResult.get())
    } catch {
      seen.succeed([])
      return .unknown
    }
  }

  /// Returns the problem with an untrusted chain of certificates, whose first one is the server's.
  static func certificateError(of chain: [NIOSSLCertificate], now: Date = Date()) -> CertificateError {
    guard let own = chain.first else { return .unknown }
    let time = Int(now.timeIntervalSince1970)
    if chain.contains(where: { Int($0.notValidAfter) < time }) { return .expired }
    if chain.contains(where: { Int($0.notValidBefore) > time }) { return .notYetValid }
    return isSelfSigned(own) ? .selfSigned : .unknownIssuer
  }

  /// Whether issuer and subject are the same. They are the third and fifth element of the certificate's body, after an optional
  /// version (RFC 5280, section 4.1).
  private static func isSelfSigned(_ certificate: NIOSSLCertificate) -> Bool {
    guard let bytes = try? certificate.toDERBytes() else { return false }
    var rest = bytes[...]
    guard var body = element(of: &rest)?.content, var fields = element(of: &body)?.content else { return false }
    var elements: [ArraySlice<UInt8>] = []
    while let next = element(of: &fields) { if next.tag != 0xA0 { elements.append(next.content) } }
    return elements.count > 4 && elements[2] == elements[4]
  }

  /// Takes the next element of a DER encoding.
  private static func element(of bytes: inout ArraySlice<UInt8>) -> (tag: UInt8, content: ArraySlice<UInt8>)? {
    guard let tag = bytes.popFirst(), let first = bytes.popFirst() else { return nil }
    var length = Int(first)
    if first >= 0x80 {
      let size = Int(first & 0x7F)
      guard (1...4).contains(size), bytes.count >= size else { return nil }
      length = bytes.prefix(size).reduce(0) { $0 << 8 | Int($1) }
      bytes = bytes.dropFirst(size)
    }
    guard bytes.count >= length else { return nil }
    defer { bytes = bytes.dropFirst(length) }
    return (tag, bytes.prefix(length))
  }
}
