import Presets

/// What an answer of the API carries, whichever of its envelopes it came in.
struct Envelope {
  /// What was asked for; nil where the answer has no body.
  let data: JSON?
  /// The number of rows of the whole list, where the answer is a page of one.
  let totalCount: Int?

  /// How many of the server's messages are told, and how much of each, in characters.
  private static let (mostMessages, longestMessage) = (100, 4096)

  /// Opens the envelope of an answer with a 2xx status.
  init(_ body: [UInt8], _ reader: inout JSONReader, requestID: String?) throws(APIError) {
    guard !body.isEmpty else {
      data = nil
      totalCount = nil
      return
    }
    let document: JSON
    do {
      document = try reader.read(body)
    } catch {
      throw .unintelligible(reason: "invalid JSON: \(error.message)", requestID: requestID)
    }
    guard document["success"] != .bool(false) else {
      throw .refused(.init(status: 200, messages: Self.messages(document), requestID: requestID))
    }
    let candidates = [document["data"], document["result"]].compactMap(\.self)
    guard let data = candidates.first(where: { $0 != .null }) ?? candidates.first else {
      throw .unintelligible(reason: "it has neither 'data' nor 'result'", requestID: requestID)
    }
    self.data = data
    totalCount = (document["paging"] ?? document["result_info"])?["total_count"]?.int
  }

  /// The server's own words in an answer that is not a success.
  static func messages(of body: [UInt8]) -> [String] {
    (try? JSON(parsing: body)).map(messages) ?? []
  }

  static func messages(_ document: JSON) -> [String] {
    let words = allMessages(document)
    let more = words.count > mostMessages ? ["and \(words.count - mostMessages) more"] : []
    return words.prefix(mostMessages).map { $0.count > longestMessage ? $0.prefix(longestMessage) + "…" : $0 } + more
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

  /// The issues of a schema that are embedded in a message as a JSON list of `path` and `message`.
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
