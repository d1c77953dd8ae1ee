import HTTPTypes

/// Keeps the API token out of what comes back, should a server put it there: nothing that is shown or saved then holds it.
///
/// It is masked, except in the document of a preset: that may be sent back one day, and would then be changed by the mask. It
/// is refused instead.
public struct TokenFilter: Transport {
  private let transport: any Transport
  private let token: APIToken

  /// Filters the answers that come by a transport.
  public init(_ transport: any Transport, _ token: APIToken) {
    self.transport = transport
    self.token = token
  }

  public func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> TransportResponse {
    let response = try await transport.send(request, timeout: timeout)
    var head = response.head
    for index in head.headerFields.indices {
      head.headerFields[index].value = token.masked(head.headerFields[index].value)
    }
    guard let masked = token.masked(json: response.body) else { return TransportResponse(head, body: response.body) }
    if head.status.kind == .successful, let id = request.presetToRead { throw .barred(.tokenInPreset(id: id)) }
    return TransportResponse(head, body: masked)
  }
}

extension TransportRequest {
  /// The id of the preset whose document is asked for.
  fileprivate var presetToRead: String? {
    guard head.method == .get, let path = head.path, let range = path.firstRange(of: "/presets/") else { return nil }
    return String(path[range.upperBound...])
  }
}
