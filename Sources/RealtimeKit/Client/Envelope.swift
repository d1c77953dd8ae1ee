import JSONValue

/// The content of a response, from either of the API's two envelopes.
struct Envelope {
  /// The requested data; nil if the response has no body.
  let data: JSON?
  /// The total number of rows, if the response is a page of a list.
  let totalCount: Int?

  /// The maximum number of messages that are shown, and the maximum length of each in characters.
  private static let (maximumMessages, maximumMessageLength) = (100, 4096)

  /// Decodes the body of a response with a 2xx status.
  init(_ body: [UInt8], requestID: String?) throws(APIError) {
    guard !body.isEmpty else {
      data = nil
      totalCount = nil
      return
    }
    let document: JSON
    do {
      document = try JSON(parsing: body)
    } catch {
      throw .unexpectedResponse(reason: "invalid JSON: \(error.message)", requestID: requestID)
    }
    guard document["success"] != .bool(false) else {
      throw .rejected(.init(status: 200, messages: Self.messages(document), requestID: requestID))
    }
    let candidates = [document["data"], document["result"]].compactMap(\.self)
    guard let data = candidates.first(where: { $0 != .null }) ?? candidates.first else {
      throw .unexpectedResponse(reason: "expected 'data' or 'result', found neither", requestID: requestID)
    }
    self.data = data
    totalCount = (document["paging"] ?? document["result_info"])?["total_count"]?.int
  }

  /// Returns the error messages in the body of an error response.
  static func messages(of body: [UInt8]) -> [String] {
    (try? JSON(parsing: body)).map(messages) ?? []
  }

  static func messages(_ document: JSON) -> [String] {
    let words = allMessages(document)
    let more = words.count > maximumMessages ? ["and \(words.count - maximumMessages) more"] : []
    let shown = words.prefix(maximumMessages).map {
      $0.count > maximumMessageLength ? $0.prefix(maximumMessageLength) + "…" : $0
    }
    return shown + more
  }

  private static func allMessages(_ document: JSON) -> [String] {
    if let errors = document["errors"]?.array, !errors.isEmpty { return errors.flatMap(words) }
    if let error = document["error"] { return words(error) }
    return document["message"].map(words) ?? []
  }

  private static func words(_ error: JSON) -> [String] {
    if let text = error.string { return issues(in: text) ?? [text] }
    guard let message = error["message"] else { return [error.text()] }
    let code = error["code"].map { $0.string ?? $0.text() }
    let pointer = error["source"]?["pointer"]?.string.map { " at \($0)" } ?? ""
    return words(message).map { $0 + pointer + (code.map { " (code \($0))" } ?? "") }
  }

  /// Returns schema issues that are embedded in a message as a JSON array of objects with `path` and `message`.
  private static func issues(in text: String) -> [String]? {
    guard text.hasPrefix("["), let items = (try? JSON(parsing: Array(text.utf8)))?.array else { return nil }
    return items.map { item in
      let path = item["path"].map { path in
        path.string ?? (path.array ?? []).map { $0.string ?? $0.text() }.joined(separator: ".")
      }
      let message = item["message"]?.string ?? item.text()
      return path.map { "\($0): \(message)" } ?? message
    }
  }
}
