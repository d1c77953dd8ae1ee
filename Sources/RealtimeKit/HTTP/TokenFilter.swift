import HTTPTypes

/// Masks the API token in responses, in case a server repeats it, so that it is never shown or saved.
///
/// A preset that contains the token is rejected instead: sending a masked document back would change the preset.
package struct TokenFilter: Transport {
  private let transport: any Transport
  private let token: APIToken

  package init(_ transport: any Transport, _ token: APIToken) {
    self.transport = transport
    self.token = token
  }

  package func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> TransportResponse {
    let response = try await transport.send(request, timeout: timeout)
    var head = response.head
    for index in head.headerFields.indices {
      head.headerFields[index].value = token.masked(head.headerFields[index].value)
    }
    guard let masked = token.masked(json: response.body) else { return TransportResponse(head, body: response.body) }
    if head.status.kind == .successful, let id = request.presetToRead {
      throw .permanentFailure(.tokenInPreset(id: id))
    }
    return TransportResponse(head, body: masked)
  }
}

extension TransportRequest {
  /// The id of the preset that the request reads.
  fileprivate var presetToRead: String? {
    guard head.method == .get, let path = head.path, let range = path.firstRange(of: "/presets/") else { return nil }
    return String(path[range.upperBound...])
  }
}
