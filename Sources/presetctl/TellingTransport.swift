import HTTPTypes
import Presets
import RealtimeKit

/// Tells every request on standard error: what was asked and answered, and with `-vv` how long that took and under which id
/// Cloudflare knows it. The token is in neither.
struct TellingTransport: Transport {
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
      tell(request, "\(response.head.status.code)", since: start, response.head.headerFields[.cfRay])
      return response
    } catch {
      tell(request, error.message, since: start)
      throw error
    }
  }

  private func tell(
    _ request: TransportRequest, _ result: String, since start: ContinuousClock.Instant, _ id: String? = nil
  ) {
    var words = "\(request.head.method) \(request.head.path ?? "") \(result)"
    if verbosity >= .detailed {
      let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
      words += " in \(Int(milliseconds.rounded())) ms" + (id.map { ", request \($0)" } ?? "")
    }
    console.tell(words.visible + "\n")
  }
}

/// How much is told of the requests.
enum Verbosity: Int, Comparable {
  case silent, requests, detailed

  static func < (left: Verbosity, right: Verbosity) -> Bool { left.rawValue < right.rawValue }
}

extension HTTPField.Name {
  fileprivate static let cfRay = HTTPField.Name("cf-ray") ?? .server
}
