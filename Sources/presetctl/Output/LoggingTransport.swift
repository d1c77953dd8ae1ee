import Diagnostics
import HTTPTypes
import RealtimeKit

/// Logs each request and its status to stderr, with `-vv` also its duration and Cloudflare's request id. The token is
/// never logged.
struct LoggingTransport: Transport {
  private let transport: any Transport
  private let console: Console
  private let verbosity: Verbosity

  init(_ transport: any Transport, _ console: Console, _ verbosity: Verbosity) {
    self.transport = transport
    self.console = console
    self.verbosity = verbosity
  }

  func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
    let start = ContinuousClock.now
    do {
      let response = try await transport.send(request, timeout: timeout)
      log(request, "\(response.head.status.code)", since: start, response.head.headerFields[.cfRay])
      return response
    } catch {
      log(request, error.message, since: start)
      throw error
    }
  }

  private func log(
    _ request: TransportRequest, _ result: String, since start: ContinuousClock.Instant, _ id: String? = nil
  ) {
    var words = "\(request.head.method) \(request.head.path ?? "") \(result)"
    if verbosity >= .detailed {
      let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
      words += " in \(Int(milliseconds.rounded())) ms" + (id.map { ", request \($0)" } ?? "")
    }
    console.log(words.visible + "\n")
  }
}

/// How much of each request is logged.
enum Verbosity: Int, Comparable {
  case silent, requests, detailed

  static func < (left: Verbosity, right: Verbosity) -> Bool { left.rawValue < right.rawValue }
}

extension HTTPField.Name {
  fileprivate static let cfRay = HTTPField.Name("cf-ray") ?? .server
}
